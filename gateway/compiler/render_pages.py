"""Lists to SQL: a page of rows, its cursors and whether it goes on, the count of the whole list."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    Integer,
    Select,
    Text,
    case,
    func,
    literal_column,
    select,
    true,
    union_all,
)
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler

from chassis.folding import search_query
from gateway.compiler.arguments import Constant, Given
from gateway.compiler.collect_fields import TYPENAME
from gateway.compiler.json_sql import Written, json_list, json_object, json_word, plain, quoted, scalar, whole
from gateway.compiler.nodes import Asked, Body, Page, Search, Shown, Word
from gateway.compiler.parameters import Value
from gateway.compiler.sources import Row, Source
from gateway.reading import paging
from gateway.reading.conditions import column_of, holds, holds_words, wanted_value
from gateway.reading.paging import Order

if TYPE_CHECKING:
    from gateway.compiler.render import Rendering

NUMBER = "row_number"
XMIN = "writer"
IN_PAGE = frozenset({"nodes", "edges", "pageInfo"})


def page(rendering: Rendering, node: Page, source: Source | None) -> Written:
    """A connection."""
    rows = PageRows(rendering, node, source)
    connection = json_object((shown.key, rows.part(shown)) for shown in node.shows)
    return rows.collected(connection) if any(shown.what in IN_PAGE for shown in node.shows) else connection


def search(rendering: Rendering, node: Search) -> Written:
    """One list of what was found of each type, type by type."""
    parts: list[Any] = []
    for number, part in enumerate(node.parts):
        rows = PageRows(rendering, part, None, numbered=True)
        body = part.shows[0].node
        assert body is not None
        one = rendering.object(body.fields, rows.row, part.access)
        place = (literal_column(str(number), Integer()).label("part"), rows.number.label("at"))
        parts.append(select(*place, whole(one, part.type).label("found")).select_from(rows.row.columns))
    found = union_all(*parts).subquery(rendering.next_name("f"))
    listed = json_list(Written(found.c.found), found.c.part, found.c.at, of="search")
    return Written(select(listed).select_from(found).scalar_subquery())


class PageRows:
    """The rows of one page, and one more where it must tell whether the list goes on: these are numbered."""

    def __init__(
        self,
        rendering: Rendering,
        node: Page,
        source: Source | None,
        *,
        numbered: bool = False,
        named: bool = False,
    ) -> None:
        """``named``: with the transaction that wrote each row."""
        assert node.window is not None
        assert node.access is not None
        self._named = named
        self._rendering, self._node, self._source = rendering, node, source
        self._window, self._access = node.window, node.access
        self._looks_further = any(shown.what == "pageInfo" for shown in node.shows)
        self._numbered = numbered or self._looks_further
        self._size = self._parameter(lambda asked: asked.size, node.asked)
        self.row = self._rows()

    @property
    def number(self) -> ColumnElement[int]:
        return self.row.value(NUMBER)

    def part(self, shown: Shown) -> Written:
        match shown.what:
            case "nodes" | "edges":
                return self._listed(self.one(shown))
            case "pageInfo":
                return json_object((each.key, self._info(each)) for each in shown.inside)
            case "totalCount":
                return self._count()
        return _typename(shown)

    def one(self, shown: Shown) -> Written:
        """A row among nodes or edges."""
        if shown.what == "nodes":
            return self._body(shown.node)
        return json_object((each.key, self._edge(each)) for each in shown.inside)

    def collected(self, shown: Written) -> Written:
        return Written(self.one_row(shown).correlate_except(self.row.columns).scalar_subquery())

    def one_row(self, *shown: ColumnElement[Any]) -> Select[Any]:
        """One row, also of an empty page and where nothing of it is counted or listed."""
        return select(*shown).select_from(self.row.columns).having(true())

    def names(self) -> Iterable[ColumnElement[Any]]:
        """Of the page's rows: the ids, and the transactions that wrote them."""
        return (self._in_order(self.row.value(name)) for name in ("id", XMIN))

    def texts(self, one: Written) -> ColumnElement[Any]:
        return self._in_order(whole(one, self._node.type))

    def _body(self, body: Body | None) -> Written:
        assert body is not None
        return self._rendering.object(body.fields, self.row, self._access)

    def _edge(self, shown: Shown) -> Written:
        match shown.what:
            case "node":
                return self._body(shown.node)
            case "cursor":
                return quoted(self._order.cursor)
        return _typename(shown)

    def _info(self, shown: Shown) -> Written:
        more = scalar(func.count() > self._size, "Boolean", as_text=False, optional=False)
        match shown.what:
            case "hasNextPage":
                return _yes(self._window.before) if self._window.backward else more
            case "hasPreviousPage":
                return more if self._window.backward else _yes(self._window.after)
            case "startCursor":
                return plain(self._cursor(literal_column("1", Integer())), optional=True)
            case "endCursor":
                return plain(self._cursor(func.least(func.count(), self._size)), optional=True)
        return _typename(shown)

    def _cursor(self, at: ColumnElement[int]) -> ColumnElement[Any]:
        """The cursor of one row of the page, null where it is empty. Only that row's place is written."""
        values = [Chosen(self._in_order(column), at) for column in self._order.columns]
        place = paging.place(self._node.order.name, values)
        return paging.written(case((func.count() > literal_column("0"), place)))

    def _in_order(self, column: ColumnElement[Any]) -> ColumnElement[Any]:
        values: Any = func.array_agg(aggregate_order_by(column, *self._sorted), type_=ARRAY(column.type))
        return values.filter(self.number <= self._size) if self._numbered else values  # type: ignore[no-any-return]

    def _listed(self, one: Written) -> Written:
        where = self.number <= self._size if self._numbered else None
        return json_list(one, *self._sorted, of=self._node.type, where=where)

    @property
    def _sorted(self) -> list[ColumnElement[Any]]:
        """As the rows come, if they are not asked for from the end: then nothing is sorted again."""
        return self._order.sorted(backward=False)

    def _count(self) -> Written:
        row = self._rendering.alias(self._node.type)
        counted = select(func.count()).select_from(row.columns).where(*self._conditions(row))
        number = counted.correlate_except(row.columns).scalar_subquery()
        return scalar(number, "Int", as_text=False, optional=False)

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
        writer = literal_column(f"{inner.columns.name}.xmin", BigInteger()).label(XMIN)  # type: ignore[attr-defined]
        more = (*([number] if self._numbered else []), *([writer] if self._named else []))
        rows = (
            select(inner.columns, *more)
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


def _yes(certain: bool) -> Written:
    return Written("true" if certain else "false")


class Chosen(ColumnElement[Any]):
    """One element of an array."""

    inherit_cache = False

    def __init__(self, array: ColumnElement[Any], at: ColumnElement[int]) -> None:
        self.array, self.at = array, at
        self.type = array.type.item_type  # type: ignore[attr-defined]


@compiles(Chosen)
def _chosen(element: Chosen, compiler: SQLCompiler, **how: Any) -> str:
    return f"({compiler.process(element.array, **how)})[{compiler.process(element.at, **how)}]"


def _typename(shown: Shown) -> Written:
    assert shown.what == TYPENAME
    assert shown.node is not None
    (word,) = shown.node.fields
    assert isinstance(word, Word)
    return json_word(word.text)
