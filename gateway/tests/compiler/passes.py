"""The compiler's passes, one after the other, for tests that look at what one of them makes."""

from __future__ import annotations

from typing import Any

from chassis.identity.caller import Caller, Role
from gateway.compiler.bind_fields import bind_fields
from gateway.compiler.collect_fields import Selected, collect_fields
from gateway.compiler.nodes import Body
from gateway.compiler.query import query_of
from gateway.compiler.restrict_rows import restrict_rows
from gateway.tests.ways import SCHEMA, operation_of

OFFICE = Caller("test", frozenset({Role.OFFICE}))


def collected(document: str, **variables: Any) -> tuple[Selected, ...]:
    query = query_of(SCHEMA.graphql, operation_of(document))
    return collect_fields(query, query.coerce(variables))


def bound(document: str, **variables: Any) -> Body:
    query = query_of(SCHEMA.graphql, operation_of(document))
    coerced = query.coerce(variables)
    return bind_fields(collect_fields(query, coerced), coerced)


def restricted(document: str, caller: Caller = OFFICE, **variables: Any) -> Body:
    return restrict_rows(bound(document, **variables), caller)


def in_words(selected: tuple[Selected, ...]) -> str:
    """``people { nodes { first: givenName staff } }``; of several types each with its name."""
    return " ".join(_field(each) for each in selected)


def _field(selected: Selected) -> str:
    name = selected.name if selected.key == selected.name else f"{selected.key}: {selected.name}"
    if len(selected.inside) == 1:
        (only,) = selected.inside.values()
        return f"{name} {{ {in_words(only)} }}"
    shown = {type_: in_words(fields) for type_, fields in selected.inside.items() if fields}
    inside = " ".join(f"{type_} {{ {fields} }}" for type_, fields in shown.items())
    return f"{name} {{ {inside} }}" if inside else name
