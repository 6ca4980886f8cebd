"""Announcements in their table; every change goes out with its event."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, and_, func, insert, or_, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.outbox import Outbox
from chassis.refusal import LocalizedText, NotFound
from contracts.announcements import AnnouncementEvent
from contracts.vocabulary import AnnouncementStatus as Status
from contracts.vocabulary import Audience
from services.events.adapters.tables import ANNOUNCEMENT
from services.events.domain.announcement import Announcement, Content, Occasion

COLUMNS = ANNOUNCEMENT.c


class AnnouncementRepository:
    def __init__(self, connection: AsyncConnection, outbox: Outbox) -> None:
        self._connection, self._outbox = connection, outbox

    async def get(self, announcement_id: UUID) -> Announcement:
        """Raises: NotFound."""
        return await self._one(_by_id(announcement_id))

    async def lock(self, announcement_id: UUID) -> Announcement:
        """Raises: NotFound."""
        return await self._one(_by_id(announcement_id).with_for_update())

    async def page(
        self, status: Status | None, after: tuple[datetime, UUID] | None, limit: int
    ) -> Sequence[Announcement]:
        """By when they come out."""
        order = (COLUMNS.publish_at, COLUMNS.id)
        statement = select(ANNOUNCEMENT).order_by(*order).limit(limit)
        if status is not None:
            statement = statement.where(COLUMNS.status == status)
        return await self._all(statement if after is None else statement.where(tuple_(*order) > after))

    async def public(self, limit: int) -> Sequence[Announcement]:
        """What anybody may read now, the newest first."""
        out = select(ANNOUNCEMENT).where(
            COLUMNS.status == Status.PUBLISHED, COLUMNS.audience == Audience.PUBLIC
        )
        return await self._all(out.order_by(COLUMNS.published_at.desc(), COLUMNS.id.desc()).limit(limit))

    async def due(self, now: datetime, limit: int) -> Sequence[UUID]:
        """Those whose time has come or is over, the longest due first."""
        comes_out = and_(COLUMNS.status == Status.SCHEDULED, COLUMNS.publish_at <= now)
        is_over = and_(COLUMNS.status.in_([Status.SCHEDULED, Status.PUBLISHED]), COLUMNS.until <= now)
        since = func.least(COLUMNS.until, COLUMNS.publish_at)
        statement = select(COLUMNS.id).where(or_(comes_out, is_over)).order_by(since).limit(limit)
        return list((await self._connection.execute(statement)).scalars())

    async def lock_after(self, after: UUID | None, limit: int) -> Sequence[Announcement]:
        """The next by id, for saying everything again."""
        statement = select(ANNOUNCEMENT).order_by(COLUMNS.id).limit(limit).with_for_update()
        return await self._all(statement if after is None else statement.where(COLUMNS.id > after))

    async def add(self, announcement: Announcement, publishes: AnnouncementEvent) -> None:
        await self._connection.execute(insert(ANNOUNCEMENT).values(_row(announcement)))
        self._outbox.add(publishes)

    async def save(self, announcement: Announcement, publishes: AnnouncementEvent) -> None:
        mine = update(ANNOUNCEMENT).where(COLUMNS.id == announcement.id)
        await self._connection.execute(mine.values(_row(announcement)))
        self._outbox.add(publishes)

    async def _one(self, statement: Select[Any]) -> Announcement:
        row = (await self._connection.execute(statement)).one_or_none()
        if row is None:
            raise NotFound(what="announcement")
        return _announcement(row)

    async def _all(self, statement: Select[Any]) -> Sequence[Announcement]:
        return [_announcement(row) for row in await self._connection.execute(statement)]


def _by_id(announcement_id: UUID) -> Select[Any]:
    return select(ANNOUNCEMENT).where(COLUMNS.id == announcement_id)


def _row(announcement: Announcement) -> dict[str, Any]:
    content, occasion = announcement.content, announcement.content.occasion
    return {
        "id": announcement.id,
        "version": announcement.version,
        "title_tr": content.title.tr,
        "title_en": content.title.en,
        "body_tr": content.body.tr,
        "body_en": content.body.en,
        "audience": content.audience,
        "publish_at": content.publish_at,
        "until": content.until,
        "begins_at": occasion and occasion.begins_at,
        "ends_at": occasion and occasion.ends_at,
        "venue": occasion and occasion.venue,
        "status": announcement.status,
        "published_at": announcement.published_at,
        "changed_at": announcement.changed_at,
    }


def _announcement(row: Row[Any]) -> Announcement:
    return Announcement(
        id=row.id,
        content=_content(row),
        changed_at=row.changed_at,
        status=Status(row.status),
        published_at=row.published_at,
        version=row.version,
    )


def _content(row: Row[Any]) -> Content:
    return Content(
        title=LocalizedText(tr=row.title_tr, en=row.title_en),
        body=LocalizedText(tr=row.body_tr, en=row.body_en),
        audience=Audience(row.audience),
        publish_at=row.publish_at,
        until=row.until,
        occasion=None if row.begins_at is None else Occasion(row.begins_at, row.ends_at, row.venue),
    )
