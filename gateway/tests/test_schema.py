"""The schema: committed, described to the last argument, and guarded against breaking changes."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from graphql import (
    GraphQLArgument,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLNamedType,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLScalarType,
    get_named_type,
    is_specified_scalar_type,
)
from graphql import build_schema as parse_schema
from strawberry.utils.str_converters import to_camel_case, to_snake_case

from gateway.known_clients import KnownDocument, broken_documents, known_documents
from gateway.reading.conditions import TYPE_OF_KEY, column_of
from gateway.reading.fields import READS, Listing
from gateway.schema.schema import build_schema
from gateway.schema_file import OUT_OF_DATE, SCHEMA_FILE, complaints, present
from gateway.views.catalogue import BY_TYPE


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


STAY = "query Stay($id: ID!) { mobility(id: $id) { hostCountry begins } }"
OPENED = "mutation Open($input: OpenCallInput!) { openCall(input: $input) { stale } }"
ENDED = "query Ended { agreements(filter: { status: TERMINATED }) { totalCount } }"
LEVELS = "query Levels($f: AgreementFilter) { agreements(filter: $f) { totalCount } }"


@pytest.mark.parametrize(
    ("was", "becomes", "document", "why"),
    [
        (
            "  hostCountry: String\n",
            "  host: String\n",
            STAY,
            "Stay: Cannot query field 'hostCountry' on type 'Mobility'.",
        ),
        (
            "  begins: Date\n",
            "  begins: DateTime\n",
            STAY,
            "Stay: Field Mobility.begins changed type from Date to DateTime.",
        ),
        (
            "input OpenCallInput {",
            'input OpenCallInput {\n  """New"""\n  must: Int!\n',
            OPENED,
            "Open: A required field OpenCallInput.must was added.",
        ),
        ("  TERMINATED\n", "", LEVELS, "Levels: Enum value AgreementStatus.TERMINATED was removed."),
        (
            "  TERMINATED\n",
            "",
            ENDED,
            "Ended: Value 'TERMINATED' does not exist in 'AgreementStatus' enum.",
        ),
        ("  DEGREE\n", "", OPENED, "Open: Enum value ActivityKind.DEGREE was removed."),
        ("  hostCountry: String\n", "  host: String\n", OPENED, None),
        ("  DEGREE\n", "", STAY, None),
    ],
)
def test_a_breaking_change_names_the_clients_it_breaks(
    was: str, becomes: str, document: str, why: str | None
) -> None:
    now = present()
    assert was in now
    found = complaints(now, now.replace(was, becomes, 1), [KnownDocument("phone", document)])
    assert [line for line in found if line.startswith("breaks")] == ([f"breaks phone: {why}"] if why else [])


def test_every_known_document_fits_the_schema() -> None:
    now = parse_schema(present())
    assert broken_documents(now, now, known_documents()) == []


ROOTS = """
partners agreements calls applications ranking placements mobilities people grants instalments paymentOrders
budgets events registrations programmeStatistics mobilityStatistics search me node
"""


@cache
def types() -> dict[str, GraphQLNamedType]:
    """Built once: it takes half a second, and tests ask for it a hundred times."""
    found = build_schema()._schema.type_map
    return {name: each for name, each in found.items() if not name.startswith("__")}


def fields_of(name: str) -> dict[str, GraphQLField]:
    type_ = types()[name]
    assert isinstance(type_, GraphQLObjectType)
    found: dict[str, GraphQLField] = type_.fields
    return found


def test_the_roots_that_clients_were_promised() -> None:
    assert set(ROOTS.split()) <= set(fields_of("Query"))


NOT_AGGREGATES = {"PersonReading"}
"""Rows that nobody asks for again by an id."""


def test_a_list_is_a_relay_connection() -> None:
    connections = [name for name in types() if name.endswith("Connection")]
    assert len(connections) >= 14
    for name in connections:
        of = name.removesuffix("Connection")
        shown = {field: str(each.type) for field, each in fields_of(name).items()}
        edge = {field: str(each.type) for field, each in fields_of(f"{of}Edge").items()}
        assert shown == {
            "edges": f"[{of}Edge!]!",
            "nodes": f"[{of}!]!",
            "pageInfo": "PageInfo!",
            "totalCount": "Int!",
        }
        assert edge == {"node": f"{of}!", "cursor": "String!"}
        interfaces = {each.name for each in types()[of].interfaces}  # type: ignore[attr-defined]
        assert ("Node" in interfaces) == (of not in NOT_AGGREGATES)


def test_whatever_gives_a_connection_takes_a_page() -> None:
    for name, type_ in types().items():
        if isinstance(type_, GraphQLObjectType):
            for field_name, field in type_.fields.items():
                if get_named_type(field.type).name.endswith("Connection"):
                    assert {"first", "after", "last", "before"} <= set(field.args), (name, field_name)


LISTS: dict[str, Listing] = {
    name: field.extensions["strawberry-definition"].metadata[READS]
    for name, field in build_schema()._schema.query_type.fields.items()  # type: ignore[union-attr]
    if isinstance(field.extensions["strawberry-definition"].metadata.get(READS), Listing)
}


@pytest.mark.parametrize("root", LISTS)
def test_filters_and_orders_are_on_indexed_columns(root: str) -> None:
    """An order stands in an index as it runs, behind the columns that the list is always asked by."""
    view, arguments = BY_TYPE[LISTS[root].type], fields_of("Query")[root].args
    indexes = [("id",), *(tuple(column.name for column in index.columns) for index in view.table.indexes)]
    always = _always(root)
    orders = {LISTS[root].order or view.order, *_orders(arguments.get("orderBy"))}
    for column in _filtered(arguments.get("filter")):
        assert any(index[0] == column for index in indexes), column
    for order in orders:
        assert any(index[: len(always + order)] == always + order for index in indexes), order


def _always(root: str) -> tuple[str, ...]:
    field = fields_of("Query")[root]
    names = {to_camel_case(each.python_name): each.python_name for each in _strawberry(field).arguments}
    return tuple(names[name] for name, each in field.args.items() if isinstance(each.type, GraphQLNonNull))


def _strawberry(field: Any) -> Any:
    return field.extensions["strawberry-definition"]


def _filtered(argument: GraphQLArgument | None) -> list[str]:
    filter_: Any = get_named_type(argument.type) if argument else None
    fields: Any = filter_.fields if argument else {}
    return [column_of(_strawberry(each).python_name) for each in fields.values()]


def _orders(argument: GraphQLArgument | None) -> list[tuple[str, ...]]:
    if argument is None:
        return []
    named: Any = get_named_type(argument.type)
    return [each.value for each in get_named_type(named.fields["field"].type).values.values()]


def test_every_object_of_its_own_can_be_asked_for_by_its_id() -> None:
    single = {
        get_named_type(each.type).name for each in fields_of("Query").values() if list(each.args) == ["id"]
    }
    assert {name for name in types() if "Node" in _interfaces(name)} <= single


def _interfaces(name: str) -> set[str]:
    return {each.name for each in getattr(types()[name], "interfaces", ())}


def test_a_mutation_takes_one_input_and_tells_what_went_wrong_and_whether_it_shows() -> None:
    for name, mutation in fields_of("Mutation").items():
        (argument,) = mutation.args.items()
        payload = get_named_type(mutation.type).name
        assert argument[0] == "input", name
        assert isinstance(argument[1].type, GraphQLNonNull), name
        assert {"userErrors", "stale"} <= set(fields_of(payload)), name
    assert set(fields_of("UserError")) >= {"code", "message", "field"}


def test_every_scalar_of_ours_says_where_it_is_specified() -> None:
    ours = [each for each in types().values() if isinstance(each, GraphQLScalarType)]
    unspecified = [
        each.name for each in ours if not is_specified_scalar_type(each) and not each.specified_by_url
    ]
    assert unspecified == []


@pytest.mark.parametrize("given", ["12,5", "NaN", "Infinity", "", "twelve"])
def test_what_is_no_decimal_is_refused(given: str) -> None:
    with pytest.raises(ValueError, match=r"is no (decimal|amount)"):
        types()["Decimal"].parse_value(given)  # type: ignore[attr-defined]


def test_every_type_field_and_argument_is_described() -> None:
    undescribed = []
    for name, type_ in types().items():
        if is_specified_scalar_type(type_):
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


def test_a_filter_that_takes_a_node_id_knows_of_which_type() -> None:
    types = parse_schema(present()).type_map.values()
    filters = [
        each for each in types if isinstance(each, GraphQLInputObjectType) and each.name.endswith("Filter")
    ]
    taking = {
        to_snake_case(name)
        for each in filters
        for name, field in each.fields.items()
        if get_named_type(field.type).name == "ID"
    }
    assert "person_id" in taking
    assert taking - TYPE_OF_KEY.keys() == set()
