"""Learning agreements: three signatures under the same content or nothing; tables A, B and C; credits."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.vocabulary import (
    ActivityKind,
    ChangeReason,
    CourseChange,
    CourseTable,
    LearningAgreementStatus,
    LearningParty,
    MobilityStatus,
)
from services.mobility.domain.courses import ChangeWithoutReason, Course, CourseTwice, TableEmpty
from services.mobility.domain.learning_agreement import (
    ContentIsAnother,
    ForStudiesOnly,
    LearningAgreement,
    NothingChanges,
    NothingToSign,
    Proposal,
    Signature,
    SignatureNotYours,
    SignedAlready,
    first_proposed,
    proposed,
    require_may_sign,
    signed,
)
from services.mobility.domain.mobility import StayIsOver
from services.mobility.tests.builders import a_mobility

CREDITS = Decimal(30)
JUNE = date(2027, 6, 1)
ALGORITHMS = Course("CS101", "Algorithms", Decimal(18))
NETWORKS = Course("CS205", "Networks", Decimal(12))
DATABASES = Course("CS301", "Databases", Decimal(12))
AT_HOME = (Course("CENG301", "Algoritmalar", Decimal(18)), Course("CENG303", "Ağlar", Decimal(12)))


def a_proposal(*abroad: Course, **changes: Any) -> Proposal:
    facts: dict[str, Any] = {"semesters": 1, "home": AT_HOME, "reasons": {}} | changes
    return Proposal(abroad=abroad or (ALGORITHMS, NETWORKS), **facts)


def an_agreement(*abroad: Course, **changes: Any) -> LearningAgreement:
    return first_proposed(a_mobility(), a_proposal(*abroad, **changes), CREDITS)


def sign(agreement: LearningAgreement, *parties: LearningParty, day: date = JUNE) -> LearningAgreement:
    for party in parties:
        assert agreement.proposal is not None
        agreement = signed(agreement, Signature(party, day, agreement.proposal.content_hash), None)
    return agreement


def agreed(*abroad: Course) -> LearningAgreement:
    return sign(an_agreement(*abroad), *LearningParty)


SWAP = {
    (CourseTable.ABROAD, "CS205"): ChangeReason.TIMETABLE_CONFLICT,
    (CourseTable.ABROAD, "CS301"): ChangeReason.SUBSTITUTING_DELETED,
}


@pytest.mark.parametrize("order", list(permutations(LearningParty)))
def test_it_counts_with_the_third_signature_in_whatever_order(order: tuple[LearningParty, ...]) -> None:
    two = sign(an_agreement(), *order[:2])
    assert (two.agreed, two.status) == (None, LearningAgreementStatus.PROPOSED)
    three = sign(two, order[2], day=date(2027, 6, 9))
    assert three.agreed is not None
    assert (three.agreed.agreed_on, three.status) == (date(2027, 6, 9), LearningAgreementStatus.AGREED)
    assert three.proposal is None


def test_a_signature_under_another_content_is_refused() -> None:
    agreement = an_agreement()
    read = agreement.versions[0].content_hash
    changed = proposed(agreement, a_proposal(ALGORITHMS, DATABASES), CREDITS, None)
    with pytest.raises(ContentIsAnother):
        signed(changed, Signature(LearningParty.STUDENT, JUNE, read), None)


def test_a_changed_proposal_begins_without_signatures() -> None:
    two = sign(an_agreement(), LearningParty.STUDENT, LearningParty.SENDING)
    again = proposed(two, a_proposal(ALGORITHMS, DATABASES), CREDITS, None)
    assert [(one.number, one.signatures) for one in again.versions] == [(1, ())]


@given(signed_under=st.lists(st.sampled_from(["this", "another"]), min_size=3, max_size=3))
def test_nothing_counts_unless_all_three_stand_under_this_very_content(signed_under: list[str]) -> None:
    """Also if a row were tampered with: what counts is counted from the signatures each time."""
    agreement = an_agreement()
    content = agreement.versions[0].content_hash
    signatures = tuple(
        Signature(party, JUNE, content if under == "this" else "f" * 64)
        for party, under in zip(LearningParty, signed_under, strict=True)
    )
    held = replace(agreement, versions=(replace(agreement.versions[0], signatures=signatures),))
    assert (held.agreed is not None) == (set(signed_under) == {"this"})


def test_nobody_signs_twice_or_where_nothing_waits() -> None:
    one = sign(an_agreement(), LearningParty.STUDENT)
    with pytest.raises(SignedAlready):
        sign(one, LearningParty.STUDENT)
    with pytest.raises(NothingToSign):
        signed(agreed(), Signature(LearningParty.STUDENT, JUNE, "f" * 64), None)


def test_one_signs_only_for_whom_one_may() -> None:
    require_may_sign(LearningParty.STUDENT, frozenset({LearningParty.STUDENT}))
    with pytest.raises(SignatureNotYours):
        require_may_sign(LearningParty.RECEIVING, frozenset({LearningParty.STUDENT}))


def test_two_agreements_with_the_same_courses_have_different_hashes() -> None:
    hashes = {an_agreement().versions[0].content_hash for _ in range(2)}
    assert len(hashes) == 2


def test_a_change_during_the_stay_is_table_c_and_leaves_the_agreed_version_standing() -> None:
    changed = proposed(agreed(), a_proposal(ALGORITHMS, DATABASES, reasons=SWAP), CREDITS, None)
    assert changed.agreed is not None
    assert (changed.agreed.number, changed.status) == (1, LearningAgreementStatus.AGREED)
    proposal = changed.versions[1]
    assert [(row.change, row.course.code, row.reason) for row in proposal.changes] == [
        (CourseChange.REMOVED, "CS205", ChangeReason.TIMETABLE_CONFLICT),
        (CourseChange.ADDED, "CS301", ChangeReason.SUBSTITUTING_DELETED),
    ]
    after = sign(changed, *LearningParty)
    assert after.agreed is not None
    assert [one.number for one in after.versions] == [1, 2]
    assert after.agreed.number == 2


def test_a_change_needs_its_reason_and_must_change_something() -> None:
    with pytest.raises(ChangeWithoutReason) as refused:
        proposed(agreed(), a_proposal(ALGORITHMS, DATABASES), CREDITS, None)
    assert refused.value.facts["course"] == "CS205"
    with pytest.raises(NothingChanges):
        proposed(agreed(), a_proposal(), CREDITS, None)


def test_credits_are_looked_at_and_do_not_refuse() -> None:
    few = an_agreement(ALGORITHMS)
    assert [found.code for found in few.versions[0].findings] == ["ects-below-semester", "ects-differ"]
    assert an_agreement().versions[0].findings == ()
    unknown = first_proposed(a_mobility(), a_proposal(), None)
    assert [found.code for found in unknown.versions[0].findings] == ["ects-per-semester-unknown"]


def test_two_semesters_need_twice_the_credits() -> None:
    (found,) = an_agreement(semesters=2).versions[0].findings
    assert found.message.en == "30.00 ECTS are planned abroad; 60.00 are needed."


def test_tables_hold_courses_each_once() -> None:
    with pytest.raises(CourseTwice):
        an_agreement(ALGORITHMS, ALGORITHMS)
    with pytest.raises(TableEmpty):
        an_agreement(home=())


def test_only_studies_that_take_place_have_one() -> None:
    with pytest.raises(ForStudiesOnly):
        first_proposed(a_mobility(kind=ActivityKind.STUDENT_TRAINEESHIP), a_proposal(), CREDITS)
    with pytest.raises(StayIsOver):
        first_proposed(a_mobility(status=MobilityStatus.WITHDRAWN), a_proposal(), CREDITS)
