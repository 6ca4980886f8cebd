"""Results of a call with a committee: approved by one of it who did not rank, or not public."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from services.mobility.domain.call import (
    Call,
    CallHasLists,
    CallNotRanked,
    approved,
    published,
    ranked,
    with_committee,
)
from services.mobility.domain.committee import (
    Approval,
    ChairMissing,
    Member,
    Minutes,
    NotInCommittee,
    OtherEyesNeeded,
    ResultsNotApproved,
)
from services.mobility.tests.builders import a_call, the_id

AFTER = datetime(2026, 12, 2, tzinfo=UTC)
TODAY = date(2026, 12, 3)
CHAIR, MEMBER = Member(the_id(1), chair=True), Member(the_id(2))
MINUTES = Minutes("2026/7", TODAY)


def with_members() -> Call:
    return with_committee(a_call(), (CHAIR, MEMBER), None)


def approval(person: UUID = MEMBER.person_id, subject: str = "mehmet") -> Approval:
    return Approval(person, subject, MINUTES)


def ranked_by(call: Call, subject: str = "fatma") -> Call:
    return ranked(call, {}, subject, AFTER)


def test_without_approval_nothing_is_public() -> None:
    with pytest.raises(ResultsNotApproved):
        published(ranked_by(with_members()), TODAY, ranking_is_current=True)


def test_a_member_who_did_not_rank_approves_with_the_minutes() -> None:
    call = approved(ranked_by(with_members()), approval(), None)
    assert published(call, TODAY, ranking_is_current=True).minutes == MINUTES


def test_whoever_ranked_does_not_approve() -> None:
    with pytest.raises(OtherEyesNeeded):
        approved(ranked_by(with_members(), "mehmet"), approval(subject="mehmet"), None)


def test_a_stranger_does_not_approve() -> None:
    with pytest.raises(NotInCommittee):
        approved(ranked_by(with_members()), approval(the_id(9)), None)
    with pytest.raises(NotInCommittee):
        approved(ranked_by(a_call()), approval(), None)


def test_there_must_be_a_ranking_to_approve() -> None:
    with pytest.raises(CallNotRanked):
        approved(with_members(), approval(), None)


def test_another_ranking_or_another_committee_is_not_approved() -> None:
    call = approved(ranked_by(with_members()), approval(), None)
    assert ranked_by(call).approval is None
    assert with_committee(call, (CHAIR,), None).approval is None


@pytest.mark.parametrize("members", [(MEMBER,), (CHAIR, CHAIR), (CHAIR, Member(the_id(3), chair=True))])
def test_a_committee_has_one_chair_and_each_member_once(members: tuple[Member, ...]) -> None:
    with pytest.raises(ChairMissing):
        with_committee(a_call(), members, None)


def test_public_results_have_the_committee_they_had() -> None:
    call = published(ranked_by(a_call()), TODAY, ranking_is_current=True)
    with pytest.raises(CallHasLists):
        with_committee(call, (CHAIR,), None)
