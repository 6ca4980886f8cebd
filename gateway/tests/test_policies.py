"""Every root, every nested path, as every role: nothing that a role may not see, and all that it may."""

from __future__ import annotations

from collections import defaultdict
from typing import Any
from uuid import UUID

import orjson
import pytest
from graphql import GraphQLNonNull

from chassis.identity.caller import Role
from chassis.masks import masked_iban, masked_national_id
from gateway.policies import POLICIES
from gateway.reading.ids import node_id, parse_node_id
from gateway.schema.schema import build_schema
from gateway.tests.fixtures import Gateway, Views, fields_named
from gateway.tests.office import LETTER
from gateway.tests.walking import connections, single_roots, whole_query
from gateway.tests.world import World, build_world
from gateway.views.catalogue import BY_TYPE

IBANS = ("TR330006100519786457841326", "TR560006200000000006298453")
IDS = ("10000000146", "19191919190")
ID_MASKS = tuple(str(masked_national_id(number)) for number in IDS)
MASKS = tuple(str(masked_iban(iban)) for iban in IBANS)
EMAILS = ("ayse@example.org", "mehmet@example.org")
NUMBERS = ("20210001", "20219999")
NAMES = ("Yılmaz", "Mehmet", "Kaya")


@pytest.fixture(scope="module")
async def built(shared_views: Views) -> World:
    """These tests only read: one world for all of them."""
    await shared_views.empty()
    world = build_world()
    await shared_views.take_in(*world.events)
    return world


@pytest.fixture
def world(built: World) -> World:
    return built


@pytest.fixture
def gateway(shared_gateway: Gateway) -> Gateway:
    return shared_gateway


REACHED: dict[Role, dict[str, Any]] = {}


def token_of(world: World, gateway: Gateway, role: Role) -> str:
    return gateway.token(role, **world.claims(role))


async def everything(gateway: Gateway, token: str) -> dict[str, Any]:
    """All that a caller can reach from the lists, two relations deep; longer paths are walked one by one."""
    return {root: (await gateway.ask(whole_query(root), token)).data[root] for root in connections()}


async def reached_by(role: Role, world: World, gateway: Gateway) -> dict[str, Any]:
    if role not in REACHED:
        REACHED[role] = await everything(gateway, token_of(world, gateway, role))
    return REACHED[role]


def ids_by_type(answer: Any) -> dict[str, set[UUID]]:
    found: dict[str, set[UUID]] = defaultdict(set)
    for written in fields_named(answer, "id"):
        type_name, identifier = parse_node_id(written)
        found[type_name].add(identifier)
    found.pop("CooperationCondition", None)
    return dict(found)


@pytest.mark.parametrize("role", Role)
async def test_a_role_reaches_exactly_what_it_may_see(role: Role, gateway: Gateway, world: World) -> None:
    reached = await reached_by(role, world, gateway)
    assert ids_by_type(reached) == world.visible(role)


@pytest.mark.parametrize("role", Role)
async def test_lists_count_only_what_they_show(role: Role, gateway: Gateway, world: World) -> None:
    reached = await reached_by(role, world, gateway)
    expected = {root: len(world.visible(role).get(type_, ())) for root, type_ in connections().items()}
    assert {root: page["totalCount"] for root, page in reached.items()} == expected


@pytest.mark.parametrize("role", Role)
async def test_an_id_gives_nothing_that_lists_do_not(role: Role, gateway: Gateway, world: World) -> None:
    token, visible = token_of(world, gateway, role), world.visible(role)
    for root, type_name in single_roots().items():
        for identifier in world.all_ids()[type_name]:
            given = node_id(type_name, identifier)
            query = f"query($id: ID!) {{ node(id: $id) {{ id }} {root}(id: $id) {{ id }} }}"
            data = (await gateway.ask(query, token, id=given)).data
            assert (data[root] is not None) == (identifier in visible.get(type_name, ())), (root, role)
            assert (data["node"] is None) == (data[root] is None)


@pytest.mark.parametrize(
    ("role", "unseen"),
    [
        (Role.OFFICE, IBANS + IDS),
        (Role.COORDINATOR, (*IBANS, *MASKS, *IDS, *ID_MASKS, "Ayşe", "Zeynep", "zeynep@example.org", LETTER)),
        (Role.FINANCE, EMAILS + NUMBERS + IBANS + IDS),
        (Role.STUDENT, (*IBANS, *IDS, MASKS[1], EMAILS[1], NUMBERS[1], "Mehmet", "Kaya")),
        (Role.STAFF, (*IBANS, *IDS, MASKS[1], EMAILS[1], NUMBERS[1], "Mehmet", "Kaya", LETTER)),
        (Role.PARTNER, IBANS + MASKS + IDS + ID_MASKS + EMAILS + NUMBERS + NAMES),
        (Role.OPS, IBANS + MASKS + IDS + ID_MASKS + EMAILS + NUMBERS + NAMES),
    ],
)
async def test_a_role_never_reads_what_is_hidden_from_it(
    role: Role, unseen: tuple[str, ...], gateway: Gateway, world: World
) -> None:
    written = orjson.dumps(await reached_by(role, world, gateway)).decode()
    assert [secret for secret in unseen if secret in written] == []


async def test_a_ranking_is_hidden_from_applicants_until_it_is_public(gateway: Gateway, world: World) -> None:
    token = token_of(world, gateway, Role.STUDENT)
    query = "query($id: ID!) { application(id: $id) { status score rank scoreLines { points } faculty } }"
    public = await gateway.ask(query, token, id=node_id("Application", world.ayse.public["Application"]))
    secret = await gateway.ask(query, token, id=node_id("Application", world.ayse.secret["Application"]))
    assert public.data["application"]["rank"] == 1
    assert secret.data["application"] == {
        "status": None,
        "score": None,
        "rank": None,
        "scoreLines": None,
        "faculty": "engineering",
    }


async def test_a_filter_does_not_tell_what_a_column_hides(gateway: Gateway, world: World) -> None:
    query = """query($call: ID!) {
      applications(filter: {callId: $call, status: RANKED}) { totalCount }
      ranking(callId: $call) { totalCount }
    }"""
    call = node_id("Call", world.secret_call)
    as_student = await gateway.ask(query, token_of(world, gateway, Role.STUDENT), call=call)
    as_office = await gateway.ask(query, token_of(world, gateway, Role.OFFICE), call=call)
    assert as_student.data == {"applications": {"totalCount": 0}, "ranking": {"totalCount": 0}}
    assert as_office.data == {"applications": {"totalCount": 3}, "ranking": {"totalCount": 3}}


@pytest.mark.parametrize(("role", "finds"), [(Role.STUDENT, 0), (Role.COORDINATOR, 1), (Role.PARTNER, 0)])
async def test_search_finds_only_visible_people(
    role: Role, finds: int, gateway: Gateway, world: World
) -> None:
    query = '{ search(text: "mehm") { __typename } people(search: "mehm") { totalCount } }'
    data = (await gateway.ask(query, token_of(world, gateway, role))).data
    assert (len(data["search"]), data["people"]["totalCount"]) == (finds, finds)


async def test_two_roles_see_what_either_sees(gateway: Gateway, world: World) -> None:
    token = gateway.token(
        Role.STUDENT, Role.COORDINATOR, person_id=world.ayse.person.key, faculty="economics"
    )
    data = (await gateway.ask("{ people { nodes { givenName iban } } }", token)).data
    assert sorted((each["givenName"], each["iban"]) for each in data["people"]["nodes"]) == [
        ("Ayşe", masked_iban(IBANS[0])),
        ("Mehmet", None),
    ]


async def test_a_role_without_its_claim_sees_no_rows_of_its_own(gateway: Gateway, world: World) -> None:
    token = gateway.token(Role.STUDENT, Role.COORDINATOR, Role.PARTNER)
    data = (await gateway.ask("{ people { totalCount } mobilities { totalCount } }", token)).data
    assert data == {"people": {"totalCount": 0}, "mobilities": {"totalCount": 0}}


async def test_without_any_role_there_is_nothing(gateway: Gateway, world: World) -> None:
    token = gateway.issuer.issue([])
    reached = await everything(gateway, token)
    assert ids_by_type(reached) == {}


def test_every_view_has_a_policy() -> None:
    assert set(POLICIES) == {*BY_TYPE, "PersonalNumbers"}


def test_what_may_be_hidden_may_be_null() -> None:
    """A hidden column reads as null: in a non-null field it would take the whole object with it."""
    types = build_schema()._schema.type_map
    for type_name, rules in POLICIES.items():
        for column in frozenset().union(*(rule.hidden for rule in rules)):
            name = "".join(part.title() if at else part for at, part in enumerate(column.split("_")))
            assert not isinstance(types[type_name].fields[name].type, GraphQLNonNull), (type_name, column)  # type: ignore[attr-defined]
