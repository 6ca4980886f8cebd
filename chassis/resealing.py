"""Columns whose values are sealed, and bringing them under the newest key while the service serves.

A key may be taken out of the file once ``keys status`` counts nothing under it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol, overload

from sqlalchemy import (
    ColumnElement,
    LargeBinary,
    Table,
    and_,
    bindparam,
    func,
    literal,
    select,
    tuple_,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from chassis.consuming.parking import PARKED_RECORD
from chassis.outbox import OUTBOX
from chassis.sealed import PREFIX, keyring
from contracts.topics import TOPICS

ROWS_A_TRANSACTION: Final = 500
IN_THE_CLEAR: Final = "(in the clear)"

Place = tuple[Any, ...]
"""A row's primary key."""


class Resealable(Protocol):
    """Something at rest that holds sealed values."""

    @property
    def label(self) -> str: ...

    async def reseal(self, connection: AsyncConnection, after: Place | None, limit: int) -> Sequence[Place]:
        """Bring the next rows under the newest key; which, in order. Empty when none is left."""
        ...

    async def by_key(self, connection: AsyncConnection) -> Mapping[str, int]:
        """How many values there are under each key."""
        ...


@dataclass(frozen=True)
class SealedColumn:
    """A column of sealed text or bytes. ``of``: the column whose value is bound in, beside the names.

    ``personal_topics``: the table has a ``topic``, and only rows about people are sealed.
    """

    table: Table
    of: str
    name: str
    personal_topics: bool = False

    @property
    def label(self) -> str:
        return f"{self.table.name}.{self.name}"

    @overload
    def seal(self, of: object, value: None) -> None: ...
    @overload
    def seal(self, of: object, value: str) -> str: ...
    @overload
    def seal(self, of: object, value: str | None) -> str | None: ...
    def seal(self, of: object, value: str | None) -> str | None:
        return None if value is None else keyring().seal(value, self.label, str(of))

    def open(self, of: object, value: str | None) -> str | None:
        """Raises: NotOpened."""
        return None if value is None else keyring().open(value, self.label, str(of))

    def seal_bytes(self, of: object, value: bytes) -> bytes:
        return keyring().seal_bytes(value, self.label, str(of))

    def open_bytes(self, of: object, value: bytes) -> bytes:
        """Raises: NotOpened."""
        return keyring().open_bytes(value, self.label, str(of))

    async def reseal(self, connection: AsyncConnection, after: Place | None, limit: int) -> Sequence[Place]:
        rows = (await connection.execute(self._old(after, limit))).mappings().all()
        places = [tuple(row[column.name] for column in self._key) for row in rows]
        if rows:
            changes = [self._change(row) for row in rows]
            await connection.execute(self._rewrite, changes)
        return places

    async def by_key(self, connection: AsyncConnection) -> Mapping[str, int]:
        return await count_by_key(connection, self._value_as_text, self._holds)

    def _old(self, after: Place | None, limit: int) -> Any:
        """Rows under older keys or none, locked in the order of their keys."""
        newest = func.position(literal(self._written(keyring().newest)).op("IN")(self._column)) != 1
        wanted = select(*self._key, self.table.c[self.of], self._column).where(self._holds, newest)
        if after is not None:
            wanted = wanted.where(tuple_(*self._key) > tuple_(*after))
        return wanted.order_by(*self._key).limit(limit).with_for_update()

    def _change(self, row: Mapping[Any, Any]) -> dict[str, Any]:
        of, value = row[self.of], row[self.name]
        keys = {f"is_{column.name}": row[column.name] for column in self._key}
        if isinstance(value, str):
            return keys | {"sealed": self.seal(of, self.open(of, value))}
        return keys | {"sealed": self.seal_bytes(of, self.open_bytes(of, value))}

    @property
    def _rewrite(self) -> Any:
        same = and_(*(column == bindparam(f"is_{column.name}") for column in self._key))
        return update(self.table).where(same).values({self.name: bindparam("sealed")})

    @property
    def _key(self) -> Sequence[ColumnElement[Any]]:
        return list(self.table.primary_key.columns)

    @property
    def _column(self) -> ColumnElement[Any]:
        return self.table.c[self.name]

    @property
    def _holds(self) -> ColumnElement[bool]:
        holds = self._column.is_not(None)
        if not self.personal_topics:
            return holds
        return and_(holds, self.table.c.topic.in_([topic.name for topic in TOPICS if topic.personal]))

    @property
    def _value_as_text(self) -> ColumnElement[str]:
        if isinstance(self._column.type, LargeBinary):
            return func.encode(func.substr(self._column, 1, 64), "escape")
        return self._column

    def _written(self, key: str) -> Any:
        prefix = PREFIX + key.encode() + b":"
        return prefix if isinstance(self._column.type, LargeBinary) else prefix.decode()


async def count_by_key(
    connection: AsyncConnection, value: ColumnElement[str], holds: ColumnElement[bool]
) -> dict[str, int]:
    """Values by the key they name."""
    key = func.substring(value, f"^{PREFIX.decode()}([^:]+):").label("key")
    counted = select(func.coalesce(key, IN_THE_CLEAR), func.count()).where(holds).group_by(key)
    return {row[0]: row[1] for row in await connection.execute(counted)}


WAITING: Final[Sequence[Resealable]] = (
    SealedColumn(OUTBOX, "aggregate_id", "payload", personal_topics=True),
    SealedColumn(PARKED_RECORD, "key", "value", personal_topics=True),
)
"""What every service's database may hold of people while it waits."""


async def reseal_all(engine: AsyncEngine, places: Sequence[Resealable]) -> Mapping[str, int]:
    """Every value under the newest key, a bounded number of rows a transaction; how many of each were not."""
    return {place.label: await _reseal(engine, place) for place in places}


async def _reseal(engine: AsyncEngine, place: Resealable) -> int:
    total, after = 0, None
    while True:
        async with engine.begin() as connection:
            done = await place.reseal(connection, after, ROWS_A_TRANSACTION)
        if not done:
            return total
        total, after = total + len(done), done[-1]
