"""The schema: committed, described to the last argument, and guarded against breaking changes."""

from __future__ import annotations

import pytest
from graphql import GraphQLEnumType, GraphQLInputObjectType, GraphQLInterfaceType, GraphQLObjectType

from gateway.schema.schema import build_schema
from gateway.schema_file import OUT_OF_DATE, SCHEMA_FILE, complaints, present


def test_the_committed_schema_is_the_codes() -> None:
    assert complaints(SCHEMA_FILE.read_text(), present()) == []


@pytest.mark.parametrize(
    ("was", "becomes", "told"),
    [
        ("  hostCountry: String\n", "  host: String\n", "Field Mobility.hostCountry was removed."),
        ("  days: Int\n", "  days: Int!\n", None),
        ("  DEGREE\n", "", "Enum value ActivityKind.DEGREE was removed."),
        ("type Budget implements Node", "type Budget", "Budget no longer implements interface Node."),
    ],
)
def test_a_breaking_change_is_told_and_an_addition_only_asks_for_the_file(
    was: str, becomes: str, told: str | None
) -> None:
    now = present()
    assert was in now
    found = complaints(now, now.replace(was, becomes, 1))
    breaking = [f"breaking: {told}"] if told else []
    assert found == [*breaking, OUT_OF_DATE]


def test_every_type_field_and_argument_is_described() -> None:
    undescribed = []
    for name, type_ in build_schema()._schema.type_map.items():
        if name.startswith("__") or not isinstance(
            type_, GraphQLObjectType | GraphQLInterfaceType | GraphQLInputObjectType | GraphQLEnumType
        ):
            continue
        undescribed += [] if type_.description else [name]
        for field_name, field in getattr(type_, "fields", {}).items():
            undescribed += [] if field.description else [f"{name}.{field_name}"]
            for argument_name, argument in getattr(field, "args", {}).items():
                undescribed += [] if argument.description else [f"{name}.{field_name}({argument_name})"]
    assert undescribed == []


def test_introspection_can_be_switched_off() -> None:
    answer = build_schema(introspection=False).execute_sync("{ __schema { queryType { name } } }")
    assert answer.data is None
    assert answer.errors
