"""A call is opened: each programme by its own rows, or by what the institution decided for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from chassis.refusal import Refusal
from contracts.vocabulary import ActivityKind, Programme
from services.mobility.adapters.rule_files import rule_book
from services.mobility.domain.call import (
    Call,
    CallSettings,
    CallWindowTooShort,
    StayOutsideLimits,
    rescheduled,
)
from services.mobility.domain.call_rules import limits_of, selection_of
from services.mobility.domain.opening import (
    AgreementNotUsable,
    DecisionMissing,
    OwnRulesNotNeeded,
    OwnWeightsNotWhole,
    PartnerMustBeAbroad,
    PartnerMustBeDomestic,
    ProgrammeNotHeld,
    ProgrammeYearUnconfirmed,
    RankingUnitPrescribed,
    SemestersMissing,
    SemestersOutsideLimits,
    opened,
)
from services.mobility.domain.own_rules import OwnRules
from services.mobility.domain.programme_rules import RankingUnit
from services.mobility.domain.rule_book import SelectionRulesUnknown
from services.mobility.tests.builders import a_call, an_agreement

OWN = OwnRules(Decimal("0.7"), Decimal("0.3"), Decimal(65), 60, 300)
SENATE = "Senato 2026/41, 3 Mart 2026"


def of(programme: Programme, settings: dict[str, Any], **changes: Any) -> Call:
    return a_call(programme=programme, settings=CallSettings(**settings), **changes)


def farabi(**settings: Any) -> Call:
    return of(Programme.FARABI, {"semesters": 1, "ranking_unit": RankingUnit.DEPARTMENT} | settings)


def mevlana(call_year: int = 2019, **settings: Any) -> Call:
    return of(Programme.MEVLANA, {"semesters": 2} | settings, call_year=call_year)


def bilateral(**settings: Any) -> Call:
    return of(Programme.BILATERAL, {"own_rules": OWN, "decision": SENATE} | settings)


def blended(**changes: Any) -> Call:
    return a_call(blended=True, stay_ends=a_call().stay_begins.replace(day=20), **changes)


@pytest.mark.parametrize(
    "call", [farabi(), mevlana(), mevlana(2025, decision="YÖK 2025/7"), bilateral(), blended()]
)
def test_every_programme_opens_by_its_own_rows(call: Call) -> None:
    assert opened(call, [], {}, rule_book()) == call


@pytest.mark.parametrize(
    ("call", "refusal"),
    [
        (farabi(semesters=None), SemestersMissing),
        (farabi(semesters=3), SemestersOutsideLimits),
        (farabi(ranking_unit=RankingUnit.CALL), RankingUnitPrescribed),
        (mevlana(2020, decision="YÖK 2025/7"), ProgrammeNotHeld),
        (mevlana(2025), ProgrammeYearUnconfirmed),
        (replace(mevlana(), closes_at=datetime(2026, 11, 15, 23, tzinfo=UTC)), CallWindowTooShort),
        (bilateral(own_rules=None), SelectionRulesUnknown),
        (bilateral(decision=None), DecisionMissing),
        (bilateral(own_rules=replace(OWN, language_weight=Decimal("0.4"))), OwnWeightsNotWhole),
        (bilateral(own_rules=replace(OWN, max_days=100)), StayOutsideLimits),
        (farabi(own_rules=OWN, decision=SENATE), OwnRulesNotNeeded),
        (replace(farabi(), kind=ActivityKind.STUDENT_TRAINEESHIP), SelectionRulesUnknown),
    ],
)
def test_what_a_programme_does_not_allow_is_refused(call: Call, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        opened(call, [], {}, rule_book())


def test_an_unknown_figure_says_what_the_office_can_enter() -> None:
    with pytest.raises(SelectionRulesUnknown) as refused:
        opened(bilateral(own_rules=None), [], {}, rule_book())
    step = refused.value.next_step
    assert step is not None
    assert "decision and own rules" in step.en
    assert "kararını" in step.tr


@pytest.mark.parametrize(
    ("call", "country", "refusal"),
    [
        (farabi(), "DE", PartnerMustBeDomestic),
        (farabi(), None, AgreementNotUsable),
        (mevlana(), "TR", PartnerMustBeAbroad),
    ],
)
def test_partners_are_where_the_programme_says(
    call: Call, country: str | None, refusal: type[Refusal]
) -> None:
    agreement = an_agreement(programme=call.programme)
    countries = {agreement.partner_id: country} if country else {}
    with pytest.raises(refusal):
        opened(replace(call, agreement_ids=(agreement.id,)), [agreement], countries, rule_book())


def test_a_moved_deadline_keeps_the_window_that_the_programme_asks_for() -> None:
    framework = rule_book().framework(Programme.MEVLANA, 2019)
    with pytest.raises(CallWindowTooShort):
        rescheduled(mevlana(), datetime(2026, 11, 10, tzinfo=UTC), framework, None)


def test_own_rules_are_scored_by_their_own_codes() -> None:
    rules = selection_of(bilateral(minimum_language_score=Decimal(55)), rule_book())
    assert [(weight.rule, weight.factor) for weight in rules.weights] == [
        ("K1", Decimal("0.7")),
        ("K2", Decimal("0.3")),
    ]
    assert [row.rule for row in rules.conditions] == ["K3", "K4"]
    assert limits_of(bilateral(), rule_book()).max_days == 300


def test_short_stays_ask_for_what_short_stays_need() -> None:
    rules = selection_of(blended(), rule_book())
    assert "E6" not in [row.rule for row in rules.conditions]
    assert [row.value for row in rules.conditions if row.rule == "E8"] == [Decimal(5)]
