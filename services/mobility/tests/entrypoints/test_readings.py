"""Every reading of a person by staff is on disk before its answer leaves, and the person can see it."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.ext.asyncio import AsyncEngine

from chassis.clock import utc_now
from chassis.identity.caller import Caller, Role
from chassis.ids import new_id
from chassis.readings import Readings
from services.mobility.tests.conftest import ClientOf
from services.mobility.tests.office import Office

IBAN, NATIONAL_ID = "TR330006100519786457841326", "10000000146"
MASKS = ("TR•• •••• 1326", "•••••••••46")
LOG = "SELECT person_id, roles, operation, version FROM person_reading ORDER BY operation, person_id"


async def test_a_record_a_page_and_a_corrected_record_are_readings(office: Office) -> None:
    one, other = await office.person(), await office.person()
    await office.sees(f"/people/{one}")
    await office.sees(f"/people/{one}")
    await office.sees("/people")
    await office.client.patch(f"/people/{other}", {"department": "Physics"}, version=1)
    assert await office.rows(LOG) == [
        (one, "office", "GET /people", 1),
        (other, "office", "GET /people", 1),
        (one, "office", "GET /people/{person_id}", 2),
        (other, "office", "PATCH /people/{person_id}", 1),
    ]


async def test_the_person_sees_who_read_them_and_their_own_reading_is_none(
    office: Office, client_of: ClientOf
) -> None:
    person = await office.person("theology")
    coordinator = await client_of(Role.COORDINATOR, faculty="theology")
    student = await client_of(Role.STUDENT, person_id=person)
    await coordinator.get(f"/people/{person}")
    await student.get(f"/people/{person}")
    seen = await student.get(f"/people/{person}/readings")
    (reading,) = seen.body["items"]
    assert (reading["roles"], reading["operation"], reading["times"]) == (
        "coordinator", "GET /people/{person_id}", 1,
    )  # fmt: skip


async def test_what_waits_is_written_before_the_process_ends_and_again_after_a_failure(
    office: Office, engine: AsyncEngine
) -> None:
    readings, person = Readings(engine, utc_now), new_id()
    officer = Caller("officer-7", frozenset({Role.OFFICE}))
    readings.note(officer, "GET /people", [person])
    async with engine.begin() as connection:
        await connection.execute(text("ALTER TABLE person_reading RENAME TO away"))
    with pytest.raises(ProgrammingError):
        await readings.written()
    async with engine.begin() as connection:
        await connection.execute(text("ALTER TABLE away RENAME TO person_reading"))
    readings.note(officer, "GET /people", [person])
    await readings.close()
    assert await office.rows(LOG) == [(person, "office", "GET /people", 2)]


async def test_nobody_else_sees_who_read_whom(office: Office, client_of: ClientOf) -> None:
    person, other = await office.person(), await office.person()
    student = await client_of(Role.STUDENT, person_id=other)
    assert (await student.get(f"/people/{person}/readings")).status == 404


async def test_what_is_refused_is_no_reading(office: Office, client_of: ClientOf) -> None:
    person = await office.person("theology")
    stranger = await client_of(Role.COORDINATOR, faculty="engineering")
    assert (await stranger.get(f"/people/{person}")).status == 404
    assert await office.rows(LOG) == []


async def test_the_log_pages_and_goes_with_the_person(office: Office) -> None:
    person = await office.person()
    for path in (f"/people/{person}", "/people"):
        await office.sees(path)
    first = await office.client.get(f"/people/{person}/readings", limit="1")
    rest = await office.client.get(f"/people/{person}/readings", limit="1", cursor=first.body["next"])
    operations = {answer.body["items"][0]["operation"] for answer in (first, rest)}
    assert operations == {"GET /people", "GET /people/{person_id}"}
    await office.client.delete(f"/people/{person}")
    assert await office.rows(LOG) == []


@pytest.mark.parametrize(
    ("role", "iban", "national_id"),
    [
        (Role.STUDENT, IBAN, NATIONAL_ID),
        (Role.OFFICE, MASKS[0], NATIONAL_ID),
        (Role.COORDINATOR, None, MASKS[1]),
    ],
)
async def test_numbers_are_masks_but_for_who_needs_them(
    role: Role, iban: str, national_id: str, office: Office, client_of: ClientOf
) -> None:
    person = await office.person("theology", iban=IBAN, national_id=NATIONAL_ID)
    client = await client_of(role, person_id=person if role is Role.STUDENT else None, faculty="theology")
    listed = (await client.get("/people")).body["items"][0]
    read = (await client.get(f"/people/{person}")).body
    for shown in (listed, read):
        assert (shown["iban"], shown["national_id"]) == (iban, national_id)


async def test_a_command_answers_with_masks_whoever_sends_it(office: Office, client_of: ClientOf) -> None:
    facts = {"given_name": "Ayşe", "family_name": "Yılmaz", "iban": IBAN, "national_id": NATIONAL_ID}
    registered = (await office.client.post("/people", facts)).body
    student = await client_of(Role.STUDENT, person_id=UUID(registered["id"]))
    changed = (await student.patch(f"/people/{registered['id']}", {"iban": IBAN}, version=1)).body
    for shown in (registered, changed):
        assert (shown["iban"], shown["national_id"]) == MASKS


@pytest.mark.parametrize("number", ["10000000145", "1000000014", "00000000146", "1000000014a"])
async def test_what_is_no_national_id_is_refused(number: str, office: Office) -> None:
    facts = {"given_name": "Ayşe", "family_name": "Yılmaz", "national_id": number}
    assert (await office.client.post("/people", facts)).code == "national-id-malformed"
