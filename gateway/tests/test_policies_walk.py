"""Every nested path from every root, as every role, both ways: as far as four relations, nothing unseen.

Then what an answer could still tell without showing it: filters, cursors, orders, errors, statements.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import orjson
import pytest
from graphql import get_named_type

from chassis.identity.caller import Caller, Role
from chassis.ids import new_id
from gateway.policies import POLICIES
from gateway.reading.fields import READS, Listing
from gateway.reading.ids import node_id
from gateway.tests.fixtures import Views
from gateway.tests.test_policies import ids_by_type
from gateway.tests.walking import (
    connections,
    deep_query,
    filter_type,
    id_filters,
    pages_in,
    schema,
    single_roots,
)
from gateway.tests.ways import COMPILED, RESOLVED, Way, both_ways
from gateway.tests.world import World, build_world

LEVELS = 3
"""A policy is compiled into each relation by itself: three steps meet every relation behind every other one.
Each further step multiplies the walk by the relations of a type."""
NARROWED = (Role.STUDENT, Role.COORDINATOR, Role.FINANCE, Role.OPS, Role.PARTNER)
"""Staff see as students do, the office sees all: the walk takes every role, the rest these."""


@pytest.fixture(scope="module")
async def world(shared_views: Views) -> World:
    """These tests only read: one world for all of them."""
    await shared_views.empty()
    world = build_world()
    await shared_views.take_in(*world.events)
    return world


@pytest.fixture(scope="module")
async def ways(shared_views: Views) -> AsyncIterator[dict[str, Way]]:
    async with both_ways(shared_views) as ways:
        yield ways


@pytest.fixture(params=[COMPILED, RESOLVED])
def way(request: pytest.FixtureRequest, ways: dict[str, Way]) -> Way:
    return ways[request.param]


def as_role(world: World, role: Role) -> Caller:
    return Caller("test", frozenset({role}), **world.claims(role))


def only_visible(answer: Any, world: World, role: Role) -> None:
    visible = world.visible(role)
    beyond = {
        type_name: ids - visible.get(type_name, set()) for type_name, ids in ids_by_type(answer).items()
    }
    assert {type_name: ids for type_name, ids in beyond.items() if ids} == {}


@pytest.mark.parametrize("root", connections())
@pytest.mark.parametrize("role", Role)
async def test_no_path_leads_to_what_a_role_may_not_see(
    role: Role, root: str, way: Way, world: World
) -> None:
    answer = await way.ask(as_role(world, role), deep_query(root, LEVELS))
    only_visible(answer, world, role)
    written = orjson.dumps(answer).decode()
    assert [secret for secret in world.hidden_from(role) if secret in written] == []
    assert all(page["totalCount"] == len(page["nodes"]) for page in pages_in(answer))


WHO = "person { id }"
STORIES = [
    (Role.STUDENT, f"events {{ nodes {{ registrations {{ nodes {{ {WHO} }} }} }} }}", ["ayse"]),
    (Role.STUDENT, f"calls {{ nodes {{ applications {{ nodes {{ {WHO} }} }} }} }}", ["ayse"]),
    (Role.STUDENT, f"calls {{ nodes {{ placements {{ nodes {{ {WHO} }} }} }} }}", ["ayse"]),
    (Role.STUDENT, f"agreements {{ nodes {{ mobilities {{ nodes {{ {WHO} }} }} }} }}", ["ayse"]),
    (
        Role.STUDENT,
        f"partners {{ nodes {{ agreements {{ nodes {{ mobilities {{ nodes {{ {WHO} }} }} }} }} }} }}",
        ["ayse"],
    ),
    (Role.PARTNER, f"agreements {{ nodes {{ mobilities {{ nodes {{ {WHO} }} }} }} }}", []),
    (
        Role.PARTNER,
        f"me {{ partner {{ agreements {{ nodes {{ mobilities {{ nodes {{ {WHO} }} }} }} }} }} }}",
        [],
    ),
    (Role.COORDINATOR, f"mobilities {{ nodes {{ {WHO} }} }}", ["mehmet"]),
    (Role.COORDINATOR, f"grants {{ nodes {{ {WHO} mobility {{ {WHO} }} }} }}", ["mehmet"]),
    (Role.COORDINATOR, f"events {{ nodes {{ registrations {{ nodes {{ {WHO} }} }} }} }}", ["mehmet"]),
    (Role.FINANCE, f"calls {{ nodes {{ applications {{ nodes {{ {WHO} }} }} }} }}", []),
    (Role.FINANCE, f"events {{ nodes {{ registrations {{ nodes {{ {WHO} }} }} }} }}", []),
    (Role.FINANCE, f"grants {{ nodes {{ {WHO} }} }}", ["ayse", "mehmet", "zeynep"]),
    (Role.OPS, f"events {{ nodes {{ registrations {{ nodes {{ {WHO} }} }} }} }}", []),
    (Role.OPS, f"agreements {{ nodes {{ mobilities {{ nodes {{ {WHO} }} }} }} }}", []),
]


@pytest.mark.parametrize(("role", "path", "people"), STORIES)
async def test_along_this_path_a_role_meets_these_people(
    role: Role, path: str, people: list[str], way: Way, world: World
) -> None:
    """Zeynep's stay is of economics, whose coordinator sees it; she herself has gone over to theology."""
    answer = await way.ask(as_role(world, role), f"{{ {path} }}")
    assert ids_by_type(answer).get("Person", set()) == {world.person(name) for name in people}


@pytest.mark.parametrize("role", NARROWED)
async def test_search_and_me_lead_no_further_than_lists(role: Role, way: Way, world: World) -> None:
    further = "agreement { id mobilities { totalCount nodes { id } } }"
    inside = f"mobilities {{ totalCount nodes {{ id person {{ id }} {further} }} }}"
    found = " ".join(
        f"""s{at}: search(text: "{word}") {{ __typename
          ... on Person {{ id email iban {inside} }} ... on Agreement {{ id {inside} }}
          ... on Partner {{ id agreements {{ totalCount nodes {{ id {inside} }} }} }} }}"""
        for at, word in enumerate(("ay", "meh", "zey", "kaya", "pisa", "koln", "era"))
    )
    answer = await way.ask(as_role(world, role), f"{{ {found} me {{ person {{ id {inside} }} }} }}")
    only_visible(answer, world, role)
    written = orjson.dumps(answer).decode()
    assert [secret for secret in world.hidden_from(role) if secret in written] == []


@pytest.mark.parametrize("root", [root for root in connections() if id_filters(root)])
@pytest.mark.parametrize("role", NARROWED)
async def test_a_filter_by_anybodys_id_gives_what_is_visible_and_nothing_else(
    role: Role, root: str, way: Way, world: World
) -> None:
    query = (
        f"query($filter: {filter_type(root)}) {{ {root}(filter: $filter) {{ totalCount nodes {{ id }} }} }}"
    )
    visible = world.visible(role).get(connections()[root], set())
    office = as_role(world, Role.OFFICE)
    for name, type_name in id_filters(root).items():
        for identifier in (*world.all_ids()[type_name], new_id()):
            wanted = {name: node_id(type_name, identifier)}
            every = await way.ask(office, query, filter=wanted)
            told = await way.tell(as_role(world, role), query, filter=wanted)
            expected = _ids(every) & visible
            assert told.errors == ()
            assert (told.data[root]["totalCount"], _ids(told.data)) == (len(expected), expected)


def _ids(answer: Any) -> set[UUID]:
    return set().union(*ids_by_type(answer).values())


@pytest.mark.parametrize("root", connections())
@pytest.mark.parametrize("role", [Role.STUDENT, Role.COORDINATOR, Role.PARTNER])
async def test_a_cursor_of_the_office_opens_nothing(role: Role, root: str, way: Way, world: World) -> None:
    """Each of the office's cursors, forwards and backwards, in the hands of somebody who sees less."""
    every = f"{{ {root}(first: 100) {{ edges {{ cursor node {{ id }} }} }} }}"
    beyond = f"""query($cursor: String) {{
      after: {root}(after: $cursor) {{ totalCount nodes {{ id }} pageInfo {{ startCursor hasNextPage }} }}
      before: {root}(last: 20, before: $cursor) {{ nodes {{ id }} pageInfo {{ hasPreviousPage }} }} }}"""
    own = await way.ask(as_role(world, role), every)
    mine = [edge["node"]["id"] for edge in own[root]["edges"]]
    order = await way.ask(as_role(world, Role.OFFICE), every)
    places = [edge["node"]["id"] for edge in order[root]["edges"]]
    for at, edge in enumerate(order[root]["edges"]):
        found = await way.ask(as_role(world, role), beyond, cursor=edge["cursor"])
        behind = [node["id"] for node in found["after"]["nodes"]]
        ahead = [node["id"] for node in found["before"]["nodes"]]
        assert behind == [each for each in mine if each in places[at + 1 :]]
        assert ahead == [each for each in mine if each in places[:at]]
        assert found["after"]["totalCount"] == len(mine)


def test_no_list_is_ordered_by_what_it_hides() -> None:
    """A cursor holds the order's values, and an order tells which is more: both must be visible to all.

    A list may run by a column that is hidden in some rows only if it leaves those rows out.
    """
    for name, field in schema().fields.items():
        reads = field.extensions["strawberry-definition"].metadata.get(READS)
        if isinstance(reads, Listing):
            hidden = frozenset().union(*(rule.hidden for rule in POLICIES[reads.type]))
            assert hidden.isdisjoint(_ordered_by(name, reads) - set(reads.among)), name


def _ordered_by(root: str, reads: Listing) -> set[str]:
    argument = schema().fields[root].args.get("orderBy")
    if argument is None:
        return set(reads.order)
    fields: Any = get_named_type(get_named_type(argument.type).fields["field"].type)
    asked = {column for each in fields.values.values() for column in each.value}
    return asked | set(reads.order)


UNSEEN = [(role, root) for role in NARROWED for root in single_roots()]


@pytest.mark.parametrize(("role", "root"), UNSEEN)
async def test_what_is_not_there_and_what_may_not_be_seen_read_the_same(
    role: Role, root: str, way: Way, world: World
) -> None:
    """The same data, errors and statements: neither words nor work tell that something is there."""
    query = f"query($id: ID!) {{ node(id: $id) {{ id }} {root}(id: $id) {{ id version __typename }} }}"
    caller, type_name = as_role(world, role), single_roots()[root]
    absent = node_id(type_name, new_id())
    nothing, work = await way.tell(caller, query, id=absent), await way.statements(caller, query, id=absent)
    for identifier in world.all_ids()[type_name] - world.visible(role).get(type_name, set()):
        unseen = node_id(type_name, identifier)
        assert await way.tell(caller, query, id=unseen) == nothing
        assert await way.statements(caller, query, id=unseen) == work
    assert nothing.errors == ()


@pytest.mark.parametrize("role", NARROWED)
async def test_a_filter_by_an_unseen_id_takes_the_same_statements(role: Role, way: Way, world: World) -> None:
    query = """query($filter: MobilityFilter) {
      mobilities(filter: $filter) { totalCount nodes { id person { id } grant { id } } } }"""
    caller = as_role(world, role)
    unseen = world.all_ids()["Person"] - world.visible(role).get("Person", set()) - {world.zeynep.person.key}
    absent = {"personId": node_id("Person", new_id())}
    work = await way.statements(caller, query, filter=absent)
    for identifier in unseen:
        wanted = {"personId": node_id("Person", identifier)}
        assert await way.statements(caller, query, filter=wanted) == work


@pytest.mark.parametrize("role", NARROWED)
@pytest.mark.parametrize("given", ["Person.nonsense", "Nothing.0192f3a0-0000-7000-8000-000000000000", ""])
async def test_an_id_that_is_none_is_refused_alike_whoever_asks(
    role: Role, given: str, way: Way, world: World
) -> None:
    query = "query($id: ID!) { node(id: $id) { id } }"
    as_office = await way.tell(as_role(world, Role.OFFICE), query, id=given)
    assert [code for code, *_ in as_office.errors] == ["invalid-id"]
    assert await way.tell(as_role(world, role), query, id=given) == as_office


HIDDEN_FILTERS = [
    (Role.FINANCE, "people", {"studentNumber": "20219999"}),
    (Role.FINANCE, "people", {"studentNumber": "20210001"}),
    (Role.STUDENT, "applications", {"status": "RANKED"}),
]


@pytest.mark.parametrize(("role", "root", "wanted"), HIDDEN_FILTERS)
async def test_a_filter_on_a_hidden_column_finds_nothing(
    role: Role, root: str, wanted: dict[str, str], way: Way, world: World
) -> None:
    query = (
        f"query($filter: {filter_type(root)}) {{ {root}(filter: $filter) {{ totalCount nodes {{ id }} }} }}"
    )
    answer = await way.ask(as_role(world, role), query, filter=wanted)
    assert answer == {root: {"totalCount": 0, "nodes": []}}
    as_office = await way.ask(as_role(world, Role.OFFICE), query, filter=wanted)
    assert as_office[root]["totalCount"] > 0
