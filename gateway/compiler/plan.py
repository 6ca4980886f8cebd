"""Rendered statements made ready: their text for asyncpg, their parameters in their order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import Select
from sqlalchemy.dialects.postgresql import asyncpg

from chassis.identity.caller import Caller
from gateway.compiler.nodes import Body
from gateway.compiler.parameters import Value
from gateway.compiler.query import Variables
from gateway.compiler.remembered_rows import RowStatements, render_rows
from gateway.compiler.render import Rendered
from gateway.compiler.touches import Touches, touches_of
from gateway.reading.marks import MARK

DIALECT = asyncpg.dialect()  # type: ignore[no-untyped-call]


@dataclass(frozen=True)
class Same:
    """A parameter's value in every request."""

    constant: Any

    def __call__(self, variables: Variables, caller: Caller) -> Any:
        return self.constant


@dataclass(frozen=True)
class Statement:
    """SQL and its parameters.

    ``unused``: what was asked without effect on the answer, like the cursor of a list that is only counted;
    it must be valid all the same.
    """

    sql: str
    parameters: tuple[Value, ...]
    unused: tuple[Value, ...]

    def arguments(self, variables: Variables, caller: Caller) -> list[Any]:
        """What the statement is told. Raises: Refusal for a page, cursor or id that is none."""
        for value in self.unused:
            value(variables, caller)
        return [value(variables, caller) for value in self.parameters]


@dataclass(frozen=True, eq=False)
class RowPlan:
    """See ``remembered_rows``: ``naming`` and ``writing`` take the same arguments."""

    naming: Statement
    writing: str


@dataclass(frozen=True)
class Plan(Statement):
    """``sql`` gives one value: the JSON of the answer's ``data``. ``body``: what it shows."""

    body: Body

    @cached_property
    def touches(self) -> Touches | None:
        """What its answers depend on; None: they are not to be cached."""
        return touches_of(self.body)

    @cached_property
    def is_marked(self) -> bool:
        """Whether it tells whom it shows, between the lines."""
        return MARK in self.sql

    @cached_property
    def rows(self) -> RowPlan | None:
        """How it is answered with rows that are remembered; None: whole answers are, or none can be."""
        statements = None if self.touches is not None else render_rows(self.body)
        return None if statements is None else _row_plan(statements)


def plan(rendered: Rendered, body: Body) -> Plan:
    made = _statement(rendered.statement, rendered.values)
    return Plan(made.sql, made.parameters, made.unused, body)


def _row_plan(statements: RowStatements) -> RowPlan:
    naming, writing = (
        _statement(each, statements.values) for each in (statements.naming, statements.writing)
    )
    assert naming.parameters == writing.parameters
    return RowPlan(naming, writing.sql)


def _statement(statement: Select[Any], values: Mapping[str, Value]) -> Statement:
    compiled = statement.compile(dialect=DIALECT)
    if compiled.bind_names.keys() & compiled.post_compile_params:
        raise TypeError("a list of values has no place in a plan: use constant() for each")
    order = compiled.positiontup or []
    constants = compiled.construct_params(dict.fromkeys(values))
    told = tuple(values[name] if name in values else Same(constants[name]) for name in order)
    unused = tuple(value for name, value in values.items() if name not in order)
    return Statement(compiled.string, told, unused)
