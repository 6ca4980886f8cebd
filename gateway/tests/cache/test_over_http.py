"""The cache as clients meet it: their own writes are in the next answer, and every check comes before it."""

from __future__ import annotations

import asyncio
from uuid import UUID

import pytest
from sqlalchemy import text

from chassis.database import create_engine
from chassis.identity.caller import Role
from chassis.ids import new_id
from gateway.reading.ids import node_id
from gateway.tests import office
from gateway.tests.fixtures import Gateway, Views
from gateway.tests.owner import Owner

NAME = "query Name($id: ID!) { partner(id: $id) { name } }"
CHANGE = """mutation($input: ChangePartnerInput!) {
  changePartner(input: $input) { stale userErrors { code } }
}"""


async def name(gateway: Gateway, partner: UUID, token: str | None = None) -> str:
    answer = await gateway.ask(NAME, token, id=node_id("Partner", partner))
    return str(answer.data["partner"]["name"])


async def behind_all_backs(views: Views, partner: UUID, name: str) -> None:
    """A change that nobody announces: who shows the name before it answers from the cache."""
    async with views.engine.begin() as connection:
        renaming = text("UPDATE partner_view SET name = :name WHERE id = :id")
        await connection.execute(renaming, {"id": partner, "name": name})


@pytest.fixture
async def cached(gateway: Gateway, views: Views) -> UUID:
    """A partner whose name "Cached" is answered from the cache to the office, and is "Read" in the views."""
    partner = office.partner(new_id(), name="Cached")
    await views.take_in(partner)
    async with asyncio.timeout(20):
        while True:
            await behind_all_backs(views, partner.key, "Cached")
            await name(gateway, partner.key)
            await behind_all_backs(views, partner.key, "Read")
            if await name(gateway, partner.key) == "Cached":
                return partner.key
            await views.take_in(office.partner(partner.key, 2, name=f"{new_id()}"))


async def test_ones_own_write_is_in_the_next_answer_wherever_the_views_are_written(
    gateway: Gateway, owner: Owner, views: Views
) -> None:
    partner, elsewhere = office.partner(new_id()), create_engine(views.engine.url.render_as_string(False))
    await views.take_in(partner)
    change = {"id": node_id("Partner", partner.key), "expectedVersion": 1, "name": "New"}
    for version in range(2, 22):
        owner.forget(Views(elsewhere) if version % 2 else views)
        owner.delay_seconds = 0.002 * version
        owner.writes(office.partner(partner.key, version, name=f"Name {version}"))
        changed = await gateway.ask(CHANGE, input=change)
        assert changed.data["changePartner"] == {"stale": False, "userErrors": []}
        for _ in range(3):
            assert await name(gateway, partner.key) == f"Name {version}"
    await elsewhere.dispose()


async def test_callers_of_other_roles_do_not_get_each_others_answers(gateway: Gateway, cached: UUID) -> None:
    assert await name(gateway, cached) == "Cached"
    assert await name(gateway, cached, gateway.token(Role.STUDENT)) == "Read"
    assert await name(gateway, cached, gateway.token(Role.OFFICE, Role.STUDENT)) == "Read"


async def test_another_person_of_the_same_role_does(gateway: Gateway, cached: UUID) -> None:
    assert await name(gateway, cached, gateway.token(Role.OFFICE, subject="another")) == "Cached"


async def test_a_known_request_is_still_refused_without_a_valid_token(gateway: Gateway, cached: UUID) -> None:
    asked = {"query": NAME, "variables": {"id": node_id("Partner", cached)}}
    assert (await gateway.post(asked, gateway.token())).status == 200
    assert (await gateway.post(asked, None)).status == 401
    assert (await gateway.post(asked, gateway.token()[:-3] + "abc")).status == 401


async def test_a_known_request_is_answered_in_the_type_that_is_accepted(
    gateway: Gateway, cached: UUID
) -> None:
    asked = {"query": NAME, "variables": {"id": node_id("Partner", cached)}}
    for accepted in ("application/json", "application/graphql-response+json"):
        answer = await gateway.post(asked, gateway.token(), Accept=accepted)
        assert answer.headers["Content-Type"] == f"{accepted}; charset=utf-8"
        assert answer.data == {"partner": {"name": "Cached"}}
    plain = await gateway.post(asked, gateway.token(), **{"Content-Type": "text/plain"})
    assert plain.status == 415
