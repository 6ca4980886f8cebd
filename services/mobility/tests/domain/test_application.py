from __future__ import annotations

import pytest

from chassis.ids import new_id
from chassis.refusal import Refusal
from contracts.vocabulary import ActivityKind, ApplicationStatus, EqfLevel, Programme
from services.mobility.adapters.rule_files import rule_book
from services.mobility.domain.application import (
    Application,
    ApplicationDecided,
    BonusNotClaimed,
    Claim,
    ClaimUnknown,
    PreferenceDoesNotFit,
    PreferenceRepeated,
    PreferenceUnknown,
    Verification,
    VerifierMayNotSee,
    check_claims,
    chosen,
    verified,
    withdrawn,
)
from services.mobility.domain.erasure import pseudonymous
from services.mobility.tests.builders import (
    ISCED,
    NOON,
    a_call,
    a_condition,
    a_record,
    an_agreement,
    an_application,
)

RULES = rule_book().selection(Programme.ERASMUS, 2024, ActivityKind.STUDENT_STUDY)


def decide(application: Application, rule: str, by_office: bool = True) -> Application:
    verification = Verification(rule, True, "seen", "officer", NOON)
    return verified(application, verification, RULES, by_office=by_office, expected=None)


def test_preferences_keep_the_applicants_order() -> None:
    first, second = a_condition(), a_condition()
    agreement = an_agreement(first, second)
    wishes = [(agreement.id, second.id), (agreement.id, first.id)]
    found = chosen(wishes, a_call(), {agreement.id: agreement}, EqfLevel.BACHELOR, ISCED)
    assert [(one.rank, one.condition_id) for one in found] == [(1, second.id), (2, first.id)]


def test_a_place_that_the_call_does_not_have_is_unknown() -> None:
    agreement = an_agreement(a_condition(kind=ActivityKind.STAFF_TEACHING))
    for wish in [(new_id(), new_id()), (agreement.id, agreement.conditions[0].id)]:
        with pytest.raises(PreferenceUnknown):
            chosen([wish], a_call(), {agreement.id: agreement}, EqfLevel.BACHELOR, ISCED)


@pytest.mark.parametrize(("level", "isced"), [(EqfLevel.MASTER, ISCED), (EqfLevel.BACHELOR, "0221")])
def test_a_place_for_another_field_or_level_does_not_fit(level: EqfLevel, isced: str) -> None:
    agreement = an_agreement(a_condition())
    with pytest.raises(PreferenceDoesNotFit):
        chosen(
            [(agreement.id, agreement.conditions[0].id)], a_call(), {agreement.id: agreement}, level, isced
        )


def test_a_condition_that_names_no_field_takes_all() -> None:
    assert a_condition(isced_codes=(), eqf_levels=()).takes(EqfLevel.DOCTORATE, "0221")


def test_a_place_is_preferred_once() -> None:
    agreement = an_agreement(a_condition())
    wish = (agreement.id, agreement.conditions[0].id)
    with pytest.raises(PreferenceRepeated):
        chosen([wish, wish], a_call(), {agreement.id: agreement}, EqfLevel.BACHELOR, ISCED)


@pytest.mark.parametrize("rule", ["B5", "M3", "W1", "X9"])
def test_only_bonuses_of_this_call_can_be_claimed(rule: str) -> None:
    with pytest.raises(ClaimUnknown):
        check_claims([Claim(rule, "…")], RULES)


@pytest.mark.parametrize(
    ("rule", "by_office", "refusal"),
    [("B1", True, BonusNotClaimed), ("B2", False, VerifierMayNotSee), ("M1", True, ClaimUnknown)],
)
def test_a_verification_that_may_not_be_is_refused(
    rule: str, by_office: bool, refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        decide(an_application(claims=(Claim("B2", "rapor"),)), rule, by_office)


def test_a_penalty_needs_no_claim_and_a_second_decision_replaces_the_first() -> None:
    once = decide(an_application(), "M5", by_office=False)
    assert [one.rule for one in decide(once, "M5").verifications] == ["M5"]


def test_what_is_decided_is_not_verified_any_more() -> None:
    with pytest.raises(ApplicationDecided):
        decide(an_application(status=ApplicationStatus.PLACED), "M5")


def test_an_application_is_withdrawn_once() -> None:
    gone = withdrawn(an_application())
    with pytest.raises(ApplicationDecided):
        withdrawn(gone)


def test_erasure_leaves_nothing_that_the_person_told() -> None:
    application = decide(an_application(claims=(Claim("B2", "rapor 12"),)), "B2")
    left = pseudonymous(application)
    assert (left.claims, left.verifications, left.version) == ((), (), application.version)
    assert pseudonymous(an_application(record=a_record(citizen_of=("DE",)))).record.citizen_of == ()
