"""Those who come to us, over HTTP: received, accepted with stay and file, a buddy, a bed, gone again."""

from __future__ import annotations

import asyncio
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from chassis.work import Transactions
from services.mobility.adapters.work import MobilityWork
from services.mobility.tests.conftest import Outbox
from services.mobility.tests.office import Office

STAY = {
    "programme": "erasmus",
    "call_year": 2024,
    "academic_year": "2026/2027",
    "kind": "student-study",
    "begins": "2026-09-15",
    "ends": "2027-01-31",
    "received_on": "2026-05-04",
}


async def received(office: Office, faculty: str = "engineering", **changes: Any) -> dict[str, Any]:
    place = await office.place()
    body = STAY | {
        "person_id": str(await office.person(given_name="Zofia", nationality="PL")),
        "partner_id": str(place.partner_id),
        "faculty": faculty,
    }
    return await office.post("/incoming-applications", body | changes)


async def a_guest(office: Office, **changes: Any) -> dict[str, Any]:
    came = await received(office, **changes)
    accepted = {"decided_on": "2026-05-20"}
    return await office.post(f"/incoming-applications/{came['id']}/accept", accepted)


async def a_bed(office: Office, bed: str = "1", until: str = "2027-06-30") -> dict[str, Any]:
    days = {"available_from": "2026-09-01", "available_until": until}
    return await office.post("/housing-places", {"building": "A", "room": "101", "bed": bed, **days})


async def house(office: Office, guest: dict[str, Any]) -> Any:
    return await office.client.post(f"/mobilities/{guest['mobility_id']}/housing")


async def test_an_application_is_to_be_decided_within_five_weeks(office: Office) -> None:
    came = await received(office)
    assert (came["status"], came["decide_by"]) == ("received", "2026-06-08")


async def test_who_is_accepted_has_a_stay_and_a_file_with_the_permits_clock(
    office: Office, outbox: Outbox
) -> None:
    guest = await a_guest(office)
    stay = (await office.sees(f"/mobilities/{guest['mobility_id']}")).body
    assert (stay["direction"], stay["days"], stay["host_country"]) == ("incoming", 136, "TR")
    assert [event.name for event in await outbox()][-3:] == [
        "mobility-planned",
        "file-opened",
        "incoming-accepted",
    ]
    await office.post(f"/mobilities/{stay['id']}/arrive", {"arrived_on": "2026-09-14"})
    registered = {"milestone": "registration", "day": "2026-09-20"}
    file = await office.post(f"/files/{stay['id']}/milestones", registered)
    due = {task["code"]: task["due_on"] for task in file["tasks"]}
    assert (due["acceptance-letter"], due["residence-permit-form"], due["residence-permit-file"]) == (
        "2026-06-08",
        "2026-09-24",
        "2026-10-20",
    )


async def test_it_is_decided_once(office: Office) -> None:
    guest = await a_guest(office)
    late = await office.client.post(f"/incoming-applications/{guest['id']}/refuse", {})
    assert (late.status, late.code) == (409, "incoming-application-decided")


async def test_two_acceptances_at_once_plan_one_stay(office: Office) -> None:
    came = await received(office)
    path = f"/incoming-applications/{came['id']}/accept"
    answers = await asyncio.gather(*(office.client.post(path, {}) for _ in range(3)))
    assert sorted(answer.status for answer in answers) == [200, 409, 409]
    assert len((await office.sees("/mobilities")).body["items"]) == 1


async def test_a_bed_is_booked_released_on_return_and_booked_again(office: Office, outbox: Outbox) -> None:
    bed, guest, other = await a_bed(office), await a_guest(office), await a_guest(office)
    assert (await house(office, guest)).body["place_id"] == bed["id"]
    full = await house(office, other)
    assert (full.status, full.code) == (409, "housing-none-free")
    twice = await house(office, guest)
    assert (twice.status, twice.code) == (409, "housing-booked-already")
    await office.post(f"/mobilities/{guest['mobility_id']}/complete", {"ends": "2027-01-20"})
    assert "housing-released" in [event.name for event in await outbox()]
    assert (await house(office, other)).status == 201


async def test_who_gives_up_frees_the_bed(office: Office) -> None:
    await a_bed(office)
    guest = await a_guest(office)
    await house(office, guest)
    await office.post(f"/mobilities/{guest['mobility_id']}/withdraw", {"reason": "…"})
    released = await office.client.post(f"/housing-bookings/{guest['mobility_id']}/release")
    assert (released.status, released.code) == (409, "housing-released-already")


@pytest.mark.parametrize("beds", [1, 3])
async def test_many_at_once_get_as_many_beds_as_there_are(office: Office, beds: int) -> None:
    for number in range(beds):
        await a_bed(office, str(number))
    guests = [await a_guest(office) for _ in range(6)]
    answers = await asyncio.gather(*(house(office, guest) for guest in guests))
    assert sorted(answer.status for answer in answers) == [201] * beds + [409] * (6 - beds)
    given = [answer.body["place_id"] for answer in answers if answer.status == 201]
    assert len(set(given)) == beds


async def test_the_table_itself_takes_no_two_bookings_of_one_bed_on_one_day(
    office: Office, transactions: Transactions[MobilityWork]
) -> None:
    """Whatever the code believes: the last day of one is the first of another."""
    bed, first, second = await a_bed(office), await a_guest(office), await a_guest(office)
    await _insert(transactions, first, bed, "2026-09-15", "2026-12-31")
    with pytest.raises(IntegrityError, match="ex_housing_booking_one_at_a_time"):
        await _insert(transactions, second, bed, "2026-12-31", "2027-01-31")
    await _insert(transactions, second, bed, "2027-01-01", "2027-01-31")


async def _insert(
    transactions: Transactions[MobilityWork], guest: dict[str, Any], bed: dict[str, Any], *days: str
) -> None:
    statement = text(
        "INSERT INTO housing_booking VALUES (:id, 1, :place, :person, null, CAST(:begins AS text)::date,"
        " CAST(:ends AS text)::date, 'booked')"
    )
    values = {"id": UUID(guest["mobility_id"]), "place": UUID(bed["id"]), "person": uuid4()}
    async with transactions.begin() as work:
        await work.connection.execute(statement, values | {"begins": days[0], "ends": days[1]})
