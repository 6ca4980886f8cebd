"""Whoever of the staff reads a person is noted, whichever way the answer comes, and the person sees it."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from chassis.identity.caller import Role
from chassis.ids import new_id
from chassis.readings import WRITTEN_AFTER_SECONDS
from chassis.tests.telemetry.scraping import measuring, scraped
from contracts.vocabulary import MobilityStatus
from gateway.reading.ids import node_id
from gateway.reading.marks import MARK, taken_out
from gateway.tests import office
from gateway.tests.fixtures import Gateway, Views

NAMES = "query Names { people { nodes { familyName } } }"
COMPILED = {
    "a list": NAMES,
    "edges": "{ people { edges { node { givenName } } } }",
    "in a stay, from its copy": "{ mobilities { nodes { person { givenName } } } }",
    "in a stay, from its own row": "{ mobilities { nodes { person { email } } } }",
    "twice": "{ a: people { nodes { email } } b: people { nodes { iban } } }",
    "by words": '{ search(text: "yilm") { ... on Person { givenName } } }',
    "under an alias": "{ people { nodes { me: id name: givenName } } }",
    "in a fragment": "{ people { nodes { ...F } } } fragment F on Person { faculty }",
}
UNCOMPILABLE = "__schema { __typename }"
RESOLVED = {
    f"{name}, resolved": query.replace("{", f"{{ {UNCOMPILABLE}", 1) for name, query in COMPILED.items()
}
EVERY_WAY = COMPILED | RESOLVED
READINGS = """query($id: ID!) { personReadings(personId: $id) {
  totalCount nodes { personId reader roles operation times } } }"""


async def a_person(views: Views) -> UUID:
    """Who stays abroad."""
    person = office.person(new_id())
    await views.take_in(person, office.stay(new_id(), person.key, status=MobilityStatus.PLANNED))
    return person.key


async def log_of(views: Views, times: int = 1) -> list[dict[str, Any]]:
    """The log's rows once they have had time to be written."""
    for _ in range(100):
        rows = await views.rows("person_reading")
        if sum(row["version"] for row in rows) >= times:
            return rows
        await asyncio.sleep(WRITTEN_AFTER_SECONDS / 2)
    return await views.rows("person_reading")


@pytest.mark.parametrize("query", EVERY_WAY.values(), ids=EVERY_WAY)
async def test_every_way_of_reading_a_person_is_noted(query: str, views: Views, gateway: Gateway) -> None:
    person = await a_person(views)
    answer = await gateway.ask(query, gateway.token(Role.OFFICE, subject="officer-7"))
    assert MARK not in str(answer.data)
    (row,) = await log_of(views)
    assert (row["person_id"], row["reader"], row["roles"]) == (person, "officer-7", "office")
    assert row["operation"].startswith("query")


@pytest.mark.parametrize(
    "query",
    [
        "{ people { totalCount nodes { id version __typename } } }",
        "{ mobilities { nodes { id status person { id } } } }",
        "{ people { nodes { id mobilities { nodes { status } } } } }",
        "{ people { nodes { id familyName @include(if: false) } } }",
        "{ partners { nodes { name } } }",
    ],
)
async def test_an_id_alone_is_no_reading(query: str, views: Views, gateway: Gateway) -> None:
    await a_person(views)
    await gateway.ask(query)
    await gateway.ask(query.replace("{", f"{{ {UNCOMPILABLE}", 1))
    await asyncio.sleep(2 * WRITTEN_AFTER_SECONDS)
    assert await views.rows("person_reading") == []


async def test_the_same_reading_is_counted_within_the_hour(
    views: Views, gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chassis.readings.REPEATS_AFTER_SECONDS", 0.5)
    await a_person(views)
    for _ in range(3):
        await gateway.ask(NAMES)
        await asyncio.sleep(2 * WRITTEN_AFTER_SECONDS)
    rows = await log_of(views, times=3)
    assert sum(row["version"] for row in rows) == 3
    assert {row["operation"] for row in rows} == {"query Names { people }"}


async def test_the_person_sees_it_and_so_does_the_office_and_nobody_else(
    views: Views, gateway: Gateway
) -> None:
    person = await a_person(views)
    await gateway.ask(NAMES, gateway.token(Role.COORDINATOR, faculty="engineering", subject="coordinator-1"))
    await log_of(views)
    asked = {"id": node_id("Person", person)}
    seen = {"personId": asked["id"], "reader": "coordinator-1", "roles": "coordinator"}
    expected = {"totalCount": 1, "nodes": [seen | {"operation": "query Names { people }", "times": 1}]}
    for role in Role:
        token = gateway.token(role, person_id=person, faculty="engineering", partner_id=new_id())
        found = (await gateway.ask(READINGS, token, **asked)).data["personReadings"]
        sees = role in (Role.STUDENT, Role.STAFF, Role.OFFICE)
        assert found == (expected if sees else {"totalCount": 0, "nodes": []}), role
    other = gateway.token(Role.STUDENT, person_id=new_id())
    assert (await gateway.ask(READINGS, other, **asked)).data["personReadings"]["totalCount"] == 0


async def test_who_reads_themselves_is_not_noted(views: Views, gateway: Gateway) -> None:
    person = await a_person(views)
    for role in (Role.STUDENT, Role.STAFF, Role.OFFICE):
        await gateway.ask("{ me { person { givenName } } }", gateway.token(role, person_id=person))
    await asyncio.sleep(2 * WRITTEN_AFTER_SECONDS)
    assert await views.rows("person_reading") == []


async def test_a_number_in_full_is_on_disk_before_it_is_told(views: Views, gateway: Gateway) -> None:
    person = await a_person(views)
    query = "query($id: ID!) { personalNumbers(personId: $id) { iban } }"
    await gateway.ask(query, gateway.token(Role.FINANCE), id=node_id("Person", person))
    (row,) = await views.rows("person_reading")
    assert row["operation"] == "query { personalNumbers }"


async def test_the_log_goes_with_the_person_and_outlives_a_rebuilt_view(
    views: Views, gateway: Gateway
) -> None:
    person, other = await a_person(views), await a_person(views)
    await gateway.ask(NAMES)
    await log_of(views, times=2)
    await views.take_in(office.erased(person, 2))
    assert [row["person_id"] for row in await views.rows("person_reading")] == [other]


async def test_a_log_that_cannot_take_any_more_stops_the_reading(
    views: Views, gateway: Gateway, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    await a_person(views)
    monkeypatch.setattr("chassis.readings.WAITING_MAX", 0)
    with measuring(tmp_path):
        answer = await gateway.ask(NAMES)
        assert scraped("kervan_readings_refused_total") == {"": 1}
    assert (answer.codes, answer.body.get("data")) == (["readings-not-recordable"], None)


def test_a_mark_that_somebody_wrote_into_their_name_is_a_text() -> None:
    name = rb'"a \"person-read\" : \"Person.01920000-0000-7000-8000-000000000000\", b"'
    assert taken_out(name) == (name, ())
