"""Courses: planned, attended and closed by the office. Who completed stands in the registrations."""

from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from chassis.identity.access import allowed
from chassis.identity.caller import Role
from services.events.application.close_course import close_course
from services.events.application.plan_course import plan_course
from services.events.application.record_attendance import record_attendance
from services.events.application.record_placement_result import record_placement_result
from services.events.entrypoints.api.course_models import AttendanceIn, CourseIn, PlacementResultIn
from services.events.entrypoints.api.edge import EventsEdge
from services.events.entrypoints.api.models import EventOut, RegistrationOut

router = APIRouter(tags=["courses"])


@router.put("/events/{event_id}/course", response_model=EventOut)
@allowed(everything=[Role.OFFICE])
async def plan(event_id: UUID, body: CourseIn, edge: EventsEdge) -> Response:
    """Give it sessions and the share to attend; `If-Match` names the version it is based on."""
    version = edge.require_version()
    return await edge.run(
        lambda work: plan_course(event_id, body.course(), version, work, edge.now()), EventOut.of
    )


@router.post("/events/{event_id}/attendance", response_model=EventOut)
@allowed(everything=[Role.OFFICE])
async def attend(event_id: UUID, body: AttendanceIn, edge: EventsEdge) -> Response:
    """Who was at a session; a later list replaces an earlier one."""
    return await edge.run(
        lambda work: record_attendance(event_id, body.session, body.present_ids, work, edge.now()),
        EventOut.of,
    )


@router.post("/events/{event_id}/close", response_model=EventOut)
@allowed(everything=[Role.OFFICE])
async def close(event_id: UUID, edge: EventsEdge) -> Response:
    """Say who completed; nothing of the course changes afterwards."""
    version = edge.expected_version
    return await edge.run(lambda work: close_course(event_id, version, work, edge.now()), EventOut.of)


@router.put("/registrations/{registration_id}/placement", response_model=RegistrationOut)
@allowed(everything=[Role.OFFICE])
async def place(registration_id: UUID, body: PlacementResultIn, edge: EventsEdge) -> Response:
    """The level that the placement test gave."""
    version = edge.expected_version
    return await edge.run(
        lambda work: record_placement_result(registration_id, body.level, version, work), RegistrationOut.of
    )
