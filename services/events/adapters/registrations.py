"""Registrations in their table; they change under their gathering's lock only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from hashlib import md5
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    Text,
    bindparam,
    cast,
    delete,
    func,
    insert,
    select,
    tuple_,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.identity.access import Sight
from chassis.identity.rows import within
from chassis.outbox import Outbox
from chassis.refusal import NotFound
from contracts.events import RegistrationErased, RegistrationEvent
from contracts.vocabulary import RegistrationStatus
from services.events.adapters.tables import REGISTRATION
from services.events.domain.registration import Registration

COLUMNS = REGISTRATION.c
REGISTRATIONS = TypeAdapter(Registration)
Publishing = Iterable[tuple[Registration, RegistrationEvent]]


@dataclass(frozen=True, slots=True)
class RegistrationFilter:
    """Which registrations a list shows; None does not limit."""

    event_id: UUID | None = None
    person_id: UUID | None = None
    status: RegistrationStatus | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        equal = {
            COLUMNS.event_id: self.event_id,
            COLUMNS.person_id: self.person_id,
            COLUMNS.status: self.status,
        }
        return [column == value for column, value in equal.items() if value is not None]


class RegistrationRepository:
    def __init__(self, connection: AsyncConnection, outbox: Outbox) -> None:
        self._connection, self._outbox = connection, outbox

    async def get(self, registration_id: UUID) -> Registration:
        """Raises: NotFound."""
        found = await self._all(select(REGISTRATION).where(COLUMNS.id == registration_id))
        if not found:
            raise NotFound(what="registration")
        return found[0]

    async def of(self, event_id: UUID, person_id: UUID) -> Registration | None:
        """What the person has at the event, called off or not."""
        wanted = RegistrationFilter(event_id=event_id, person_id=person_id)
        return next(iter(await self._all(select(REGISTRATION).where(*wanted.conditions()))), None)

    async def with_code(self, check_in_code: str) -> Registration | None:
        """Codes are drawn once for all events."""
        wanted = select(REGISTRATION).where(COLUMNS.check_in_code == check_in_code)
        return next(iter(await self._all(wanted)), None)

    async def rated_at(
        self, event_id: UUID, after: tuple[int, str] | None, limit: int
    ) -> Sequence[Registration]:
        """Who said how it was, by :func:`feedback_order`."""
        order = (-COLUMNS.rating, func.md5(cast(COLUMNS.id, Text)))
        rated = select(REGISTRATION).where(COLUMNS.event_id == event_id, COLUMNS.rating.is_not(None))
        statement = rated.order_by(*order).limit(limit)
        return await self._all(statement if after is None else statement.where(tuple_(*order) > after))

    async def at(self, event_id: UUID) -> Sequence[Registration]:
        return await self._all(select(REGISTRATION).where(COLUMNS.event_id == event_id))

    async def of_person(self, person_id: UUID) -> Sequence[Registration]:
        return await self._all(select(REGISTRATION).where(COLUMNS.person_id == person_id))

    async def line(self, event_id: UUID, limit: int) -> Sequence[Registration]:
        """The first who wait, in order."""
        waiting = select(REGISTRATION).where(
            COLUMNS.event_id == event_id, COLUMNS.status == RegistrationStatus.WAITING
        )
        return await self._all(waiting.order_by(COLUMNS.place_in_line).limit(limit))

    async def page(
        self, wanted: RegistrationFilter, sight: Sight, after: UUID | None, limit: int
    ) -> Sequence[Registration]:
        """In order of arrival, of those within sight."""
        seen = within(sight, person_id=COLUMNS.person_id, faculty=COLUMNS.faculty)
        statement = select(REGISTRATION).where(seen, *wanted.conditions()).order_by(COLUMNS.id).limit(limit)
        return await self._all(statement if after is None else statement.where(COLUMNS.id > after))

    async def lock_after(self, after: UUID | None, limit: int) -> Sequence[Registration]:
        """The next by id, for saying everything again."""
        statement = select(REGISTRATION).order_by(COLUMNS.id).limit(limit).with_for_update()
        return await self._all(statement if after is None else statement.where(COLUMNS.id > after))

    async def add(self, publishing: Publishing) -> None:
        rows = list(publishing)
        if rows:
            await self._connection.execute(insert(REGISTRATION), [asdict(row) for row, _ in rows])
            self._outbox.add(*(event for _, event in rows))

    async def save(self, publishing: Publishing) -> None:
        """Written by id: whoever locks all registrations (a republish) meets them in the same order.

        Told in the order given: who moves up first is told first.
        """
        rows = list(publishing)
        if rows:
            by_id = sorted((row for row, _ in rows), key=lambda row: row.id)
            await self._connection.execute(_CHANGE, [_changed(row) for row in by_id])
            self._outbox.add(*(event for _, event in rows))

    async def erase(self, registration: Registration, publishes: RegistrationErased) -> None:
        await self._connection.execute(delete(REGISTRATION).where(COLUMNS.id == registration.id))
        self._outbox.add(publishes)

    async def _all(self, statement: Select[Any]) -> list[Registration]:
        return [_registration(row) for row in await self._connection.execute(statement)]


def feedback_order(registration: Registration) -> tuple[int, str]:
    """The best first, then in no order by which a person is known: ids would tell who registered when."""
    drawn = md5(str(registration.id).encode(), usedforsecurity=False)
    return -(registration.rating or 0), drawn.hexdigest()


_CHANGE = (
    update(REGISTRATION)
    .where(COLUMNS.id == bindparam("row_id"))
    .values(
        status=bindparam("new_status"),
        place_in_line=bindparam("new_place_in_line"),
        checked_in_at=bindparam("new_checked_in_at"),
        rating=bindparam("new_rating"),
        comment=bindparam("new_comment"),
        version=bindparam("new_version"),
        placement=bindparam("new_placement"),
        attended=bindparam("new_attended"),
        completion=bindparam("new_completion"),
        hours=bindparam("new_hours"),
    )
)


def _changed(registration: Registration) -> dict[str, Any]:
    return {
        "row_id": registration.id,
        "new_status": registration.status,
        "new_place_in_line": registration.place_in_line,
        "new_checked_in_at": registration.checked_in_at,
        "new_rating": registration.rating,
        "new_comment": registration.comment,
        "new_version": registration.version,
        "new_placement": registration.placement,
        "new_attended": registration.attended,
        "new_completion": registration.completion and asdict(registration.completion),
        "new_hours": registration.hours,
    }


def _registration(row: Row[Any]) -> Registration:
    return REGISTRATIONS.validate_python(dict(row._mapping))
