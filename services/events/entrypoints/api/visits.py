"""Visits: planned, confirmed, held and reported by the office. Who the guests are is the office's alone."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from chassis.http.paging import Page
from chassis.identity.access import allowed
from chassis.identity.caller import Role
from contracts.visits import Visit as VisitOut
from contracts.vocabulary import VisitStatus
from services.events.adapters.work import EventsWork
from services.events.application.keep_guests import forget_guests, write_guests
from services.events.application.move_visit import finish_follow_up, move_visit, report_visit
from services.events.application.plan_visit import change_visit, plan_visit
from services.events.application.visited import state_of
from services.events.domain import visit as visits
from services.events.domain.guests import Guest
from services.events.domain.visit import Visit
from services.events.entrypoints.api.edge import EventsEdge, PageQuery
from services.events.entrypoints.api.task_models import TaskDone
from services.events.entrypoints.api.visit_models import (
    ForgetGuests,
    GuestsIn,
    GuestsOut,
    ReportIn,
    VisitIn,
)

router = APIRouter(prefix="/visits", tags=["visits"])


@router.post("", status_code=201, response_model=VisitOut)
@allowed(everything=[Role.OFFICE])
async def plan(body: VisitIn, edge: EventsEdge) -> Response:
    return await edge.run(lambda work: plan_visit(body.plan(), work), state_of, status=201)


@router.get("", response_model=Page[VisitOut])
@allowed(everything=[Role.OFFICE])
async def list_visits(edge: EventsEdge, page: PageQuery, status: VisitStatus | None = None) -> Response:
    """Soonest first."""
    after = page.after(date, UUID)

    def present(rows: Sequence[Visit]) -> Page[VisitOut]:
        return Page.of(rows, page, state_of, lambda row: (row.plan.begins_on, row.id))

    return await edge.read(lambda work: work.visits.page(status, after, page.fetch), present)


@router.get("/{visit_id}", response_model=VisitOut)
@allowed(everything=[Role.OFFICE])
async def read_visit(visit_id: UUID, edge: EventsEdge) -> Response:
    return await edge.read(lambda work: work.visits.get(visit_id), state_of)


@router.put("/{visit_id}", response_model=VisitOut)
@allowed(everything=[Role.OFFICE])
async def change(visit_id: UUID, body: VisitIn, edge: EventsEdge) -> Response:
    """Replace its plan; `If-Match` names the version it is based on."""
    version = edge.require_version()
    return await edge.run(lambda work: change_visit(visit_id, body.plan(), version, work), state_of)


@router.post("/{visit_id}/confirm", response_model=VisitOut)
@allowed(everything=[Role.OFFICE])
async def confirm(visit_id: UUID, edge: EventsEdge) -> Response:
    version = edge.expected_version
    return await edge.run(lambda work: move_visit(visit_id, visits.confirm, version, work), state_of)


@router.post("/{visit_id}/hold", response_model=VisitOut)
@allowed(everything=[Role.OFFICE])
async def hold(visit_id: UUID, edge: EventsEdge) -> Response:
    """It takes place; from its first day on."""
    version, today = edge.expected_version, edge.today()
    return await edge.run(
        lambda work: move_visit(visit_id, lambda visit: visits.hold(visit, today), version, work), state_of
    )


@router.post("/{visit_id}/cancel", response_model=VisitOut)
@allowed(everything=[Role.OFFICE])
async def cancel(visit_id: UUID, edge: EventsEdge) -> Response:
    version = edge.expected_version
    return await edge.run(lambda work: move_visit(visit_id, visits.cancel, version, work), state_of)


@router.post("/{visit_id}/report", response_model=VisitOut)
@allowed(everything=[Role.OFFICE])
async def report(visit_id: UUID, body: ReportIn, edge: EventsEdge) -> Response:
    """What came of it, and what is to be done about it by when."""
    version = edge.expected_version
    return await edge.run(lambda work: report_visit(visit_id, body.report(), version, work), state_of)


@router.post("/{visit_id}/follow-ups/done", response_model=VisitOut)
@allowed(everything=[Role.OFFICE])
async def follow_up_done(visit_id: UUID, body: TaskDone, edge: EventsEdge) -> Response:
    version, today = edge.expected_version, edge.today()
    return await edge.run(
        lambda work: finish_follow_up(visit_id, body.number, version, work, today), state_of
    )


@router.put("/{visit_id}/guests", response_model=VisitOut)
@allowed(everything=[Role.OFFICE])
async def name_guests(visit_id: UUID, body: GuestsIn, edge: EventsEdge) -> Response:
    """These and no others; `If-Match` names the version it is based on. The answer says how many."""
    version = edge.require_version()
    return await edge.run(lambda work: write_guests(visit_id, body.all(), version, work), state_of)


@router.get("/{visit_id}/guests", response_model=GuestsOut)
@allowed(everything=[Role.OFFICE])
async def read_guests(visit_id: UUID, edge: EventsEdge) -> Response:
    """Empty when there are none, and when they were forgotten. Who is told them is noted under the visit."""

    async def found(work: EventsWork) -> Sequence[Guest]:
        await work.visits.get(visit_id)
        return await work.guests.of(visit_id)

    return await edge.read(found, GuestsOut.of, lambda guests: (visit_id,) if guests else ())


@router.post("/{visit_id}/guests/forget", response_model=VisitOut)
@allowed(everything=[Role.OFFICE])
async def forget(visit_id: UUID, body: ForgetGuests, edge: EventsEdge) -> Response:
    """At once and for good, in whatever state the visit is; how many they were stays."""
    return await edge.run(lambda work: forget_guests(visit_id, body.name, work), state_of)
