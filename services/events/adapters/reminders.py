"""Reminders in their table: one a deadline of an aggregate, or of a part of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.outbox import Outbox
from chassis.refusal import LocalizedText, NotFound
from contracts.reminders import ReminderErased, ReminderEvent
from contracts.vocabulary import DeadlineKind, WaitsFor
from contracts.vocabulary import ReminderStatus as Status
from services.events.adapters.tables import REMINDER
from services.events.domain.reminder import Deadline, Reminder

COLUMNS = REMINDER.c


class ReminderRepository:
    def __init__(self, connection: AsyncConnection, outbox: Outbox) -> None:
        self._connection, self._outbox = connection, outbox

    async def lock(self, reminder_id: UUID) -> Reminder:
        """Raises: NotFound."""
        found = await self._all(select(REMINDER).where(COLUMNS.id == reminder_id).with_for_update())
        if not found:
            raise NotFound(what="reminder")
        return found[0]

    async def lock_of(self, kind: DeadlineKind, about: UUID) -> Sequence[Reminder]:
        """One a part; in the order of ids, so that two transactions never wait for each other."""
        mine = select(REMINDER).where(COLUMNS.kind == kind, COLUMNS.about == about)
        return await self._all(mine.order_by(COLUMNS.id).with_for_update())

    async def of_person(self, person_id: UUID) -> Sequence[Reminder]:
        theirs = select(REMINDER).where(COLUMNS.person_id == person_id).order_by(COLUMNS.id)
        return await self._all(theirs.with_for_update())

    async def due(self, now: datetime, limit: int) -> Sequence[UUID]:
        """Those to be told by now, the longest due first."""
        waiting = select(COLUMNS.id).where(COLUMNS.status == Status.PLANNED, COLUMNS.remind_at <= now)
        return list(
            (await self._connection.execute(waiting.order_by(COLUMNS.remind_at).limit(limit))).scalars()
        )

    async def lock_after(self, after: UUID | None, limit: int) -> Sequence[Reminder]:
        """The next by id, for saying everything again."""
        statement = select(REMINDER).order_by(COLUMNS.id).limit(limit).with_for_update()
        return await self._all(statement if after is None else statement.where(COLUMNS.id > after))

    async def add(self, reminder: Reminder, publishes: ReminderEvent) -> None:
        await self._connection.execute(insert(REMINDER).values(_row(reminder)))
        self._outbox.add(publishes)

    async def save(self, reminder: Reminder, publishes: ReminderEvent) -> None:
        mine = update(REMINDER).where(COLUMNS.id == reminder.id)
        await self._connection.execute(mine.values(_row(reminder)))
        self._outbox.add(publishes)

    async def erase(self, reminder: Reminder, publishes: ReminderErased) -> None:
        await self._connection.execute(delete(REMINDER).where(COLUMNS.id == reminder.id))
        self._outbox.add(publishes)

    async def _all(self, statement: Select[Any]) -> Sequence[Reminder]:
        return [_reminder(row) for row in await self._connection.execute(statement)]


def _row(reminder: Reminder) -> dict[str, Any]:
    deadline = reminder.deadline
    return {
        "id": reminder.id,
        "version": reminder.version,
        "kind": deadline.kind,
        "about": deadline.about,
        "part": deadline.part,
        "name": None if deadline.name is None else {"tr": deadline.name.tr, "en": deadline.name.en},
        "waits_for": deadline.waits_for,
        "person_id": deadline.person_id,
        "due_at": deadline.due_at,
        "remind_at": reminder.remind_at,
        "status": reminder.status,
    }


def _reminder(row: Row[Any]) -> Reminder:
    deadline = Deadline(
        DeadlineKind(row.kind),
        row.about,
        row.due_at,
        WaitsFor(row.waits_for),
        row.person_id,
        part=row.part,
        name=None if row.name is None else LocalizedText(**row.name),
    )
    return Reminder(row.id, deadline, row.remind_at, Status(row.status), row.version)
