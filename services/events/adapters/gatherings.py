"""Gatherings in their table; every change goes out with its event."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, Row, Select, insert, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.outbox import Outbox
from chassis.refusal import LocalizedText, NotFound
from contracts.events import GatheringEvent
from contracts.vocabulary import EventKind, EventStatus
from services.events.adapters.tables import GATHERING
from services.events.domain.course import Course
from services.events.domain.gathering import Gathering

COLUMNS = GATHERING.c
COURSE = TypeAdapter[Course | None](Course | None)


@dataclass(frozen=True, slots=True)
class GatheringFilter:
    """Which events a list shows; None does not limit."""

    kind: EventKind | None = None
    status: EventStatus | None = None
    call_id: UUID | None = None
    begins_from: datetime | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        equal = {COLUMNS.kind: self.kind, COLUMNS.status: self.status, COLUMNS.call_id: self.call_id}
        found = [column == value for column, value in equal.items() if value is not None]
        return found + ([COLUMNS.begins_at >= self.begins_from] if self.begins_from else [])


class GatheringRepository:
    def __init__(self, connection: AsyncConnection, outbox: Outbox) -> None:
        self._connection, self._outbox = connection, outbox

    async def get(self, gathering_id: UUID) -> Gathering:
        """Raises: NotFound."""
        return _found(await self._one(_by_id(gathering_id)))

    async def lock(self, gathering_id: UUID) -> Gathering:
        """Raises: NotFound."""
        return _found(await self._one(_by_id(gathering_id).with_for_update()))

    async def lock_orientation_of(self, call_id: UUID) -> Gathering | None:
        """The call's orientation, if it has one that was not cancelled."""
        orientation = select(GATHERING).where(
            COLUMNS.call_id == call_id,
            COLUMNS.kind == EventKind.ORIENTATION,
            COLUMNS.status != EventStatus.CANCELLED,
        )
        return await self._one(orientation.with_for_update())

    async def page(
        self, wanted: GatheringFilter, after: tuple[datetime, UUID] | None, limit: int
    ) -> Sequence[Gathering]:
        """Soonest first."""
        order = (COLUMNS.begins_at, COLUMNS.id)
        statement = select(GATHERING).where(*wanted.conditions()).order_by(*order).limit(limit)
        if after is not None:
            statement = statement.where(tuple_(*order) > after)
        return [_gathering(row) for row in await self._connection.execute(statement)]

    async def lock_after(self, after: UUID | None, limit: int) -> Sequence[Gathering]:
        """The next by id, for saying everything again."""
        statement = select(GATHERING).order_by(COLUMNS.id).limit(limit).with_for_update()
        if after is not None:
            statement = statement.where(COLUMNS.id > after)
        return [_gathering(row) for row in await self._connection.execute(statement)]

    async def add(self, gathering: Gathering, publishes: GatheringEvent) -> None:
        await self._connection.execute(insert(GATHERING).values(_row(gathering)))
        self._outbox.add(publishes)

    async def save(self, gathering: Gathering, publishes: GatheringEvent) -> None:
        mine = update(GATHERING).where(COLUMNS.id == gathering.id)
        await self._connection.execute(mine.values(_row(gathering)))
        self._outbox.add(publishes)

    async def _one(self, statement: Select[Any]) -> Gathering | None:
        row = (await self._connection.execute(statement)).one_or_none()
        return None if row is None else _gathering(row)


def _by_id(gathering_id: UUID) -> Select[Any]:
    return select(GATHERING).where(COLUMNS.id == gathering_id)


def _found(gathering: Gathering | None) -> Gathering:
    if gathering is None:
        raise NotFound(what="event")
    return gathering


def _row(gathering: Gathering) -> dict[str, Any]:
    return {
        "id": gathering.id,
        "version": gathering.version,
        "kind": gathering.kind,
        "title_tr": gathering.title.tr,
        "title_en": gathering.title.en,
        "begins_at": gathering.begins_at,
        "ends_at": gathering.ends_at,
        "venue": gathering.venue,
        "capacity": gathering.capacity,
        "registered": gathering.registered,
        "waiting": gathering.waiting,
        "last_in_line": gathering.last_in_line,
        "attended": gathering.attended,
        "rated": gathering.rated,
        "rating_total": gathering.rating_total,
        "call_id": gathering.call_id,
        "status": gathering.status,
        "course": gathering.course and asdict(gathering.course),
        "hours": gathering.hours,
        "confirmed_hours": gathering.confirmed_hours,
    }


def _gathering(row: Row[Any]) -> Gathering:
    columns = dict(row._mapping)
    title = LocalizedText(tr=columns.pop("title_tr"), en=columns.pop("title_en"))
    kind, status = EventKind(columns.pop("kind")), EventStatus(columns.pop("status"))
    course = COURSE.validate_python(columns.pop("course"))
    return Gathering(title=title, kind=kind, status=status, course=course, **columns)
