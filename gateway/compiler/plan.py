"""A rendered statement made ready: its text for asyncpg, its parameters in their order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy.dialects.postgresql import asyncpg

from chassis.identity.caller import Caller
from gateway.compiler.nodes import Body
from gateway.compiler.parameters import Value
from gateway.compiler.query import Variables
from gateway.compiler.render import Rendered
from gateway.compiler.touches import Touches, touches_of

DIALECT = asyncpg.dialect()  # type: ignore[no-untyped-call]


@dataclass(frozen=True)
class Plan:
    """``sql`` gives one value: the JSON of the answer's ``data``. ``body``: what it shows.

    ``unused``: what was asked without effect on the answer, like the cursor of a list that is only counted;
    it must be valid all the same.
    """

    sql: str
    parameters: tuple[Value, ...]
    unused: tuple[Value, ...]
    body: Body

    @cached_property
    def touches(self) -> Touches | None:
        """What its answers depend on; None: they are not to be cached."""
        return touches_of(self.body)

    def arguments(self, variables: Variables, caller: Caller) -> list[Any]:
        """What the statement is told. Raises: Refusal for a page, cursor or id that is none."""
        for value in self.unused:
            value(variables, caller)
        return [value(variables, caller) for value in self.parameters]


def plan(rendered: Rendered, body: Body) -> Plan:
    compiled = rendered.statement.compile(dialect=DIALECT)
    if compiled.bind_names.keys() & compiled.post_compile_params:
        raise TypeError("a list of values has no place in a plan: use constant() for each")
    order = compiled.positiontup or []
    constants = compiled.construct_params(dict.fromkeys(rendered.values))
    values = tuple(_value(name, rendered.values, constants) for name in order)
    unused = tuple(value for name, value in rendered.values.items() if name not in order)
    return Plan(compiled.string, values, unused, body)


def _value(name: str, values: Mapping[str, Value], constants: Mapping[str, Any]) -> Value:
    if name in values:
        return values[name]
    constant = constants[name]
    return lambda _, __: constant
