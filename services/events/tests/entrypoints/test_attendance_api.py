"""At the door over HTTP, and what those who came get afterwards."""

from __future__ import annotations

import asyncio
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from chassis.identity.caller import Role
from chassis.ids import new_id
from contracts import events, mobility
from contracts.mobility import PersonErased, PersonRegistered
from services.events.tests.conftest import Client, ClientOf, OtherServices, Said

BEGINS_NOW = "UPDATE gathering SET begins_at = now() - interval '1 minute'"
OVER = "UPDATE gathering SET begins_at = now() - interval '2 hours', ends_at = now() - interval '1 minute'"
NAME = 'Ayşe "Gül" #Çelik'


@pytest.fixture
def person_id() -> UUID:
    return new_id()


@pytest.fixture
def student(client_of: ClientOf, person_id: UUID) -> Client:
    return client_of(Role.STUDENT, person_id=person_id)


async def it_is(engine: AsyncEngine, moment: str) -> None:
    async with engine.begin() as connection:
        await connection.execute(text(moment))


async def code_of(engine: AsyncEngine, registration: Any) -> str:
    async with engine.connect() as connection:
        found = text("SELECT check_in_code FROM registration WHERE id::text = :id")
        return str((await connection.execute(found, {"id": registration["id"]})).scalar_one())


async def attended(
    office: Client, engine: AsyncEngine, person_id: UUID, **known: object
) -> tuple[Any, Any, str]:
    """The event, the registration and its code: the person checked in and the event is over."""
    event = await office.announces(**known)
    registration = await office.registers(event, person_id)
    code = await code_of(engine, registration)
    await it_is(engine, BEGINS_NOW)
    assert (await office.post(f"/events/{event['id']}/check-ins", {"code": code})).status == 200
    await it_is(engine, OVER)
    return event, registration, code


def named(person_id: UUID) -> PersonRegistered:
    given, family = NAME.rsplit(" ", 1)
    return PersonRegistered(
        state=mobility.Person(id=person_id, version=1, given_name=given, family_name=family)
    )


async def test_a_code_lets_in_once_however_many_doors_there_are(
    office: Client, engine: AsyncEngine, person_id: UUID, said: Said
) -> None:
    event = await office.announces()
    code = await code_of(engine, await office.registers(event, person_id))
    path, body = f"/events/{event['id']}/check-ins", {"code": f"{code[:6]}-{code[6:].lower()}"}
    early = await office.post(path, body)
    assert (early.status, early.code) == (409, "check-in-too-early")
    await it_is(engine, BEGINS_NOW)
    answers = await asyncio.gather(*(office.post(path, body) for _ in range(4)))
    assert sorted(one.status for one in answers) == [200, 409, 409, 409]
    assert {one.code for one in answers if one.status == 409} == {"already-checked-in"}
    assert (await office.get(f"/events/{event['id']}")).body["attended"] == 1
    *_, came, counted = await said()
    assert isinstance(came, events.ParticipantCheckedIn)
    assert isinstance(counted, events.EventPlacesChanged)


async def test_a_code_opens_its_own_event_only(
    office: Client, student: Client, engine: AsyncEngine, person_id: UUID
) -> None:
    event, another = await office.announces(), await office.announces()
    code = await code_of(engine, await office.registers(event, person_id))
    await it_is(engine, BEGINS_NOW)
    wrong = await office.post(f"/events/{another['id']}/check-ins", {"code": code})
    assert (wrong.status, wrong.code) == (422, "check-in-code-unknown")
    themselves = await student.post(f"/events/{event['id']}/check-ins", {"code": code})
    assert (themselves.status, themselves.code) == (403, "role-missing")


async def test_who_came_rates_it_and_the_office_reads_it_without_a_name(
    office: Client, student: Client, engine: AsyncEngine, person_id: UUID, said: Said
) -> None:
    event, registration, _ = await attended(office, engine, person_id)
    path, body = f"/registrations/{registration['id']}/rating", {"rating": 4, "comment": "Too short."}
    assert (await student.post(path, body)).status == 200
    assert (await student.post(path, body)).code == "already-rated"
    present = (await office.get(f"/events/{event['id']}")).body
    assert (present["rated"], present["rating_total"]) == (1, 4)
    feedback = (await office.get(f"/events/{event['id']}/feedback")).body
    assert feedback == {"items": [{"rating": 4, "comment": "Too short."}], "next": None}
    assert "Too short." not in "".join(str(one) for one in await said())


async def test_a_certificate_is_for_who_came_and_for_nobody_else(
    office: Client, student: Client, engine: AsyncEngine, person_id: UUID, others: OtherServices
) -> None:
    _, registration, code = await attended(office, engine, person_id)
    path = f"/certificates/{registration['id']}"
    assert (await student.file(path)).code == "name-unknown"
    await others.say(named(person_id))
    for reader in (student, office):
        answer = await reader.file(path)
        assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
        assert answer.body.startswith(b"%PDF-")
    (read,) = (await student.get(f"/people/{person_id}/readings")).body["items"]
    assert (read["roles"], read["times"]) == ("office", 1)
    assert read["operation"] == "GET /certificates/{registration_id}"
    assert await student.opens(f"/certificates/{code.lower()}") == 200
    assert await student.opens("/certificates/000000000000") == 404


async def test_nobody_has_the_certificate_of_another(
    office: Client, client_of: ClientOf, engine: AsyncEngine, person_id: UUID, others: OtherServices
) -> None:
    await others.say(named(person_id))
    _, registration, _ = await attended(office, engine, person_id)
    another = client_of(Role.STUDENT, person_id=new_id())
    assert (await another.file(f"/certificates/{registration['id']}")).code == "not-found"


async def test_who_was_absent_has_no_certificate(
    office: Client, student: Client, engine: AsyncEngine, person_id: UUID, others: OtherServices
) -> None:
    await others.say(named(person_id))
    registration = await office.registers(await office.announces(), person_id)
    path, code = f"/certificates/{registration['id']}", await code_of(engine, registration)
    assert (await student.file(path)).code == "event-not-over"
    await it_is(engine, OVER)
    assert (await student.file(path)).code == "did-not-attend"
    assert await student.opens(f"/certificates/{code}") == 404


async def test_who_is_erased_has_neither_name_nor_certificate_nor_words(
    office: Client, student: Client, engine: AsyncEngine, person_id: UUID, others: OtherServices
) -> None:
    await others.say(named(person_id))
    event, registration, code = await attended(office, engine, person_id)
    await student.post(f"/registrations/{registration['id']}/rating", {"rating": 2, "comment": "I am Ayşe."})
    assert (await office.file(f"/certificates/{registration['id']}")).status == 200
    await others.say(PersonErased(key=person_id, sequence=2))
    assert await student.opens(f"/certificates/{code}") == 404
    assert (await office.get(f"/events/{event['id']}/feedback")).body["items"] == []
    present = (await office.get(f"/events/{event['id']}")).body
    assert (present["registered"], present["attended"], present["rated"]) == (0, 0, 0)
    async with engine.connect() as connection:
        for table in ("recipient", "person_reading"):
            left = await connection.execute(text(f"SELECT count(*) FROM {table}"))
            assert left.scalar_one() == 0


async def test_opinions_come_in_pages_the_best_first(
    office: Client, client_of: ClientOf, engine: AsyncEngine
) -> None:
    event, ratings = await office.announces(capacity=5), [3, 5, 3, 1, 3]
    people = [new_id() for _ in ratings]
    placed = [await office.registers(event, person) for person in people]
    await it_is(engine, BEGINS_NOW)
    for each in placed:
        await office.post(f"/events/{event['id']}/check-ins", {"code": await code_of(engine, each)})
    await it_is(engine, OVER)
    for person, each, rating in zip(people, placed, ratings, strict=True):
        path, body = f"/registrations/{each['id']}/rating", {"rating": rating, "comment": each["id"]}
        await client_of(Role.STUDENT, person_id=person).post(path, body)
    read, more = [], {"limit": "2"}
    for _ in range(3):
        page = (await office.get(f"/events/{event['id']}/feedback", **more)).body
        read += page["items"]
        more["cursor"] = page["next"] or ""
    assert page["next"] is None
    assert [each["rating"] for each in read] == [5, 3, 3, 3, 1]
    assert {each["comment"] for each in read} == {each["id"] for each in placed}


async def test_a_volunteer_has_a_certificate_once_hours_are_confirmed(
    office: Client, student: Client, engine: AsyncEngine, person_id: UUID, others: OtherServices
) -> None:
    await others.say(named(person_id))
    event, registration, code = await attended(office, engine, person_id, hours="8")
    path = f"/registrations/{registration['id']}"
    assert (await student.file(f"/certificates/{registration['id']}")).code == "hours-not-confirmed"
    assert await student.opens(f"/certificates/{code}") == 404
    assert (await student.post(f"{path}/hours", {"hours": "8"})).status == 403
    assert (await office.post(f"{path}/hours", {"hours": "8.5"})).code == "hours-out-of-range"
    assert (await office.post(f"{path}/hours", {"hours": "7.50"})).body["hours"] == "7.50"
    assert (await office.get(f"/events/{event['id']}")).body["confirmed_hours"] == "7.50"
    assert (await student.file(f"/certificates/{registration['id']}")).body.startswith(b"%PDF-")
    assert "7.5" in await student.reads(f"/certificates/{code}?language=en")
    await others.say(PersonErased(key=person_id, sequence=2))
    assert await student.opens(f"/certificates/{code}") == 404
    assert Decimal((await office.get(f"/events/{event['id']}")).body["confirmed_hours"]) == 0
