"""Visits in their table: what is searched for has columns, the rest is one document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import date
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import Row, Select, insert, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.outbox import Outbox
from chassis.refusal import NotFound
from contracts.visits import Visit as Told
from contracts.visits import VisitEvent
from contracts.vocabulary import VisitStatus as Status
from services.events.adapters.tables import VISIT
from services.events.domain.visit import Plan, Visit

COLUMNS = VISIT.c
WRITTEN = TypeAdapter(Visit)


class VisitRepository:
    def __init__(self, connection: AsyncConnection, outbox: Outbox) -> None:
        self._connection, self._outbox = connection, outbox

    async def get(self, visit_id: UUID) -> Visit:
        """Raises: NotFound."""
        return await self._one(_by_id(visit_id))

    async def lock(self, visit_id: UUID) -> Visit:
        """Raises: NotFound."""
        return await self._one(_by_id(visit_id).with_for_update())

    async def page(
        self, status: Status | None, after: tuple[date, UUID] | None, limit: int
    ) -> Sequence[Visit]:
        """Soonest first."""
        order = (COLUMNS.begins_on, COLUMNS.id)
        statement = select(VISIT).order_by(*order).limit(limit)
        if status is not None:
            statement = statement.where(COLUMNS.status == status)
        return await self._all(statement if after is None else statement.where(tuple_(*order) > after))

    async def lock_of_person(self, person_id: UUID) -> Sequence[Visit]:
        """Those that one of ours goes with or receives, in the order of their ids."""
        theirs = COLUMNS.person_ids.contains([person_id])
        return await self._all(select(VISIT).where(theirs).order_by(COLUMNS.id).with_for_update())

    async def lock_after(self, after: UUID | None, limit: int) -> Sequence[Visit]:
        """The next by id, for saying everything again."""
        statement = select(VISIT).order_by(COLUMNS.id).limit(limit).with_for_update()
        return await self._all(statement if after is None else statement.where(COLUMNS.id > after))

    async def add(self, visit: Visit, publishes: VisitEvent) -> None:
        await self._connection.execute(insert(VISIT).values(row_of(visit)))
        self._outbox.add(publishes)

    async def save(self, visit: Visit, publishes: VisitEvent) -> None:
        mine = update(VISIT).where(COLUMNS.id == visit.id)
        await self._connection.execute(mine.values(row_of(visit)))
        self._outbox.add(publishes)

    async def _one(self, statement: Select[Any]) -> Visit:
        row = (await self._connection.execute(statement)).one_or_none()
        if row is None:
            raise NotFound(what="visit")
        return _visit(row)

    async def _all(self, statement: Select[Any]) -> Sequence[Visit]:
        return [_visit(row) for row in await self._connection.execute(statement)]


def _by_id(visit_id: UUID) -> Select[Any]:
    return select(VISIT).where(COLUMNS.id == visit_id)


def row_of(visit: Visit) -> dict[str, Any]:
    return {
        "id": visit.id,
        "version": visit.version,
        "status": visit.status,
        "begins_on": visit.plan.begins_on,
        "ends_on": visit.plan.ends_on,
        "person_ids": list(visit.plan.person_ids),
        "document": WRITTEN.dump_python(visit, mode="json"),
    }


def visit_of(told: Told) -> Visit:
    """As it was said: the plan's fields stand beside the visit's own there."""
    state = told.model_dump()
    plan = {field.name: state.pop(field.name) for field in fields(Plan)}
    return WRITTEN.validate_python({"plan": plan, **state})


def _visit(row: Row[Any]) -> Visit:
    return WRITTEN.validate_python(row.document)
