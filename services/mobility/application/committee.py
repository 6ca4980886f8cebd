"""The office names a committee; one of it, who did not rank, approves the ranking with its minutes."""

from __future__ import annotations

from uuid import UUID

from contracts.mobility import CallApproved, CommitteeNamed
from services.mobility.application.published_language import call_state
from services.mobility.application.work import Work
from services.mobility.domain.call import Call, approved, with_committee
from services.mobility.domain.committee import Approval, Member


async def name_committee(
    call_id: UUID, members: tuple[Member, ...], work: Work, *, expected: int | None
) -> Call:
    """Raises: NoSuchPerson, ChairMissing, CallHasLists, StaleVersion."""
    for member in members:
        await work.people.get(member.person_id)
    call = with_committee(await work.calls.lock(call_id), members, expected)
    await work.calls.save(call, CommitteeNamed(state=call_state(call)))
    return call


async def approve_call(call_id: UUID, approval: Approval, work: Work, *, expected: int | None) -> Call:
    """Raises: NotInCommittee, OtherEyesNeeded, CallNotRanked, CallHasLists, StaleVersion."""
    call = approved(await work.calls.lock(call_id), approval, expected)
    await work.calls.save(call, CallApproved(state=call_state(call)))
    return call
