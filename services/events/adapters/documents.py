"""Aggregates whose table is one document a row, beside columns for what is searched.

Visits, projects and plans of events are kept so; every change goes out with its event.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, ClassVar, Generic, Protocol, TypeVar
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import Column, Select, Table, insert, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.outbox import Outbox
from chassis.refusal import NotFound
from contracts.event import Event, State


class Versioned(Protocol):
    @property
    def id(self) -> UUID: ...
    @property
    def version(self) -> int: ...


Aggregate = TypeVar("Aggregate", bound=Versioned)
Published = TypeVar("Published", bound=Event)


@dataclass(frozen=True, slots=True)
class Form(Generic[Aggregate]):
    """How an aggregate is written down. ``searched``: the columns beside its document.

    ``part``: a field and its type, whose own fields stand beside the aggregate's in what is said of it.
    """

    table: Table
    written: TypeAdapter[Aggregate]
    searched: Callable[[Aggregate], Mapping[str, Any]]
    part: tuple[str, type[Any]] | None = None

    def row(self, aggregate: Aggregate) -> dict[str, Any]:
        document = self.written.dump_python(aggregate, mode="json")
        identity = {"id": aggregate.id, "version": aggregate.version}
        return identity | dict(self.searched(aggregate)) | {"document": document}

    def told(self, state: State) -> Aggregate:
        """As it was said."""
        said = state.model_dump()
        if self.part is not None:
            name, kind = self.part
            said[name] = {field.name: said.pop(field.name) for field in fields(kind)}
        return self.written.validate_python(said)


class DocumentRepository(Generic[Aggregate, Published]):
    FORM: ClassVar[Form[Any]]

    def __init__(self, connection: AsyncConnection, outbox: Outbox) -> None:
        self._connection, self._outbox = connection, outbox
        self._table = self.FORM.table

    async def get(self, aggregate_id: UUID) -> Aggregate:
        """Raises: NotFound."""
        return self._found(await self._all(self._by_id(aggregate_id)))

    async def lock(self, aggregate_id: UUID) -> Aggregate:
        """Raises: NotFound."""
        return self._found(await self._all(self._by_id(aggregate_id).with_for_update()))

    async def lock_of_person(self, person_id: UUID) -> Sequence[Aggregate]:
        """Those that name one of ours, in the order of their ids."""
        theirs = self._table.c.person_ids.contains([person_id])
        return await self._all(select(self._table).where(theirs).order_by(self._table.c.id).with_for_update())

    async def lock_after(self, after: UUID | None, limit: int) -> Sequence[Aggregate]:
        """The next by id, for saying everything again."""
        statement = select(self._table).order_by(self._table.c.id).limit(limit).with_for_update()
        return await self._all(statement if after is None else statement.where(self._table.c.id > after))

    async def add(self, aggregate: Aggregate, publishes: Published) -> None:
        await self._connection.execute(insert(self._table).values(self.FORM.row(aggregate)))
        self._outbox.add(publishes)

    async def save(self, aggregate: Aggregate, publishes: Published) -> None:
        mine = update(self._table).where(self._table.c.id == aggregate.id)
        await self._connection.execute(mine.values(self.FORM.row(aggregate)))
        self._outbox.add(publishes)

    async def _page(
        self, by: Column[Any], status: str | None, after: tuple[date, UUID] | None, limit: int
    ) -> Sequence[Aggregate]:
        """In the order of a day."""
        order = (by, self._table.c.id)
        statement = select(self._table).order_by(*order).limit(limit)
        if status is not None:
            statement = statement.where(self._table.c.status == status)
        return await self._all(statement if after is None else statement.where(tuple_(*order) > after))

    def _by_id(self, aggregate_id: UUID) -> Select[Any]:
        return select(self._table).where(self._table.c.id == aggregate_id)

    def _found(self, rows: Sequence[Aggregate]) -> Aggregate:
        if not rows:
            raise NotFound(what=self._table.name.replace("_", " "))
        return rows[0]

    async def _all(self, statement: Select[Any]) -> Sequence[Aggregate]:
        rows = await self._connection.execute(statement)
        return [self.FORM.written.validate_python(row.document) for row in rows]
