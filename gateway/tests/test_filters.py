"""What lists are filtered by: an id that names another object is bound as that object's."""

from __future__ import annotations

from pathlib import Path

import pytest
from graphql import GraphQLInputObjectType, build_schema, get_named_type

from gateway.reading.conditions import TYPE_OF_KEY

SCHEMA = build_schema((Path(__file__).parents[1] / "schema.graphql").read_text(encoding="utf-8"))
IDS = sorted(
    (name, field.out_name or key)
    for name, given in SCHEMA.type_map.items()
    if isinstance(given, GraphQLInputObjectType) and name.endswith("Filter")
    for key, field in given.fields.items()
    if get_named_type(field.type).name == "ID"
)


@pytest.mark.parametrize(("name", "key"), IDS)
def test_a_filters_id_names_a_known_type(name: str, key: str) -> None:
    column = f"{key.removesuffix('Id')}_id"
    assert TYPE_OF_KEY.get(column) in SCHEMA.type_map, name
