"""What an answer depends on, so that a cache can tell which changes touch it; and whether it may be cached.

Cached is only what no row policy narrows for the caller, what holds nothing that tells callers apart, and
nothing of people: their rows are for few, and stay in the database::

    partners(filter: {country: "DE"}) ▷ nodes ▷ name  ─▶ Partner, country = DE, {name, country, id}
    event(id: …) ▷ (registered, call ▷ title)         ─▶ Event, id = …, {registered, call_id}; Call, {title}
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Column, True_
from sqlalchemy.sql import visitors

from gateway.compiler.arguments import Given
from gateway.compiler.nodes import (
    Body,
    Id,
    Leaf,
    Node,
    Object,
    Objects,
    Page,
    Part,
    Shown,
    Table,
    Word,
    keys_read,
)
from gateway.compiler.query import Variables
from gateway.policies import Access, RowFields
from gateway.reading.conditions import column_of, wanted_value
from gateway.reading.ids import aggregate_id
from gateway.views.catalogue import BY_TYPE, VIEWS
from gateway.views.differences import WORDED, Difference, Words, word


@dataclass(frozen=True, slots=True)
class Dependence:
    """Rows of ``type`` that hold each value of ``equal`` by column; of them, ``columns`` are read."""

    type: str
    equal: tuple[tuple[str, str], ...]
    columns: frozenset[str]

    def touched_by(self, difference: Difference) -> bool:
        """Whether the answer may be another one after it."""
        if difference.columns is not None and self.columns.isdisjoint(difference.columns):
            return False
        return self._includes(difference.before) or self._includes(difference.after)

    def _includes(self, row: Words | None) -> bool:
        return row is not None and all(row.get(column) == value for column, value in self.equal)


Value = Callable[[Variables], str]


@dataclass(frozen=True)
class Reading:
    """A dependence before the variables are known."""

    type: str
    equal: tuple[tuple[str, Value], ...]
    columns: frozenset[str]

    def of(self, variables: Variables) -> Dependence:
        equal = tuple((column, value(variables)) for column, value in self.equal)
        return Dependence(self.type, equal, self.columns)


@dataclass(frozen=True, eq=False)
class Touches:
    """All that one plan reads."""

    readings: tuple[Reading, ...]

    def of(self, variables: Variables) -> tuple[Dependence, ...]:
        return tuple(reading.of(variables) for reading in self.readings)


class _NotForAll(Exception):
    """A part is narrowed by a policy, tells callers apart, or is about people."""


def touches_of(body: Body) -> Touches | None:
    """None: the answer is not to be cached."""
    try:
        return Touches(tuple(_inside(body.fields, None)))
    except _NotForAll:
        return None


def _inside(fields: Iterable[Node], parent: Value | None) -> Iterator[Reading]:
    """``parent``: the id of the one object around, where the request names it."""
    for node in fields:
        yield from _of(node, parent)


def _of(node: Node, parent: Value | None) -> Iterator[Reading]:
    match node:
        case Word() | Leaf() | Id() | Part():
            return
        case Object(copied=True):
            _require_open(node.type, node.access)
            yield from _inside(node.fields, None)
        case Object():
            yield from _object(node)
        case Objects():
            _require_open(node.type, node.access)
            yield Reading(node.type, (), _columns(node.fields))
            yield from _inside(node.fields, None)
        case Page():
            yield from _page(node, parent)
        case Table():
            yield from _table(node)
        case _:
            raise _NotForAll(node)


def _object(node: Object) -> Iterator[Reading]:
    _require_open(node.type, node.access)
    named = None if node.by is None else _id(node.by, node.type)
    yield Reading(node.type, (("id", named),) if named else (), _columns(node.fields))
    yield from _inside(node.fields, named)


def _page(node: Page, parent: Value | None) -> Iterator[Reading]:
    _require_open(node.type, node.access)
    columns = BY_TYPE[node.type].table.c
    equal = [(name, _wanted(name, given)) for name, given in node.equal if column_of(name) == name]
    asked = (
        {column_of(name) for name, _ in node.equal}
        | set(node.among)
        | {each.name for each in node.order.columns}
    )
    if node.parent is not None:
        column, own = node.parent
        asked.add(column)
        if own == "id" and parent is not None:
            equal.append((column, parent))
    if node.words is not None:
        asked.add("search")
    known = tuple((name, value) for name, value in equal if isinstance(columns[name].type, WORDED))
    bodies = tuple(_bodies(node.shows))
    yield Reading(node.type, known, _columns(bodies) | asked)
    yield from _inside(bodies, None)


def _bodies(shows: Iterable[Shown]) -> Iterator[Node]:
    """The fields of the objects in a page, those inside edges too."""
    for shown in shows:
        if shown.node is not None:
            yield from shown.node.fields
        yield from _bodies(shown.inside)


def _table(node: Table) -> Iterator[Reading]:
    """A statement of ours: of each of its views the columns that it names."""
    named = {
        column
        for each in visitors.iterate(node.rows.statement)
        if isinstance(each, Column)
        for column in each.base_columns
    }
    for table in node.rows.tables:
        view = next((view for view in VIEWS if view.table is table), None)
        read = [column for column in named if isinstance(column, Column) and column.table is table]
        if view is None or not read or not set(read) <= set(view.watched):
            raise _NotForAll(node)
        yield Reading(view.type, (), frozenset(column.name for column in read))


def _columns(fields: Sequence[Node]) -> frozenset[str]:
    """Columns that an object's own fields are read from."""
    return frozenset({"id", *keys_read(fields)})


def _require_open(type_name: str, access: Access | None) -> None:
    """Raises: _NotForAll unless every row is seen whole, by everybody of the caller's roles."""
    view = BY_TYPE[type_name]
    assert access is not None
    fields = RowFields(view.table)
    seen = (rule for rule in access.rules if isinstance(rule.rows(fields, access.caller), True_))
    if view.of_people or all(rule.hidden for rule in seen):
        raise _NotForAll(type_name)


def _id(given: Given, type_name: str) -> Value:
    return lambda variables: word(aggregate_id(given.of(variables), type_name, "id"))


def _wanted(column: str, given: Given) -> Value:
    return lambda variables: word(wanted_value(column, given.of(variables)))
