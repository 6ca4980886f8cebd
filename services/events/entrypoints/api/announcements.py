"""Announcements: written, scheduled and withdrawn by the office. Others read the gateway or the pages."""

from collections.abc import Sequence
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import AwareDatetime

from chassis.http.paging import Page
from chassis.identity.access import allowed
from chassis.identity.caller import Role
from contracts.vocabulary import AnnouncementStatus
from services.events.application.draft_announcement import draft_announcement
from services.events.application.edit_announcement import edit_announcement
from services.events.application.move_announcement import schedule_announcement, withdraw_announcement
from services.events.domain.announcement import Announcement
from services.events.entrypoints.api.announcement_models import AnnouncementIn, AnnouncementOut
from services.events.entrypoints.api.edge import EventsEdge, PageQuery

router = APIRouter(prefix="/announcements", tags=["announcements"])


@router.post("", status_code=201, response_model=AnnouncementOut)
@allowed(everything=[Role.OFFICE])
async def draft(body: AnnouncementIn, edge: EventsEdge) -> Response:
    """Write an announcement in both languages; nobody else sees it yet."""
    return await edge.run(
        lambda work: draft_announcement(body.content(), work, edge.now()), AnnouncementOut.of, status=201
    )


@router.get("", response_model=Page[AnnouncementOut])
@allowed(everything=[Role.OFFICE])
async def list_announcements(
    edge: EventsEdge, page: PageQuery, status: AnnouncementStatus | None = None
) -> Response:
    """By when they come out."""
    after = page.after(AwareDatetime, UUID)

    def present(rows: Sequence[Announcement]) -> Page[AnnouncementOut]:
        return Page.of(rows, page, AnnouncementOut.of, lambda row: (row.content.publish_at, row.id))

    return await edge.read(lambda work: work.announcements.page(status, after, page.fetch), present)


@router.get("/{announcement_id}", response_model=AnnouncementOut)
@allowed(everything=[Role.OFFICE])
async def read_announcement(announcement_id: UUID, edge: EventsEdge) -> Response:
    return await edge.read(lambda work: work.announcements.get(announcement_id), AnnouncementOut.of)


@router.put("/{announcement_id}", response_model=AnnouncementOut)
@allowed(everything=[Role.OFFICE])
async def edit(announcement_id: UUID, body: AnnouncementIn, edge: EventsEdge) -> Response:
    """Replace it; `If-Match` names the version it is based on. What was scheduled is a draft again."""
    version = edge.require_version()
    return await edge.run(
        lambda work: edit_announcement(announcement_id, body.content(), version, work, edge.now()),
        AnnouncementOut.of,
    )


@router.post("/{announcement_id}/schedule", response_model=AnnouncementOut)
@allowed(everything=[Role.OFFICE])
async def schedule(announcement_id: UUID, edge: EventsEdge) -> Response:
    """Let it come out at its time, or at once when that has come."""
    version = edge.expected_version
    return await edge.run(
        lambda work: schedule_announcement(announcement_id, version, work, edge.now()), AnnouncementOut.of
    )


@router.post("/{announcement_id}/withdraw", response_model=AnnouncementOut)
@allowed(everything=[Role.OFFICE])
async def withdraw(announcement_id: UUID, edge: EventsEdge) -> Response:
    """Take it back for good."""
    version = edge.expected_version
    return await edge.run(
        lambda work: withdraw_announcement(announcement_id, version, work, edge.now()), AnnouncementOut.of
    )
