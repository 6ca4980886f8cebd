"""Second pass: every field bound to the column, document, row or list that its value comes from."""

from __future__ import annotations

from typing import Any

import pytest

from gateway.compiler.nodes import Id, Leaf, Object, Objects, Page, Part, Search, Table, Word
from gateway.compiler.not_compilable import NotCompilable
from gateway.tests.compiler.passes import bound

STAY = "Mobility.0192f3a0-0000-7000-8000-000000000000"


def one(document: str, **variables: Any) -> Any:
    """The only root."""
    (node,) = bound(document, **variables).fields
    return node


def of_a_stay(fields: str) -> list[Any]:
    return list(one(f'{{ mobility(id: "{STAY}") {{ {fields} }} }}').fields)


def test_a_field_is_the_column_of_its_name_in_snake_case() -> None:
    (leaf,) = of_a_stay("academicYear")
    assert leaf == Leaf("academicYear", "academic_year", "String", "Mobility.academicYear", required=True)


def test_a_field_called_otherwise_is_the_column_it_names() -> None:
    (page,) = of_a_stay("person { placements { nodes { list } } }")[0].fields
    (leaf,) = page.fields[0].fields
    assert (leaf.key, leaf.name) == ("list", "list")


def test_an_enum_knows_its_stored_words() -> None:
    (leaf,) = of_a_stay("direction")
    assert leaf.enum == (("outgoing", "OUTGOING"), ("incoming", "INCOMING"))


def test_an_id_is_made_of_type_and_key() -> None:
    assert of_a_stay("id __typename") == [Id("id", "id", "Mobility"), Word("__typename", "Mobility")]


def test_a_related_object_is_found_by_its_key_or_its_copy() -> None:
    (person,) = of_a_stay("who: person { givenName }")
    assert (person.key, person.type, person.name, person.doc_name) == ("who", "Person", "person_id", "person")
    assert person.doc is not None
    assert not person.copied


def test_an_object_without_a_copy_is_only_found_by_its_key() -> None:
    (call,) = of_a_stay("call { status }")
    assert (call.name, call.doc) == ("call_id", None)


def test_a_value_is_a_part_of_its_document() -> None:
    (grant,) = of_a_stay("grant { amount { currency } lines { rule } }")
    amount, lines = grant.fields
    assert isinstance(amount, Part)
    assert isinstance(lines, Part)
    assert (amount.name, amount.required, amount.many) == ("amount", False, False)
    assert (lines.name, lines.required, lines.many) == ("lines", True, True)


def test_children_are_a_page_that_knows_its_parent() -> None:
    (person,) = of_a_stay("person { registrations { totalCount } }")
    (page,) = person.fields
    assert isinstance(page, Page)
    assert (page.type, page.parent) == ("Registration", ("person_id", "id"))


def test_a_list_of_ids_becomes_objects_in_its_order() -> None:
    (call,) = of_a_stay("call { agreements { reference } }")
    assert [(each.type, each.name) for each in call.fields if isinstance(each, Objects)] == [
        ("Agreement", "agreement_ids")
    ]


def test_a_filters_fields_are_columns_and_absent_ones_are_none() -> None:
    page = one("query($f: MobilityFilter) { mobilities(filter: $f) { totalCount } }", f={"callYear": 2024})
    assert [name for name, _ in page.equal] == ["call_year"]


def test_an_order_is_the_columns_it_stands_for() -> None:
    page = one("{ mobilities(orderBy: {field: CALL_YEAR, direction: DESC}) { totalCount } }")
    assert page.order.name == "call_year,id down"


def test_a_ranking_leaves_out_what_has_no_rank() -> None:
    call = STAY.replace("Mobility", "Call")
    page = one(f'{{ ranking(callId: "{call}") {{ totalCount }} }}')
    assert (page.among, page.order.name, [name for name, _ in page.equal]) == (
        ("rank",),
        "rank,id",
        ["call_id"],
    )


def test_a_node_is_an_object_of_the_type_in_its_id() -> None:
    found = one(
        f'{{ node(id: "{STAY}") {{ id ... on Mobility {{ days }} ... on Call {{ title {{ tr }} }} }} }}'
    )
    assert isinstance(found, Object)
    assert (found.type, [each.key for each in found.fields]) == ("Mobility", ["id", "days"])  # type: ignore[union-attr]


@pytest.mark.parametrize("written", ["Nothing.0192f3a0-0000-7000-8000-000000000000", "", "Query.x"])
def test_a_node_of_no_type_is_left_to_resolvers(written: str) -> None:
    with pytest.raises(NotCompilable, match="id"):
        bound("query($id: ID!) { node(id: $id) { id } }", id=written)


def test_a_search_is_a_page_of_each_type() -> None:
    found = one('{ search(text: "x", first: 3) { ... on Partner { name } } }')
    assert isinstance(found, Search)
    assert [part.type for part in found.parts] == ["Partner", "Person", "Agreement"]


def test_statistics_are_the_rows_of_their_statement() -> None:
    found = one("{ programmeStatistics(fromYear: 2020, toYear: 2024) { beneficiaries } }")
    assert isinstance(found, Table)
    assert set(found.arguments) == {"from_year", "to_year", "programmes"}
