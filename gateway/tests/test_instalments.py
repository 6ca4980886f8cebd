"""Instalments: a row each, found by day and state, the same object inside their grant."""

from __future__ import annotations

import importlib
from datetime import date
from typing import Any

import pytest
from sqlalchemy import text

from chassis.ids import new_id
from contracts import finance
from contracts.vocabulary import InstalmentKind, InstalmentStatus, Programme
from gateway.tests import office
from gateway.tests.fixtures import Gateway, Views
from gateway.tests.world import instalment_id

LISTED = "query($filter: InstalmentFilter) { instalments(filter: $filter) { nodes { number dueOn } } }"
OBJECT = "id version number kind amount { amount } dueOn status grant { id } person { familyName }"


def instalment(number: int, due_on: date | None = None, **facts: Any) -> finance.Instalment:
    given = {"kind": InstalmentKind.ADVANCE, "status": InstalmentStatus.PLANNED} | facts
    return finance.Instalment(number=number, amount=office.euros("800.00"), due_on=due_on, **given)


def granted(*instalments: finance.Instalment, **facts: Any) -> finance.GrantReserved:
    stay = office.stay(new_id(), new_id(), **facts)
    return office.grant(new_id(), stay, instalments=instalments)


def again(grant: finance.GrantReserved, *instalments: finance.Instalment) -> finance.GrantReserved:
    state = grant.state.model_copy(update={"version": grant.state.version + 1, "instalments": instalments})
    return finance.GrantReserved(state=state)


async def test_the_first_due_comes_first_and_one_without_a_day_last(gateway: Gateway, views: Views) -> None:
    await views.take_in(
        granted(instalment(1), instalment(2, date(2027, 2, 1))), granted(instalment(3, date(2026, 10, 1)))
    )
    nodes = (await gateway.ask(LISTED)).data["instalments"]["nodes"]
    assert [node["number"] for node in nodes] == [3, 2, 1]


@pytest.mark.parametrize(
    ("wanted", "numbers"),
    [
        ({"dueBefore": "2027-02-01"}, [1]),
        ({"dueBefore": "2027-02-02"}, [1, 2]),
        ({"status": "PAID"}, [2]),
        ({"programme": "FARABI"}, [4]),
        ({"callYear": 2024, "dueBefore": "2026-01-01"}, []),
    ],
)
async def test_filters_narrow_by_day_state_and_programme(
    gateway: Gateway, views: Views, wanted: dict[str, Any], numbers: list[int]
) -> None:
    paid = instalment(2, date(2027, 2, 1), status=InstalmentStatus.PAID)
    await views.take_in(
        granted(instalment(1, date(2026, 10, 1)), paid, instalment(3)),
        granted(instalment(4), programme=Programme.FARABI),
    )
    nodes = (await gateway.ask(LISTED, filter=wanted)).data["instalments"]["nodes"]
    assert [node["number"] for node in nodes] == numbers


async def test_pages_go_on_past_instalments_without_a_day(gateway: Gateway, views: Views) -> None:
    await views.take_in(granted(instalment(1, date(2026, 10, 1)), instalment(2), instalment(3)))
    query = "query($after: String) { instalments(first: 2, after: $after) { %s } }"
    query %= "nodes { number } pageInfo { endCursor hasNextPage }"
    first = (await gateway.ask(query)).data["instalments"]
    then = (await gateway.ask(query, after=first["pageInfo"]["endCursor"])).data["instalments"]
    assert {node["number"] for page in (first, then) for node in page["nodes"]} == {1, 2, 3}
    assert (first["nodes"][0]["number"], then["pageInfo"]["hasNextPage"]) == (1, False)


async def test_an_instalment_is_the_same_object_wherever_it_is_met(gateway: Gateway, views: Views) -> None:
    student = office.person(new_id())
    stay = office.stay(new_id(), student.key)
    grant = office.grant(new_id(), stay, instalments=(instalment(1, date(2026, 10, 1)), instalment(2)))
    await views.take_in(student, stay, grant)
    query = f"""query($id: ID!) {{
      instalments(first: 1) {{ nodes {{ {OBJECT} }} }} node(id: $id) {{ ... on Instalment {{ {OBJECT} }} }}
      instalment(id: $id) {{ {OBJECT} }} grants {{ nodes {{ instalments {{ {OBJECT} }} }} }}
      mobilities {{ nodes {{ grant {{ instalments {{ {OBJECT} }} }} }} }}
    }}"""
    data = (await gateway.ask(query, id=f"Instalment.{instalment_id(grant.key, 1)}")).data
    listed = data["instalments"]["nodes"][0]
    assert (listed["number"], listed["person"]["familyName"]) == (1, "Yılmaz")
    assert data["node"] == data["instalment"] == listed
    assert data["grants"]["nodes"][0]["instalments"][0] == listed
    assert data["mobilities"]["nodes"][0]["grant"]["instalments"][0] == listed


async def test_what_a_grant_has_no_more_is_gone(views: Views) -> None:
    grant, other = granted(instalment(1), instalment(2), instalment(3)), granted(instalment(1))
    await views.take_in(grant, other)
    await views.take_in(again(grant, instalment(1), instalment(3)))
    left = await views.rows("instalment_view")
    assert sorted((row["grant_id"], row["number"], row["version"]) for row in left) == sorted(
        [(grant.key, 1, 2), (grant.key, 3, 2), (other.key, 1, 1)]
    )


async def test_an_older_grant_brings_no_instalment_back(views: Views) -> None:
    grant = granted(instalment(1), instalment(2))
    await views.take_in(again(grant))
    await views.take_in(grant)
    assert await views.rows("instalment_view") == []


async def test_the_migration_fills_what_the_projection_computes(views: Views) -> None:
    stay = office.stay(new_id(), new_id())
    await views.take_in(
        stay, office.grant(new_id(), stay, instalments=(instalment(1), instalment(2, date(2026, 10, 1))))
    )
    computed = await views.all_rows()
    migration: Any = importlib.import_module("gateway.migrations.versions.0004_instalments")
    async with views.engine.begin() as connection:
        await connection.execute(text("DELETE FROM instalment_view"))
        await connection.execute(text("UPDATE grant_view SET instalments = '[]'"))
        for statement in migration.FILL:
            await connection.execute(text(statement))
    assert await views.all_rows() == computed
