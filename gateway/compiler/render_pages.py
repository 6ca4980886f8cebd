"""Lists to SQL: a page of rows, its cursors and whether it goes on, the count of the whole list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Integer,
    Select,
    Text,
    func,
    literal_column,
    select,
    true,
    union_all,
)
from sqlalchemy.dialects.postgresql import aggregate_order_by

from chassis.folding import search_query
from gateway.compiler.arguments import Constant, Given
from gateway.compiler.collect_fields import TYPENAME
from gateway.compiler.json_sql import JsonObject, json_list
from gateway.compiler.nodes import Asked, Body, Page, Search, Shown, Word
from gateway.compiler.parameters import Value
from gateway.compiler.sources import Row, Source
from gateway.reading import paging
from gateway.reading.conditions import column_of, holds, holds_words, wanted_value
from gateway.reading.paging import Order
from gateway.views.constant import constant

if TYPE_CHECKING:
    from gateway.compiler.render import Rendering

NUMBER = "row_number"
IN_PAGE = frozenset({"nodes", "edges", "pageInfo"})


def page(rendering: Rendering, node: Page, source: Source | None) -> ColumnElement[Any]:
    """A connection."""
    rows = _PageRows(rendering, node, source)
    pairs = [(shown.key, rows.part(shown)) for shown in node.shows]
    if not any(shown.what in IN_PAGE for shown in node.shows):
        return JsonObject(pairs)
    return rows.collected(JsonObject(pairs))


def search(rendering: Rendering, node: Search) -> ColumnElement[Any]:
    """One list of what was found of each type, type by type."""
    parts: list[Select[Any]] = []
    for number, part in enumerate(node.parts):
        rows = _PageRows(rendering, part, None, numbered=True)
        body = part.shows[0].node
        assert body is not None
        one = rendering.object(body.fields, rows.row, part.access)
        place = (literal_column(str(number), Integer()).label("part"), rows.number.label("at"))
        parts.append(select(*place, one.label("found")).select_from(rows.row.columns))
    found = union_all(*parts).subquery(rendering.next_name("f"))
    return select(json_list(found.c.found, found.c.part, found.c.at)).select_from(found).scalar_subquery()


class _PageRows:
    """The rows of one page, and one more where it must tell whether the list goes on: these are numbered."""

    def __init__(
        self, rendering: Rendering, node: Page, source: Source | None, *, numbered: bool = False
    ) -> None:
        assert node.window is not None
        assert node.access is not None
        self._rendering, self._node, self._source = rendering, node, source
        self._window, self._access = node.window, node.access
        self._looks_further = any(shown.what == "pageInfo" for shown in node.shows)
        self._numbered = numbered or self._looks_further
        self._size = self._parameter(lambda asked: asked.size, node.asked)
        self.row = self._rows()

    @property
    def number(self) -> ColumnElement[int]:
        return self.row.value(NUMBER)

    def part(self, shown: Shown) -> ColumnElement[Any]:
        match shown.what:
            case "nodes":
                return self._listed(self._body(shown.node))
            case "edges":
                return self._listed(JsonObject([(each.key, self._edge(each)) for each in shown.inside]))
            case "pageInfo":
                return JsonObject([(each.key, self._info(each)) for each in shown.inside])
            case "totalCount":
                return self._count()
        return _typename(shown)

    def collected(self, shown: JsonObject) -> ColumnElement[Any]:
        """One row, also of an empty page and where nothing of it is counted or listed."""
        rows = self.row.columns
        page = select(shown).select_from(rows).having(true())
        return page.correlate_except(rows).scalar_subquery()

    def _body(self, body: Body | None) -> JsonObject:
        assert body is not None
        return self._rendering.object(body.fields, self.row, self._access)

    def _edge(self, shown: Shown) -> ColumnElement[Any]:
        match shown.what:
            case "node":
                return self._body(shown.node)
            case "cursor":
                return self._order.cursor
        return _typename(shown)

    def _info(self, shown: Shown) -> ColumnElement[Any]:
        more = func.count() > self._size
        match shown.what:
            case "hasNextPage":
                return _yes(self._window.before) if self._window.backward else more
            case "hasPreviousPage":
                return more if self._window.backward else _yes(self._window.after)
            case "startCursor":
                return self._cursor(first=not self._window.backward)
            case "endCursor":
                return self._cursor(first=self._window.backward)
        return _typename(shown)

    def _cursor(self, *, first: bool) -> ColumnElement[Any]:
        """The cursor of the row with the lowest number, or the highest of the page."""
        order = self.number.asc() if first else self.number.desc()
        places: Any = func.array_agg(aggregate_order_by(self._order.place, order), type_=ARRAY(Text))
        return paging.written(func.kervan_first(places.filter(self.number <= self._size), type_=Text()))

    def _listed(self, one: JsonObject) -> ColumnElement[Any]:
        if not self._numbered:
            return json_list(one, *self._order.sorted(backward=False))
        number = self.number.desc() if self._window.backward else self.number.asc()
        return json_list(one, number, where=self.number <= self._size)

    def _count(self) -> ColumnElement[Any]:
        row = self._rendering.alias(self._node.type)
        counted = select(func.count()).select_from(row.columns).where(*self._conditions(row))
        return counted.correlate_except(row.columns).scalar_subquery()

    @property
    def _order(self) -> Order:
        return _over(self._node.order, self.row)

    def _rows(self) -> Row:
        """All columns: a row is passed on whole, whatever of it is shown."""
        inner = self._rendering.alias(self._node.type)
        order = _over(self._node.order, inner)
        sorted_by = order.sorted(self._window.backward)
        limit = self._parameter(lambda asked: asked.size + self._looks_further, self._node.asked)
        number = func.row_number().over(order_by=sorted_by).label(NUMBER)
        rows = (
            select(inner.columns, *([number] if self._numbered else []))
            .where(*self._conditions(inner), *self._cursors(order))
            .order_by(*sorted_by)
            .limit(limit)
            .correlate_except(inner.columns)
        )
        return Row(self._node.type, rows.subquery(self._rendering.next_name("s")))

    def _conditions(self, row: Row) -> list[ColumnElement[bool]]:
        node, conditions = self._node, [self._access.rows(row.fields)]
        if node.parent is not None:
            column, own = node.parent
            assert self._source is not None
            conditions.append(row.value(column) == self._source.uuid(own))
        for name, given in node.equal:
            column = column_of(name)
            wanted = self._rendering.parameters.add(_wanted(name, given), row.value(column).type)
            conditions.append(holds(name, self._visible(row, column), wanted))
        conditions += [self._visible(row, column).is_not(None) for column in node.among]
        if node.words is not None:
            query = self._rendering.parameters.add(_words(node.words), Text())
            conditions.append(holds_words(row.value("search"), query))
        return conditions

    def _visible(self, row: Row, column: str) -> ColumnElement[Any]:
        return self._access.seen(column, row.value(column), row.fields)

    def _cursors(self, order: Order) -> list[ColumnElement[bool]]:
        found = []
        if self._window.after:
            found.append(order.after(self._place(order, self._node.asked.after)))
        if self._window.before:
            found.append(order.before(self._place(order, self._node.asked.before)))
        return found

    def _place(self, order: Order, cursor: Given) -> list[ColumnElement[Any]]:
        """The values that a cursor holds."""
        return [
            self._rendering.parameters.add(_place(self._node.order, cursor, at), column.type)
            for at, column in enumerate(order.columns)
        ]

    def _parameter(self, of: Any, asked: Asked) -> ColumnElement[int]:
        """A number of the page. A constant stands in the statement: the planner then knows it."""
        if all(isinstance(given, Constant) for given in (asked.first, asked.last)):
            return literal_column(str(int(of(_page(asked, {})))), Integer())
        return self._rendering.parameters.add(lambda variables, _: of(_page(asked, variables)), Integer())


def _page(asked: Asked, variables: Any) -> paging.Page:
    """Raises: PageInvalid."""
    given = (asked.first, asked.after, asked.last, asked.before)
    return paging.Page.asked(*(each.of(variables) for each in given))


def _over(order: Order, row: Row) -> Order:
    """The order on an alias."""
    return Order(tuple(row.value(column.name) for column in order.columns), order.down)  # type: ignore[misc]


def _wanted(name: str, given: Given) -> Value:
    return lambda variables, _: wanted_value(name, given.of(variables))


def _words(given: Given) -> Value:
    return lambda variables, _: search_query(given.of(variables))


def _place(order: Order, cursor: Given, at: int) -> Value:
    return lambda variables, _: order.values(cursor.of(variables))[at]


def _yes(certain: bool) -> ColumnElement[Any]:
    return literal_column("true" if certain else "false")


def _typename(shown: Shown) -> ColumnElement[Any]:
    assert shown.what == TYPENAME
    assert shown.node is not None
    (word,) = shown.node.fields
    assert isinstance(word, Word)
    return constant(word.text)
