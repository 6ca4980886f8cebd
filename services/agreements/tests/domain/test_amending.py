"""A change of what is in force: other conditions beside those that both signed, until both sign them too."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from chassis.refusal import Refusal
from contracts.vocabulary import AgreementChange, Signatory
from contracts.vocabulary import AgreementStatus as Status
from services.agreements.adapters.data_files import rulebook
from services.agreements.domain.academic_year import AcademicYear
from services.agreements.domain.agreements import Agreement, activate, draft, propose, sign
from services.agreements.domain.amending import (
    amendment_differences,
    propose_amendment,
    sign_amendment,
    withdraw_amendment,
)
from services.agreements.domain.conditions import Condition
from services.agreements.domain.content import Signature, content_hash
from services.agreements.tests.domain.samples import A_PARTNER, STUDY, TEACHING, agreed

NOW = datetime(2026, 11, 4, tzinfo=UTC)
IN_TIME, TOO_LATE = date(2027, 1, 31), date(2027, 2, 1)
MORE = replace(STUDY, id=UUID(int=91), places_per_year=3)


def in_force(*conditions: Condition) -> Agreement:
    agreement = draft(UUID(int=7), agreed(*(conditions or (STUDY,))), A_PARTNER, rulebook())
    for party in Signatory:
        proposed = agreement if party is Signatory.PARTNER else propose(agreement, A_PARTNER, rulebook())
        agreement = sign(proposed, Signature(party, date(2026, 5, 4)))
    return activate(agreement, NOW)


def amended(
    agreement: Agreement, *conditions: Condition, year: int = 2027, today: date = IN_TIME
) -> Agreement:
    return propose_amendment(
        agreement, AcademicYear(year), conditions, today=today, partner=A_PARTNER, rules=rulebook()
    )


def signed(agreement: Agreement, on: date = IN_TIME) -> Agreement:
    for party in Signatory:
        agreement = sign_amendment(agreement, Signature(party, on), NOW)
    return agreement


def code_of(refused: pytest.ExceptionInfo[Refusal]) -> str:
    assert refused.value.next_step is not None
    return refused.value.code


def test_what_both_signed_counts_until_both_sign_the_change() -> None:
    waiting = amended(in_force(), MORE)
    half = sign_amendment(waiting, Signature(Signatory.HOME, IN_TIME), NOW)
    for one in (waiting, half):
        assert (one.status, one.terms.conditions) == (Status.ACTIVE, (STUDY,))


def test_both_signatures_put_it_into_force_and_keep_what_was() -> None:
    before = in_force()
    after = signed(amended(before, MORE))
    (condition,) = after.terms.conditions
    assert (condition.id, condition.places_per_year) == (STUDY.id, 3)
    assert (after.status, after.amendment, str(after.counts_from)) == (Status.ACTIVE, None, "2027/2028")
    (earlier,) = after.earlier
    assert (earlier.content_hash, earlier.conditions) == (before.content_hash, (STUDY,))
    assert after.signed_on == date(2026, 5, 4), "signed anew, but not a new agreement"


def test_both_sign_one_hash_and_the_agreement_has_it_then() -> None:
    waiting = amended(in_force(), MORE)
    assert waiting.amendment is not None
    assert signed(waiting).content_hash == waiting.amendment.content_hash


def test_a_signature_under_the_old_content_does_not_count_for_the_new() -> None:
    waiting = amended(in_force(), MORE)
    with pytest.raises(Refusal) as refused:
        sign_amendment(waiting, Signature(Signatory.HOME, IN_TIME, waiting.content_hash), NOW)
    assert code_of(refused) == "signed-other-content"


def test_another_change_drops_the_signature_under_the_first() -> None:
    half = sign_amendment(amended(in_force(), MORE), Signature(Signatory.HOME, IN_TIME), NOW)
    again = amended(half, replace(MORE, places_per_year=4))
    assert again.amendment is not None
    assert again.amendment.signatures == ()


def test_one_taken_back_leaves_everything_as_it_was() -> None:
    before = in_force()
    after = withdraw_amendment(amended(before, MORE))
    assert (after.terms, after.signatures, after.amendment) == (before.terms, before.signatures, None)


def test_the_difference_can_be_read() -> None:
    waiting = amended(in_force(), MORE, TEACHING)
    assert [(one.change, one.text.tr, one.text.en) for one in amendment_differences(waiting)] == [
        (
            AgreementChange.CHANGED,
            "Giden öğrenci öğrenimi: yıllık kontenjan: 2 → 3",
            "Outgoing student studies: places a year: 2 → 3",
        ),
        (
            AgreementChange.ADDED,
            "Giden personel ders verme (0610): yılda 1 kişi, eklendi",
            "Outgoing staff teaching (0610): 1 a year, added",
        ),
    ]


def test_a_condition_that_goes_is_told() -> None:
    waiting = amended(in_force(STUDY, TEACHING), replace(STUDY, id=UUID(int=92)))
    (line,) = amendment_differences(waiting)
    assert (line.change, line.condition_id) == (AgreementChange.REMOVED, TEACHING.id)


def test_another_field_alone_is_a_change_of_the_same_condition() -> None:
    waiting = amended(in_force(), replace(STUDY, id=UUID(int=93), isced_codes=("0613",)))
    assert [one.change for one in amendment_differences(waiting)] == [AgreementChange.CHANGED]


@pytest.mark.parametrize(("today", "year", "refused"), [(IN_TIME, 2027, False), (TOO_LATE, 2027, True)])
def test_quotas_change_by_the_end_of_january_before(today: date, year: int, refused: bool) -> None:
    if not refused:
        assert amended(in_force(), MORE, year=year, today=today).amendment is not None
        return
    with pytest.raises(Refusal) as refusal:
        amended(in_force(), MORE, year=year, today=today)
    assert code_of(refusal) == "quota-changed-too-late"
    assert "2028/2029" in str(refusal.value.next_step)


def test_a_quota_signed_too_late_does_not_count() -> None:
    with pytest.raises(Refusal) as refused:
        signed(amended(in_force(), MORE), on=TOO_LATE)
    assert code_of(refused) == "quota-changed-too-late"


def test_what_is_no_quota_may_change_at_any_time() -> None:
    other = replace(STUDY, id=UUID(int=94), language="de")
    assert signed(amended(in_force(), other, year=2026, today=TOO_LATE), on=TOO_LATE).earlier


@pytest.mark.parametrize("year", [2025, 2029])
def test_only_years_of_the_agreement_are_amended(year: int) -> None:
    with pytest.raises(Refusal) as refused:
        amended(in_force(), MORE, year=year)
    assert code_of(refused) == "amendment-outside-years"


def test_the_same_again_is_no_amendment() -> None:
    with pytest.raises(Refusal) as refused:
        amended(in_force(), replace(STUDY, id=UUID(int=95)))
    assert code_of(refused) == "nothing-amended"


def test_what_is_not_in_force_is_not_amended() -> None:
    with pytest.raises(Refusal) as refused:
        amended(draft(UUID(int=7), agreed(STUDY), A_PARTNER, rulebook()), MORE)
    assert code_of(refused) == "agreement-not-in-force"


def test_the_hash_is_of_the_content_alone() -> None:
    one, year = agreed(STUDY, TEACHING), AcademicYear(2026)
    same = replace(
        agreed(replace(TEACHING, id=UUID(int=1)), replace(STUDY, id=UUID(int=2))), reference="another number"
    )
    assert content_hash(one, year) == content_hash(same, year)
    others = [agreed(MORE, TEACHING), agreed(STUDY), agreed(STUDY, TEACHING, last=2027)]
    assert content_hash(one, year) not in {content_hash(other, year) for other in others}
    assert content_hash(one, year) != content_hash(one, AcademicYear(2027))
