"""Registrations over HTTP: who may do and see what, and who has the places."""

from __future__ import annotations

import asyncio
from uuid import UUID

import pytest

from chassis.identity.caller import Role
from chassis.ids import new_id
from contracts import events
from contracts.mobility import MobilityPlanned
from services.events.tests.builders import a_mobility
from services.events.tests.conftest import Client, ClientOf, OtherServices, Said


@pytest.fixture
def person_id() -> UUID:
    return new_id()


@pytest.fixture
def student(client_of: ClientOf, person_id: UUID) -> Client:
    return client_of(Role.STUDENT, person_id=person_id)


async def test_a_student_registers_and_both_aggregates_say_so(
    office: Client, student: Client, person_id: UUID, said: Said
) -> None:
    event = await office.announces()
    registration = await student.registers(event, person_id)
    _, registered, places = await said()
    assert registration["status"] == "registered"
    assert isinstance(registered, events.ParticipantRegistered)
    assert isinstance(places, events.EventPlacesChanged)
    assert (places.state.registered, places.state.version) == (1, 2)


async def test_fifty_at_once_for_ten_places(office: Client) -> None:
    event = await office.announces(capacity=10)
    answers = await asyncio.gather(*(office.registers(event, new_id()) for _ in range(50)))
    line = sorted(one["place_in_line"] for one in answers if one["status"] == "waiting")
    assert [one["status"] for one in answers].count("registered") == 10
    assert line == list(range(1, 41))
    present = (await office.get(f"/events/{event['id']}")).body
    assert (present["registered"], present["waiting"], present["version"]) == (10, 40, 51)


async def test_one_person_registering_twice_at_once_has_one_place(office: Client, person_id: UUID) -> None:
    event = await office.announces()
    path, body = f"/events/{event['id']}/registrations", {"person_id": str(person_id)}
    answers = await asyncio.gather(*(office.post(path, body) for _ in range(5)))
    assert sorted(one.status for one in answers) == [201, 409, 409, 409, 409]
    assert (await office.get(f"/events/{event['id']}")).body["registered"] == 1


async def test_a_cancellation_lets_the_first_in_line_up(office: Client, said: Said) -> None:
    event = await office.announces(capacity=1)
    holder, first, second = [await office.registers(event, new_id()) for _ in range(3)]
    await office.post(f"/registrations/{holder['id']}/cancel")
    *_, cancelled, moved_up, places = await said()
    assert {type(cancelled), type(moved_up)} == {events.RegistrationCancelled, events.ParticipantMovedUp}
    assert isinstance(places, events.EventPlacesChanged)
    assert (await office.get(f"/registrations/{first['id']}")).body["status"] == "registered"
    assert (await office.get(f"/registrations/{second['id']}")).body["place_in_line"] == 2


async def test_more_places_let_several_up(office: Client) -> None:
    event = await office.announces(capacity=1)
    people = [await office.registers(event, new_id()) for _ in range(4)]
    changed = await office.change(f"/events/{event['id']}", {"capacity": 3}, 5)
    listed = (await office.get(f"/events/{event['id']}/registrations", status="registered")).body["items"]
    assert [one["id"] for one in listed] == [one["id"] for one in people[:3]]
    assert (changed.body["registered"], changed.body["waiting"]) == (3, 1)


async def test_who_moves_up_first_is_told_first_however_long_ago_they_first_came(
    office: Client, said: Said
) -> None:
    event, early = await office.announces(capacity=1), new_id()
    again = await office.registers(event, early)
    await office.post(f"/registrations/{again['id']}/cancel")
    _holder, first = [await office.registers(event, new_id()) for _ in range(2)]
    await office.registers(event, early)
    await office.change(f"/events/{event['id']}", {"capacity": 3}, 6)
    told = [one.key for one in await said() if isinstance(one, events.ParticipantMovedUp)]
    assert [str(key) for key in told] == [first["id"], again["id"]]


async def test_nobody_registers_or_cancels_for_another(
    office: Client, student: Client, person_id: UUID
) -> None:
    event = await office.announces()
    anothers = await office.registers(event, new_id())
    path = f"/events/{event['id']}/registrations"
    assert (await student.post(path, {"person_id": str(new_id())})).code == "not-yours"
    assert (await student.post(f"/registrations/{anothers['id']}/cancel")).code == "not-found"
    assert (await student.get(f"/registrations/{anothers['id']}")).code == "not-found"


async def test_a_student_sees_only_their_own(office: Client, student: Client, person_id: UUID) -> None:
    event = await office.announces()
    await office.registers(event, new_id())
    own = await student.registers(event, person_id)
    of_event = await student.get(f"/events/{event['id']}/registrations")
    assert of_event.body["items"] == [own]
    assert (await student.get("/registrations")).body["items"] == [own]
    assert (await student.get("/registrations", person_id=str(new_id()))).body["items"] == []


async def test_a_coordinator_sees_their_own_faculty(
    office: Client, client_of: ClientOf, others: OtherServices, person_id: UUID
) -> None:
    call_id = new_id()
    await others.say(_planned(call_id, person_id, faculty="engineering"))
    await others.say(_planned(call_id, new_id(), faculty="theology"))
    event = await office.announces(kind="orientation", call_id=str(call_id))
    coordinator = client_of(Role.COORDINATOR, faculty="engineering")
    listed = (await coordinator.get(f"/events/{event['id']}/registrations")).body["items"]
    assert [one["person_id"] for one in listed] == [str(person_id)]


async def test_finance_and_partners_see_no_registrations(office: Client, client_of: ClientOf) -> None:
    event = await office.announces()
    for role in (Role.FINANCE, Role.PARTNER):
        assert (await client_of(role).get(f"/events/{event['id']}/registrations")).status == 403


async def test_the_orientation_of_a_call_is_for_those_who_go(
    office: Client, student: Client, person_id: UUID, others: OtherServices
) -> None:
    call_id = new_id()
    event = await office.announces(kind="orientation", call_id=str(call_id))
    path, body = f"/events/{event['id']}/registrations", {"person_id": str(person_id)}
    assert (await student.post(path, body)).code == "not-invited"
    await others.say(_planned(call_id, person_id))
    invited = (await student.get("/registrations")).body["items"][0]
    registered = (await student.post(path, body)).body
    assert (invited["status"], registered["status"]) == ("invited", "registered")
    assert (registered["id"], registered["version"]) == (invited["id"], 2)


async def test_a_stale_cancellation_is_refused(office: Client) -> None:
    event = await office.announces()
    registration = await office.registers(event, new_id())
    answer = await office.post(f"/registrations/{registration['id']}/cancel", If_Match='"7"')
    assert (answer.status, answer.code) == (412, "stale-version")


def _planned(call_id: UUID, person_id: UUID, **known: str) -> MobilityPlanned:
    return MobilityPlanned(state=a_mobility(call_id, person_id, **known))
