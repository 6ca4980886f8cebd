"""Visits and their guests over HTTP."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from chassis.clock import academic_date, utc_now
from chassis.identity.caller import Role
from chassis.ids import new_id
from chassis.timetable import round_of
from chassis.work import Transactions
from contracts import visits as told
from contracts.event import Event
from contracts.mobility import PersonErased
from services.events.adapters.work import EventsWork
from services.events.entrypoints.timetable import GUESTS
from services.events.tests.conftest import Client, ClientOf, OtherServices, Said, a_visit

JANE = {"name": "Jane Zandvoort", "role": "Dean"}
JOHN = {"name": "John Zandvoort", "role": "Head of office"}
KEPT = timedelta(days=365)


async def named(office: Client, *guests: dict[str, str], **known: object) -> Any:
    visit = await office.plans(**known)
    answer = await office.replaces(f"/visits/{visit['id']}/guests", {"guests": list(guests)}, 1)
    assert answer.status == 200, answer.body
    return answer.body


async def test_a_visit_goes_from_plan_to_report(office: Client, said: Said) -> None:
    visit = await office.plans(costs=[{"kind": "travel", "planned": {"amount": "900.00", "currency": "EUR"}}])
    path = f"/visits/{visit['id']}"
    report = {
        "outcome": {"tr": "Anlaşıldı.", "en": "Agreed."},
        "follow_ups": [{"what": {"tr": "Taslak", "en": "Draft"}, "due_on": "2026-12-01"}],
    }
    assert (await office.post(f"{path}/report", report)).code == "visit-out-of-turn"
    assert (await office.post(f"{path}/confirm")).body["status"] == "confirmed"
    assert (await office.post(f"{path}/hold")).body["status"] == "held"
    assert (await office.post(f"{path}/report", report)).body["follow_ups"][0]["number"] == 1
    done = await office.post(f"{path}/follow-ups/done", {"number": 1})
    assert (done.body["follow_ups"][0]["done_on"], done.body["version"]) == (str(academic_date(utc_now())), 5)
    events = await said()
    assert [type(event) for event in events] == [
        told.VisitPlanned,
        told.VisitConfirmed,
        told.VisitHeld,
        told.VisitReported,
        told.VisitChanged,
    ]
    last = events[-1]
    assert isinstance(last, told.VisitEvent)
    assert (await office.get(path)).body == last.state.model_dump(mode="json")


async def test_a_change_needs_the_version_it_is_based_on(office: Client) -> None:
    visit = await office.plans()
    path = f"/visits/{visit['id']}"
    assert (await office.replaces(path, a_visit(host="A"), None)).status == 428
    assert (await office.replaces(path, a_visit(host="B"), 1)).body["host"] == "B"
    assert (await office.replaces(path, a_visit(host="C"), 1)).status == 412
    assert (await office.replaces(f"{path}/guests", {"guests": []}, 1)).status == 412
    assert (await office.get(path)).body["host"] == "B"


@pytest.mark.parametrize("role", [each for each in Role if each is not Role.OFFICE])
async def test_nobody_but_the_office_reads_who_the_guests_are(
    office: Client, client_of: ClientOf, role: Role
) -> None:
    visit = await named(office, JANE)
    somebody = client_of(role, person_id=new_id(), faculty="engineering", partner_id=visit["partner_id"])
    assert (await somebody.get(f"/visits/{visit['id']}/guests")).status == 403
    assert (await office.get(f"/visits/{visit['id']}/guests")).body["guests"] == [JANE]


async def test_who_is_told_the_guests_names_is_noted_until_they_are_forgotten(office: Client) -> None:
    visit = await named(office, JANE)
    path = f"/visits/{visit['id']}"
    assert (await office.get(f"{path}/readings")).body["items"] == []
    await office.get(f"{path}/guests")
    (read,) = (await office.get(f"{path}/readings")).body["items"]
    assert (read["operation"], read["roles"]) == ("GET /visits/{visit_id}/guests", "office")
    await office.post(f"{path}/guests/forget", {})
    await office.get(f"{path}/guests")
    assert (await office.get(f"{path}/readings")).body["items"] == []


async def test_guests_names_are_in_no_event_no_answer_and_no_row_in_the_clear(
    office: Client, said: Said, engine: AsyncEngine
) -> None:
    visit = await office.plans()
    path = f"/visits/{visit['id']}/guests"
    written = await office._send(
        "PUT", path, json={"guests": [JANE]}, headers={"If-Match": '"1"', "Idempotency-Key": "guests-1"}
    )
    assert (written.body["guests"], "Zandvoort" in str(written.body)) == (1, False)
    assert all(
        "Zandvoort" not in event.state.model_dump_json() for event in await said() if isinstance(event, Event)
    )
    async with engine.connect() as connection:
        for table in ("visit", "visit_guests", "idempotency", "outbox"):
            rows = await connection.execute(text(f"SELECT row_to_json({table})::text FROM {table}"))
            found = [row[0] for row in rows]
            assert found, table
            assert not [row for row in found if "Zandvoort" in row], table


async def test_guests_are_forgotten_on_request_one_or_all(office: Client) -> None:
    visit = await named(office, JANE, JOHN)
    path = f"/visits/{visit['id']}"
    assert (await office.post(f"{path}/confirm")).status == 200
    assert (await office.post(f"{path}/hold")).status == 200
    assert (await office.replaces(f"{path}/guests", {"guests": []}, 4)).code == "visit-out-of-turn"
    assert (await office.post(f"{path}/guests/forget", {"name": JANE["name"]})).body["guests"] == 2
    assert (await office.get(f"{path}/guests")).body["guests"] == [JOHN]
    assert (await office.post(f"{path}/guests/forget", {})).status == 200
    assert (await office.get(f"{path}/guests")).body["guests"] == []


async def test_guests_are_forgotten_when_their_time_is_over(
    office: Client, transactions: Transactions[EventsWork]
) -> None:
    visit, later = await named(office, JANE), await named(office, JOHN, ends_on="2199-01-01")
    ended = datetime.fromisoformat(visit["ends_on"]).replace(tzinfo=UTC)
    await round_of(GUESTS, transactions, lambda: ended + KEPT)
    assert (await office.get(f"/visits/{visit['id']}/guests")).body["guests"] == [JANE]
    await round_of(GUESTS, transactions, lambda: ended + KEPT + timedelta(days=1))
    assert (await office.get(f"/visits/{visit['id']}/guests")).body["guests"] == []
    assert (await office.get(f"/visits/{later['id']}/guests")).body["guests"] == [JOHN]
    assert (await office.get(f"/visits/{visit['id']}")).body["guests"] == 1


async def test_one_of_ours_who_is_erased_leaves_every_visit(office: Client, others: OtherServices) -> None:
    gone, stays = new_id(), new_id()
    visit = await office.plans(person_ids=[str(gone), str(stays)])
    await others.say(PersonErased(key=gone, sequence=2))
    after = (await office.get(f"/visits/{visit['id']}")).body
    assert (after["person_ids"], after["version"]) == ([str(stays)], 2)
    again = await office.post("/visits", a_visit(person_ids=[str(gone)]))
    assert again.code == "person-erased"


async def test_the_office_lists_them_soonest_first(office: Client) -> None:
    later = await office.plans(begins_on="2199-01-01", ends_on="2199-01-02")
    soon = await office.plans()
    listed = (await office.get("/visits", status="planned")).body["items"]
    assert [each["id"] for each in listed] == [soon["id"], later["id"]]
    first = (await office.get("/visits", limit="1")).body
    second = (await office.get("/visits", limit="1", cursor=first["next"])).body
    assert [each["id"] for each in second["items"]] == [later["id"]]
