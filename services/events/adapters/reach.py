"""Counts of openings: as they were last told, and what came since. Of an opening nothing else is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any
from uuid import UUID

from sqlalchemy import Select, delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.outbox import Outbox
from chassis.refusal import NotFound
from contracts.announcements import AnnouncementReachEvent
from services.events.adapters.tables import ANNOUNCEMENT_OPENED, ANNOUNCEMENT_REACH
from services.events.domain.reach import Channel, Reach

COLUMNS, OPENED = ANNOUNCEMENT_REACH.c, ANNOUNCEMENT_OPENED.c


class ReachRepository:
    def __init__(self, connection: AsyncConnection, outbox: Outbox) -> None:
        self._connection, self._outbox = connection, outbox

    async def lock(self, announcement_id: UUID) -> Reach:
        """Raises: NotFound."""
        mine = select(ANNOUNCEMENT_REACH).where(COLUMNS.id == announcement_id).with_for_update()
        found = await self._all(mine)
        if not found:
            raise NotFound(what="announcement")
        return found[0]

    async def note_opening(self, announcement_id: UUID, channel: Channel) -> None:
        """One more; two at the same moment are two."""
        first = insert(ANNOUNCEMENT_OPENED).values(announcement_id=announcement_id, channel=channel, count=1)
        await self._connection.execute(
            first.on_conflict_do_update(
                index_elements=[OPENED.announcement_id, OPENED.channel], set_={"count": OPENED["count"] + 1}
            )
        )

    async def take_openings(self, announcement_id: UUID) -> Mapping[Channel, int]:
        mine = delete(ANNOUNCEMENT_OPENED).where(OPENED.announcement_id == announcement_id)
        rows = await self._connection.execute(mine.returning(OPENED.channel, OPENED["count"]))
        return {Channel(channel): count for channel, count in rows}

    async def untold(self, limit: int) -> Sequence[UUID]:
        """Announcements that were opened since their counts were told."""
        statement = select(OPENED.announcement_id).distinct().limit(limit)
        return list((await self._connection.execute(statement)).scalars())

    async def lock_after(self, after: UUID | None, limit: int) -> Sequence[Reach]:
        """The next by id, for saying everything again."""
        statement = select(ANNOUNCEMENT_REACH).order_by(COLUMNS.id).limit(limit).with_for_update()
        return await self._all(statement if after is None else statement.where(COLUMNS.id > after))

    async def add(self, reach: Reach, publishes: AnnouncementReachEvent) -> None:
        await self._connection.execute(insert(ANNOUNCEMENT_REACH).values(asdict(reach)))
        self._outbox.add(publishes)

    async def save(self, reach: Reach, publishes: AnnouncementReachEvent) -> None:
        mine = update(ANNOUNCEMENT_REACH).where(COLUMNS.id == reach.id)
        await self._connection.execute(mine.values(asdict(reach)))
        self._outbox.add(publishes)

    async def _all(self, statement: Select[Any]) -> Sequence[Reach]:
        return [Reach(**row._mapping) for row in await self._connection.execute(statement)]
