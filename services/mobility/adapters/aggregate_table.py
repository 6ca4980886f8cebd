"""One table of aggregates: values of a frozen type in and out of its rows.

A column's name is a field's name; JSONB columns hold what hangs on the root. Repositories are built on this
and show only the verbs that their aggregate has.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cache
from typing import Any, Generic, Protocol, TypeVar
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, Select, Table, bindparam, insert, select, update
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.batches import in_batches
from chassis.refusal import NotFound, StaleVersion


class Versioned(Protocol):
    @property
    def id(self) -> UUID: ...
    @property
    def version(self) -> int: ...


T = TypeVar("T", bound=Versioned)
ROWS_A_STATEMENT = 1_000


@cache
def _adapter(type_: type[Any]) -> TypeAdapter[Any]:
    """Built once a type: building one takes longer than a query."""
    return TypeAdapter(type_)


class AggregateTable(Generic[T]):
    def __init__(
        self, table: Table, type_: type[T], missing: type[NotFound], connection: AsyncConnection
    ) -> None:
        self.table = table
        self._values: TypeAdapter[T] = _adapter(type_)
        self._documents = [column.name for column in table.columns if isinstance(column.type, JSONB)]
        self._missing = missing
        self._connection = connection

    async def get(self, identity: UUID) -> T:
        """Raises: the table's NotFound."""
        return self._present(await self.select(self._is(identity)))

    async def lock(self, identity: UUID, *, shared: bool = False) -> T:
        """Until the transaction ends nobody changes it; ``shared`` locks do not exclude each other.

        References to the row stay possible: an insert elsewhere never waits for it. Raises: NotFound.
        """
        statement = select(self.table).where(self._is(identity))
        return self._present(await self.all(statement.with_for_update(read=shared, key_share=not shared)))

    async def lock_where(self, *where: ColumnElement[bool], limit: int | None = None) -> list[T]:
        """Locked in the order of ids, so that two transactions never wait for each other."""
        statement = select(self.table).where(*where).order_by(self.table.c.id).limit(limit)
        return await self.all(statement.with_for_update(key_share=True))

    async def select(self, *where: ColumnElement[bool]) -> list[T]:
        return await self.all(select(self.table).where(*where).order_by(self.table.c.id))

    async def page(self, where: Collection[ColumnElement[bool]], after: UUID | None, limit: int) -> list[T]:
        """The next ones by id, which is the order of their making."""
        statement = select(self.table).where(*where).order_by(self.table.c.id).limit(limit)
        if after is not None:
            statement = statement.where(self.table.c.id > after)
        return await self.all(statement)

    async def all(self, statement: Select[Any]) -> list[T]:
        rows = (await self._connection.execute(statement)).mappings()
        return [self._value(row) for row in rows]

    async def save(self, value: T) -> None:
        """A first version is new, a later one replaces the one before. Raises: StaleVersion."""
        if value.version == 1:
            await self.add_all([value])
            return
        before = value.version - 1
        unchanged = self._is(value.id) & (self.table.c.version == before)
        saved = await self._connection.execute(update(self.table).where(unchanged).values(self._row(value)))
        if saved.rowcount != 1:
            raise StaleVersion(expected=before, present=(await self.get(value.id)).version)

    async def add_all(self, values: Sequence[T]) -> None:
        for some in in_batches(values, ROWS_A_STATEMENT):
            await self._connection.execute(insert(self.table), [self._row(value) for value in some])

    async def save_all(self, values: Sequence[T]) -> None:
        """New states of rows that this transaction has locked."""
        changed: dict[str, Any] = {
            column.name: bindparam(f"new_{column.name}")
            for column in self.table.columns
            if column.name != "id"
        }
        statement = update(self.table).where(self.table.c.id == bindparam("new_id")).values(changed)
        for some in in_batches(values, ROWS_A_STATEMENT):
            rows = [self._row(value) for value in some]
            await self._connection.execute(
                statement, [{f"new_{name}": value for name, value in row.items()} for row in rows]
            )

    def _is(self, identity: UUID) -> ColumnElement[bool]:
        return self.table.c.id == identity

    def _present(self, found: Sequence[T]) -> T:
        if not found:
            raise self._missing
        return found[0]

    def _row(self, value: T) -> dict[str, Any]:
        fields: dict[str, Any] = self._values.dump_python(value)
        readable: dict[str, Any] = self._values.dump_python(value, mode="json")
        return fields | {name: readable[name] for name in self._documents}

    def _value(self, row: Mapping[Any, Any]) -> T:
        return self._values.validate_python(dict(row))
