"""What a view is: a table of wide rows, the mirrors it is computed from, and the statement that does it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from sqlalchemy import Column, Index, Integer, Table, Uuid, and_, bindparam, delete, func, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from gateway.views.differences import Difference, differing, read_row, worded
from gateway.views.docs import Doc
from gateway.views.metadata import METADATA
from gateway.views.mirrors import IDS, Mirror


@dataclass(frozen=True)
class View:
    """The wide rows behind one GraphQL type.

    ``reads``: the mirrors, the row's own first. ``rows`` selects the table's columns, in their order, for
    every row touched and not erased; it takes the touched ids of each mirror as a parameter of the mirror's
    name. Static SQL: nothing else is put into it. ``order``: how lists run; its last column is unique.
    ``docs``: columns that hold another object's basics. ``counted``: columns by which published totals count
    rows of people. ``of``: the column with the aggregate's id, another one than ``id`` where an aggregate has
    several rows.
    """

    type: str
    table: Table
    reads: tuple[Mirror, ...]
    rows: str
    order: tuple[str, ...] = ("id",)
    docs: Mapping[str, Doc] = field(default_factory=dict)
    of: str = "id"
    counted: tuple[str, ...] = ()

    @property
    def root(self) -> Mirror:
        return self.reads[0]

    @property
    def is_node(self) -> bool:
        """Whether its rows are aggregates, which anybody can ask for again by their ids."""
        return bool(self.reads)

    @cached_property
    def of_people(self) -> bool:
        """Whether a row is about one person."""
        return self.type == "Person" or "person_id" in self.table.c

    @cached_property
    def watched(self) -> Sequence[Column[Any]]:
        """Columns whose differences are told, because answers that hold them may be cached."""
        return [column for column in self.table.c if not self.of_people or column.name in self.counted]

    @cached_property
    def recompute(self) -> Any:
        """One statement: compute every touched row anew and put it in its place."""
        arrays = [bindparam(mirror.name, type_=IDS) for mirror in self.reads]
        computed = text(self.rows).bindparams(*arrays).columns(*self.table.columns)
        names = [column.name for column in self.table.columns]
        incoming = insert(self.table).from_select(names, computed)
        upsert = incoming.on_conflict_do_update(
            index_elements=[self.table.c.id],
            set_={name: incoming.excluded[name] for name in names if name != "id"},
        )
        return self._telling(upsert)

    @cached_property
    def drop(self) -> Any:
        gone = select(func.unnest(bindparam("ids", type_=IDS)))
        return self._telling(delete(self.table).where(self.table.c[self.of].in_(gone)))

    @cached_property
    def shed(self) -> Any:
        """After ``recompute``: rows that their aggregate had and has no more. They kept its old version."""
        whole = self.root.table
        touched = whole.c.id == func.any(bindparam(self.root.name, type_=IDS))
        left = and_(self.table.c[self.of] == whole.c.id, self.table.c.version != whole.c.version)
        return self._telling(delete(self.table).where(touched, left))

    def _telling(self, statement: Any) -> Any:
        return differing(statement, self.watched, self._words) if self.watched else statement

    @cached_property
    def _words(self) -> Sequence[str]:
        return [] if self.of_people else worded(self.table.c)

    async def run(self, connection: AsyncConnection, statement: Any, values: Any) -> list[Difference]:
        """``recompute``, ``drop`` or ``shed``; what it made different in the watched columns."""
        found = await connection.execute(statement, values)
        return [read_row(self.type, self._words, row) for row in found.mappings()] if self.watched else []


def view_table(name: str, *columns: Column[Any], indexed: Iterable[str | tuple[str, ...]] = ()) -> Table:
    """A view's table: the aggregate's id and version, the given columns, an index for each of ``indexed``."""
    identity = (Column("id", Uuid, primary_key=True), Column("version", Integer, nullable=False))
    table = Table(name, METADATA, *identity, *columns)
    for given in indexed:
        names = [given] if isinstance(given, str) else given
        Index(f"ix_{name}_{'_'.join(names)}", *(table.c[each] for each in names))
    return table
