"""An erased person leaves nothing here but a digest, and their place to the next."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from chassis.identity.caller import Role
from chassis.ids import new_id
from contracts import events
from contracts.mobility import CallPublished, MobilityPlanned, PersonErased
from services.events.tests.builders import a_call, a_mobility
from services.events.tests.conftest import Client, ClientOf, OtherServices, Said


@pytest.fixture
def person_id() -> UUID:
    return new_id()


def erased(person_id: UUID) -> PersonErased:
    return PersonErased(key=person_id, sequence=2)


async def test_their_place_goes_to_the_first_in_line(
    office: Client, others: OtherServices, person_id: UUID
) -> None:
    event = await office.announces(capacity=1)
    await office.registers(event, person_id)
    next_one = await office.registers(event, new_id())
    await others.say(erased(person_id))
    listed = (await office.get(f"/events/{event['id']}/registrations")).body["items"]
    assert [(one["id"], one["status"]) for one in listed] == [(next_one["id"], "registered")]


async def test_their_registration_leaves_its_topic(
    office: Client, others: OtherServices, said: Said, person_id: UUID
) -> None:
    registration = await office.registers(await office.announces(), person_id)
    await others.say(erased(person_id))
    gone = [event for event in await said() if isinstance(event, events.RegistrationErased)]
    assert [(str(event.key), event.sequence) for event in gone] == [(registration["id"], 2)]


async def test_nothing_in_the_database_names_them(
    client_of: ClientOf, others: OtherServices, engine: AsyncEngine, person_id: UUID
) -> None:
    call_id = new_id()
    await others.say(CallPublished(state=a_call(call_id)))
    await others.say(MobilityPlanned(state=a_mobility(call_id, person_id)))
    student = client_of(Role.STUDENT, person_id=person_id)
    event = (await student.get("/events")).body["items"][0]
    body = {"person_id": str(person_id)}
    await student.post(f"/events/{event['id']}/registrations", body, Idempotency_Key="mine")
    await others.say_unreadably(MobilityPlanned(state=a_mobility(call_id, person_id)))
    assert await _tables_naming(person_id, engine) == {"registration", "goer", "idempotency", "parked_record"}
    await others.say(erased(person_id))
    assert await _tables_naming(person_id, engine) == set()


async def test_a_mobility_that_comes_later_does_not_bring_them_back(
    others: OtherServices, said: Said, engine: AsyncEngine, person_id: UUID
) -> None:
    call_id = new_id()
    await others.say(CallPublished(state=a_call(call_id)))
    await others.say(erased(person_id))
    await others.say(MobilityPlanned(state=a_mobility(call_id, person_id)))
    assert [type(event) for event in await said()] == [events.EventScheduled]
    assert await _tables_naming(person_id, engine) == set()


async def test_nobody_registers_them_again(office: Client, others: OtherServices, person_id: UUID) -> None:
    event = await office.announces()
    await others.say(erased(person_id))
    answer = await office.post(f"/events/{event['id']}/registrations", {"person_id": str(person_id)})
    assert (answer.status, answer.code) == (422, "person-erased")


async def test_an_erasure_delivered_twice_changes_nothing(
    office: Client, others: OtherServices, said: Said, person_id: UUID
) -> None:
    await office.registers(await office.announces(), person_id)
    await others.say(erased(person_id))
    before = await said()
    await others.repeat()
    assert await said() == before


async def _tables_naming(person_id: UUID, engine: AsyncEngine) -> set[str]:
    """Tables with a row whose text holds the id; what is on its way out in the outbox does not stay."""
    async with engine.connect() as connection:
        tables = (
            await connection.execute(
                text("SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'outbox'")
            )
        ).scalars()
        found = set()
        for table in tables.all():
            query = text(f"SELECT count(*) FROM {table} AS kept WHERE kept::text ~ :written")
            if (await connection.execute(query, {"written": _written(person_id)})).scalar_one():
                found.add(table)
        return found


def _written(person_id: UUID) -> str:
    """The id as text, as bytes of that text, and as its own bytes: PostgreSQL prints bytes as hex."""
    return "|".join((str(person_id), str(person_id).encode().hex(), person_id.hex))
