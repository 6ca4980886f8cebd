"""Committees: named by the office; a member who did not rank approves before anything is public."""

from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from chassis.identity.access import allowed
from chassis.identity.caller import Role
from services.mobility.application.committee import approve_call, name_committee
from services.mobility.domain.committee import NotInCommittee
from services.mobility.entrypoints.api.call_models import CallOut
from services.mobility.entrypoints.api.committee_models import ApprovalIn, CommitteeIn
from services.mobility.entrypoints.api.edge import MobilityEdge

router = APIRouter(tags=["calls"])


@router.post("/calls/{call_id}/committee", response_model=CallOut)
@allowed(everything=[Role.OFFICE])
async def name(call_id: UUID, body: CommitteeIn, edge: MobilityEdge) -> Response:
    """Until the lists are public; another committee has approved nothing yet."""
    version = edge.expected_version
    return await edge.run(
        lambda work: name_committee(call_id, body.committee(), work, expected=version), CallOut.of
    )


@router.post("/calls/{call_id}/approve", response_model=CallOut)
@allowed(everything=[Role.OFFICE, Role.STAFF])
async def approve(call_id: UUID, body: ApprovalIn, edge: MobilityEdge) -> Response:
    """By a member of the committee other than who ranked; a new ranking needs a new approval."""
    version, caller = edge.expected_version, edge.caller
    if caller.person_id is None:
        raise NotInCommittee
    approval = body.approval(caller.person_id, caller.subject)
    return await edge.run(lambda work: approve_call(call_id, approval, work, expected=version), CallOut.of)
