"""Events over HTTP."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from chassis.identity.caller import Role
from chassis.ids import new_id
from contracts import events
from services.events.tests.conftest import Client, ClientOf, Said, an_event


async def test_the_office_announces_an_event(office: Client, said: Said) -> None:
    event = await office.announces(capacity=40)
    assert (event["capacity"], event["free"], event["version"]) == (40, 40, 1)
    [announced] = await said()
    assert isinstance(announced, events.EventScheduled)
    assert str(announced.state.id) == event["id"]


async def test_a_student_may_not_announce_one(client_of: ClientOf) -> None:
    answer = await client_of(Role.STUDENT, person_id=new_id()).post("/events", an_event())
    assert (answer.status, answer.code) == (403, "role-missing")


async def test_an_event_without_places_is_refused_in_both_languages(office: Client) -> None:
    answer = await office.post("/events", an_event(capacity=0))
    assert (answer.status, answer.code, answer.body["field"]) == (422, "capacity-zero", "capacity")
    assert answer.body["message"]["tr"] == "Bir etkinlikte en az bir yer olmalı."
    assert answer.body["next"]["en"] == "Give it one place or more."


async def test_a_call_has_one_orientation(office: Client) -> None:
    call_id = str(new_id())
    await office.announces(kind="orientation", call_id=call_id)
    again = await office.post("/events", an_event(kind="orientation", call_id=call_id))
    assert (again.status, again.code) == (409, "orientation-exists")


async def test_a_repeated_command_announces_once(office: Client, said: Said) -> None:
    wanted = an_event()
    first = await office.post("/events", wanted, Idempotency_Key="fair-1")
    again = await office.post("/events", wanted, Idempotency_Key="fair-1")
    assert again.body == first.body
    assert len(await said()) == 1


async def test_events_are_listed_soonest_first_and_in_pages(office: Client) -> None:
    starts = [datetime.now(UTC) + timedelta(days=days) for days in (9, 3, 6)]
    for begins_at in starts:
        await office.announces(
            begins_at=begins_at.isoformat(), ends_at=(begins_at + timedelta(hours=1)).isoformat()
        )
    first = await office.get("/events", limit="2")
    rest = await office.get("/events", limit="2", cursor=first.body["next"])
    listed = [datetime.fromisoformat(one["begins_at"]) for one in first.body["items"] + rest.body["items"]]
    assert listed == sorted(starts)
    assert rest.body["next"] is None


async def test_events_are_filtered(office: Client) -> None:
    call_id = str(new_id())
    await office.announces()
    wanted = await office.announces(kind="visit", call_id=call_id)
    listed = await office.get("/events", kind="visit", call_id=call_id, status="scheduled")
    assert [one["id"] for one in listed.body["items"]] == [wanted["id"]]


async def test_a_change_needs_the_version_it_is_based_on(office: Client) -> None:
    event = await office.announces()
    path = f"/events/{event['id']}"
    assert (await office.change(path, {"capacity": 5}, None)).status == 428
    assert (await office.change(path, {"capacity": 5}, 1)).headers["ETag"] == '"2"'
    stale = await office.change(path, {"capacity": 6}, 1)
    assert (stale.status, stale.body["facts"]["present"]) == (412, 2)


async def test_a_cancelled_event_calls_its_registrations_off(office: Client, said: Said) -> None:
    event = await office.announces(capacity=1)
    for _ in range(2):
        await office.registers(event, new_id())
    cancelled = await office.post(f"/events/{event['id']}/cancel")
    listed = await office.get(f"/events/{event['id']}/registrations")
    assert (cancelled.body["status"], cancelled.body["registered"]) == ("cancelled", 0)
    assert {one["status"] for one in listed.body["items"]} == {"cancelled"}
    assert isinstance((await said())[-1], events.EventCancelled)


async def test_an_unknown_event_is_not_found(office: Client) -> None:
    answer = await office.get(f"/events/{new_id()}")
    assert (answer.status, answer.code) == (404, "not-found")
