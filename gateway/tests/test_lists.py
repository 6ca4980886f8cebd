"""Lists: pages in both directions, filters, search, counts and cursors that belong to them."""

from __future__ import annotations

from typing import Any

import pytest

from chassis.ids import new_id
from contracts.vocabulary import MobilityStatus, Programme
from gateway.reading.ids import node_id
from gateway.tests import office
from gateway.tests.fixtures import Gateway, Views

PAGE = """query($first: Int, $after: String, $last: Int, $before: String) {
  partners(first: $first, after: $after, last: $last, before: $before) {
    nodes { name }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}"""


@pytest.fixture
async def five(views: Views) -> None:
    """Partners A to E."""
    await views.take_in(*(office.partner(new_id(), name=letter) for letter in "CAEBD"))


async def page(gateway: Gateway, **asked: Any) -> tuple[str, dict[str, Any]]:
    found = (await gateway.ask(PAGE, **asked)).data["partners"]
    return "".join(node["name"] for node in found["nodes"]), found["pageInfo"]


async def test_pages_follow_each_other_forwards(gateway: Gateway, five: None) -> None:
    names, info = await page(gateway, first=2)
    more, last = await page(gateway, first=3, after=info["endCursor"])
    assert (names, info["hasNextPage"], info["hasPreviousPage"]) == ("AB", True, False)
    assert (more, last["hasNextPage"], last["hasPreviousPage"]) == ("CDE", False, True)


async def test_pages_follow_each_other_backwards(gateway: Gateway, five: None) -> None:
    names, info = await page(gateway, last=2)
    more, first = await page(gateway, last=3, before=info["startCursor"])
    assert (names, info["hasPreviousPage"], info["hasNextPage"]) == ("DE", True, False)
    assert (more, first["hasPreviousPage"], first["hasNextPage"]) == ("ABC", False, True)


async def test_a_row_that_comes_between_pages_is_neither_lost_nor_doubled(
    gateway: Gateway, five: None, views: Views
) -> None:
    _, info = await page(gateway, first=2)
    await views.take_in(office.partner(new_id(), name="AA"))
    names, _ = await page(gateway, first=3, after=info["endCursor"])
    assert names == "CDE"


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"first": 0}, "invalid-page"),
        ({"first": 101}, "invalid-page"),
        ({"first": 1, "last": 1}, "invalid-page"),
        ({"first": 1, "after": "nonsense"}, "invalid-cursor"),
        ({"first": 1, "after": "WzFd"}, "invalid-cursor"),
    ],
)
async def test_a_page_out_of_bounds_is_refused_by_name(
    gateway: Gateway, asked: dict[str, Any], code: str
) -> None:
    assert (await gateway.ask(PAGE, **asked)).codes == [code]


async def test_search_folds_turkish_letters_and_accents(gateway: Gateway, views: Views) -> None:
    await views.take_in(
        office.partner(new_id(), name="Iğdır Üniversitesi", country="TR", city=None, erasmus_code=None),
        office.partner(
            new_id(), name="Université de Liège", country="BE", city=None, erasmus_code="B LIEGE01"
        ),
    )
    query = "query($words: String) { partners(search: $words) { nodes { name } } }"
    found = {
        words: [node["name"] for node in (await gateway.ask(query, words=words)).data["partners"]["nodes"]]
        for words in ("IĞDIR univ", "liege", "LIEGE01", "igdir", "&|!:*", "nobody")
    }
    assert found["IĞDIR univ"] == found["igdir"] == ["Iğdır Üniversitesi"]
    assert found["liege"] == found["LIEGE01"] == ["Université de Liège"]
    assert found["&|!:*"] == found["nobody"] == []


async def test_filters_narrow_by_every_given_field(gateway: Gateway, views: Views) -> None:
    person, partner = new_id(), new_id()
    await views.take_in(
        office.stay(new_id(), person, partner_id=partner),
        office.stay(new_id(), person, status=MobilityStatus.WITHDRAWN, partner_id=partner),
        office.stay(new_id(), person, programme=Programme.FARABI),
    )
    query = """query($filter: MobilityFilter) { mobilities(filter: $filter) { totalCount } }"""
    wanted = {"programme": "ERASMUS", "status": "PLANNED", "partnerId": node_id("Partner", partner)}
    assert (await gateway.ask(query, filter=wanted)).data["mobilities"]["totalCount"] == 1


async def test_nested_lists_page_for_each_parent(gateway: Gateway, views: Views) -> None:
    partners = [office.partner(new_id(), name=letter) for letter in "AB"]
    agreements = [
        office.agreement(new_id(), partner.key, reference=f"{partner.state.name}{number}")
        for number in range(3)
        for partner in partners
    ]
    await views.take_in(*partners, *agreements)
    query = """{ partners { nodes {
      agreements(first: 2) { totalCount nodes { reference } pageInfo { hasNextPage } }
    } } }"""
    lists = [node["agreements"] for node in (await gateway.ask(query)).data["partners"]["nodes"]]
    assert [[node["reference"] for node in each["nodes"]] for each in lists] == [["A0", "A1"], ["B0", "B1"]]
    assert [(each["totalCount"], each["pageInfo"]["hasNextPage"]) for each in lists] == [(3, True), (3, True)]


async def test_an_id_of_another_type_is_refused(gateway: Gateway) -> None:
    query = "query($id: ID!) { partner(id: $id) { name } }"
    assert (await gateway.ask(query, id=node_id("Call", new_id()))).codes == ["invalid-id"]
