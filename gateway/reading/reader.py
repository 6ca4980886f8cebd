"""Reading for one request: every statement goes through here, with its caller's policies in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Coroutine, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Column, ColumnElement, Select, bindparam, func, select, true
from sqlalchemy.ext.asyncio import AsyncEngine
from strawberry.dataloader import DataLoader

from chassis.identity.caller import Caller
from gateway.reading.arrival import arrived, version_of
from gateway.reading.narrowing import count_rows, visible_rows
from gateway.reading.paging import Order, Page, connection, cut
from gateway.reading.people import PersonRow
from gateway.views.catalogue import BY_TYPE
from gateway.views.mirrors import IDS
from gateway.views.view import View

Row = dict[str, Any]
Load = Callable[[list[UUID]], Coroutine[Any, Any, list[Any]]]


class Reader:
    """One caller's view of the views. Loaders live as long as the request."""

    def __init__(self, engine: AsyncEngine, caller: Caller) -> None:
        self.caller = caller
        self.people_read: set[UUID] = set()
        """Of whom a field was read."""
        self._engine = engine.execution_options(isolation_level="AUTOCOMMIT")  # saves BEGIN and ROLLBACK
        self._loaders: dict[object, DataLoader[UUID, Any]] = {}

    async def rows(self, statement: Select[Any], values: Mapping[str, Any] | None = None) -> list[Row]:
        async with self._engine.connect() as reading:
            found = await reading.execute(statement, values or {})
            return [dict(row) for row in found.mappings()]

    def take_people_read(self) -> frozenset[UUID]:
        """Those of whom a field was read since this was last asked."""
        taken = frozenset(self.people_read)
        self.people_read.clear()
        return taken

    async def _rows_of(
        self, view: View, statement: Select[Any], values: Mapping[str, Any] | None = None
    ) -> list[Row]:
        rows = await self.rows(statement, values)
        if view.type != "Person":
            return rows
        return [PersonRow(row, self.people_read) for row in rows]

    async def one(self, type_name: str, identifier: UUID) -> Row | None:
        """The object if it is there and ``caller`` may see it; batched with its like."""
        (found,) = await self.many(type_name, [identifier])
        return found

    async def many(self, type_name: str, identifiers: Sequence[UUID]) -> list[Row | None]:
        """Like ``one``, for several; in the order of ``identifiers``."""
        loader = self._loader(("one", type_name), lambda ids: self._by_id(BY_TYPE[type_name], ids))
        return list(await loader.load_many(identifiers))

    async def page(
        self, type_name: str, page: Page, *conditions: ColumnElement[bool], order: Order | None = None
    ) -> dict[str, Any]:
        """A connection in one statement; another one counts, if ``totalCount`` is asked."""
        view = BY_TYPE[type_name]
        wanted = visible_rows(view, self.caller).where(*conditions)
        rows = await self._rows_of(view, cut(wanted, order or own_order(view), page))
        counting = count_rows(view, self.caller).where(*conditions)
        return connection(rows, page) | {"count": lambda: self._scalar(counting)}

    async def children(self, type_name: str, key: str, parent: UUID, page: Page) -> dict[str, Any]:
        """A connection of the rows whose ``key`` is ``parent``; one statement for all parents of a level."""
        view = BY_TYPE[type_name]
        shape = (type_name, key, page)
        pages = self._loader(("pages", *shape), lambda ids: self._pages(view, key, ids, page))
        counts = self._loader(("counts", type_name, key), lambda ids: self._counts(view, key, ids))
        rows = await pages.load(parent)
        return connection(rows, page) | {"count": lambda: counts.load(parent)}

    def _loader(self, name: object, load: Load) -> DataLoader[UUID, Any]:
        if name not in self._loaders:
            self._loaders[name] = DataLoader(load_fn=load)
        return self._loaders[name]

    async def _by_id(self, view: View, ids: list[UUID]) -> list[Row | None]:
        wanted = visible_rows(view, self.caller).where(
            view.table.c.id == func.any(bindparam("ids", type_=IDS))
        )
        found = {row["id"]: row for row in await self._rows_of(view, wanted, {"ids": ids})}
        return [found.get(identifier) for identifier in ids]

    async def _pages(self, view: View, key: str, ids: list[UUID], page: Page) -> list[list[Row]]:
        """For each parent its own page: a lateral join that stops at the page's size."""
        parents = func.unnest(bindparam("ids", type_=IDS)).table_valued("parent").render_derived()
        own = view.table.c[key] == parents.c.parent
        rows = cut(visible_rows(view, self.caller).where(own), own_order(view), page).lateral("page")
        found: dict[UUID, list[Row]] = defaultdict(list)
        paged = select(rows, parents.c.parent).join(rows, true())
        for row in await self._rows_of(view, paged, {"ids": ids}):
            found[row.pop("parent")].append(row)
        return [found[parent] for parent in ids]

    async def _counts(self, view: View, key: str, ids: list[UUID]) -> list[int]:
        owner: Column[Any] = view.table.c[key]
        among = owner == func.any(bindparam("ids", type_=IDS))
        counting = (
            count_rows(view, self.caller).add_columns(owner.label("parent")).where(among).group_by(owner)
        )
        found = {row["parent"]: row["count"] for row in await self.rows(counting, {"ids": ids})}
        return [found.get(parent, 0) for parent in ids]

    async def arrived(self, type_name: str, identifier: UUID, version: int, seconds_max: float) -> bool:
        """Whether the views had this version of an aggregate in time."""
        return await arrived(self._engine, type_name, identifier, version, seconds_max)

    async def version(self, type_name: str, identifier: UUID) -> int | None:
        """The version of an aggregate that the views have."""
        return await version_of(self._engine, type_name, identifier)

    async def _scalar(self, statement: Select[Any]) -> Any:
        async with self._engine.connect() as reading:
            return (await reading.execute(statement)).scalar_one()


def own_order(view: View) -> Order:
    return Order.by(view.table, view.order)
