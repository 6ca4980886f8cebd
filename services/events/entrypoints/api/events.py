"""Events: scheduled, changed and called off by the office, read by everyone of the university."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response
from pydantic import AwareDatetime

from chassis.http.paging import Page
from chassis.identity.access import allowed
from chassis.identity.caller import Role
from contracts.vocabulary import EventKind, EventStatus
from services.events.adapters.gatherings import GatheringFilter
from services.events.application.cancel_event import cancel_event
from services.events.application.change_capacity import change_capacity
from services.events.application.schedule_event import schedule_event
from services.events.domain.gathering import Gathering
from services.events.entrypoints.api.edge import EventsEdge, PageQuery
from services.events.entrypoints.api.models import EventChange, EventIn, EventOut

router = APIRouter(prefix="/events", tags=["events"])

READERS = tuple(role for role in Role if role is not Role.PARTNER)


@router.post("", status_code=201, response_model=EventOut)
@allowed(everything=[Role.OFFICE])
async def schedule(body: EventIn, edge: EventsEdge) -> Response:
    """Announce an event. The orientation of a call invites everyone who goes with it."""
    return await edge.run(
        lambda work: schedule_event(body.command(), work, edge.now()), EventOut.of, status=201
    )


def wanted(
    kind: EventKind | None = None,
    status: EventStatus | None = None,
    call_id: UUID | None = None,
    begins_from: Annotated[AwareDatetime | None, Query(description="Not before this instant")] = None,
) -> GatheringFilter:
    return GatheringFilter(kind=kind, status=status, call_id=call_id, begins_from=begins_from)


@router.get("", response_model=Page[EventOut])
@allowed(everything=READERS)
async def list_events(
    edge: EventsEdge, page: PageQuery, shown: Annotated[GatheringFilter, Depends(wanted)]
) -> Response:
    """Events, soonest first."""
    after = page.after(AwareDatetime, UUID)

    def present(rows: Sequence[Gathering]) -> Page[EventOut]:
        return Page.of(rows, page, EventOut.of, lambda row: (row.begins_at, row.id))

    return await edge.read(lambda work: work.gatherings.page(shown, after, page.fetch), present)


@router.get("/{event_id}", response_model=EventOut)
@allowed(everything=READERS)
async def read_event(event_id: UUID, edge: EventsEdge) -> Response:
    return await edge.read(lambda work: work.gatherings.get(event_id), EventOut.of)


@router.patch("/{event_id}", response_model=EventOut)
@allowed(everything=[Role.OFFICE])
async def change_event(event_id: UUID, body: EventChange, edge: EventsEdge) -> Response:
    """Change the number of places; `If-Match` names the version it is based on."""
    version = edge.require_version()
    return await edge.run(
        lambda work: change_capacity(event_id, body.capacity, version, work, edge.now()), EventOut.of
    )


@router.post("/{event_id}/cancel", response_model=EventOut)
@allowed(everything=[Role.OFFICE])
async def call_off(event_id: UUID, edge: EventsEdge) -> Response:
    """Call the event off, and with it every invitation and registration."""
    version = edge.expected_version
    return await edge.run(lambda work: cancel_event(event_id, version, work), EventOut.of)
