from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from chassis.refusal import Refusal, StaleVersion
from contracts.vocabulary import ActivityKind, AgreementStatus, CallStatus, Direction, Programme
from services.mobility.adapters.rule_files import rule_book
from services.mobility.domain.call import (
    AcademicYearMalformed,
    CallClosesBeforeItOpens,
    CallHasLists,
    CallNotOpenYet,
    CallNotRanked,
    CallStillOpen,
    DeadlinePassed,
    StayOutsideLimits,
    places_of,
    published,
    ranked,
    rescheduled,
)
from services.mobility.domain.opening import AgreementNotUsable, opened
from services.mobility.domain.programme_rules import Framework, Partners, Years
from services.mobility.domain.rule_book import SelectionRulesUnknown
from services.mobility.tests.builders import NOON, a_call, a_condition, an_agreement

AFTER = datetime(2026, 12, 2, tzinfo=UTC)
TODAY, OFFICE = AFTER.date(), "fatma"
ANY_WINDOW = Framework(Years(Programme.ERASMUS, 2014, 2027), Partners.ANY)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"closes_at": datetime(2026, 10, 1, tzinfo=UTC)}, CallClosesBeforeItOpens),
        ({"academic_year": "2026/2028"}, AcademicYearMalformed),
        ({"call_year": 2026}, SelectionRulesUnknown),
        ({"kind": ActivityKind.STAFF_TEACHING}, SelectionRulesUnknown),
        ({"stay_ends": date(2027, 3, 29)}, StayOutsideLimits),
        ({"stay_ends": date(2028, 2, 1)}, StayOutsideLimits),
    ],
)
def test_a_call_that_cannot_be_is_refused(changes: dict[str, object], refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        opened(a_call(**changes), [], {}, rule_book())


@pytest.mark.parametrize(
    "changes",
    [
        {"status": AgreementStatus.SIGNED},
        {"programme": Programme.FARABI},
        {"last_year": "2025/2026"},
        {"first_year": "2027/2028"},
    ],
)
def test_a_call_names_only_agreements_in_force(changes: dict[str, object]) -> None:
    agreement = an_agreement(**changes)
    with pytest.raises(AgreementNotUsable):
        opened(a_call(agreement_ids=(agreement.id,)), [agreement], {}, rule_book())


def test_its_places_are_those_that_lead_out_and_do_its_kind() -> None:
    out = a_condition(places_per_year=3)
    others = a_condition(direction=Direction.INCOMING), a_condition(kind=ActivityKind.STAFF_TEACHING)
    assert places_of(a_call(), [an_agreement(out, *others)]) == {out.id: 3}


def test_applications_are_taken_from_opening_to_deadline() -> None:
    call = a_call()
    call.takes_applications(NOON)
    with pytest.raises(CallNotOpenYet):
        call.takes_applications(datetime(2026, 10, 31, tzinfo=UTC))
    with pytest.raises(DeadlinePassed):
        call.takes_applications(AFTER)


def test_nothing_is_ranked_before_the_deadline() -> None:
    with pytest.raises(CallStillOpen):
        ranked(a_call(), {}, OFFICE, NOON)
    assert ranked(a_call(), {}, OFFICE, AFTER).status is CallStatus.RANKED


def test_lists_are_public_once_and_only_as_ranked() -> None:
    call = ranked(a_call(), {}, OFFICE, AFTER)
    assert published(call, TODAY, ranking_is_current=True).status is CallStatus.PUBLISHED
    with pytest.raises(CallNotRanked):
        published(call, TODAY, ranking_is_current=False)
    with pytest.raises(CallHasLists):
        ranked(published(call, TODAY, ranking_is_current=True), {}, OFFICE, AFTER)


def test_a_deadline_moves_on_the_version_it_was_read_in() -> None:
    call = a_call()
    assert rescheduled(call, AFTER, ANY_WINDOW, expected=1).closes_at == AFTER
    with pytest.raises(StaleVersion):
        rescheduled(call, AFTER, ANY_WINDOW, expected=7)
