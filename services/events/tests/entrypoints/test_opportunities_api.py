"""Opportunities and interests over HTTP."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from chassis.identity.caller import Role
from chassis.ids import new_id
from chassis.timetable import round_of
from chassis.work import Transactions
from contracts import opportunities as told
from services.events.adapters.work import EventsWork
from services.events.entrypoints.timetable import DEADLINES
from services.events.tests.conftest import Client, ClientOf, Said, an_opportunity


async def test_the_office_publishes_changes_and_withdraws(office: Client, said: Said) -> None:
    offered = await office.offers(faculties=["engineering"], eqf_levels=["7"], languages=["en", "de"])
    path = f"/opportunities/{offered['id']}"
    assert (await office.replaces(path, an_opportunity(source="DAAD"), None)).status == 428
    changed = await office.replaces(path, an_opportunity(source="DAAD"), 1)
    assert (changed.body["source"], changed.body["faculties"]) == ("DAAD", [])
    assert (await office.post(f"{path}/withdraw")).body["status"] == "withdrawn"
    assert (await office.post(f"{path}/withdraw")).code == "opportunity-is-not-open"
    assert [type(event) for event in await said()] == [
        told.OpportunityPublished,
        told.OpportunityChanged,
        told.OpportunityWithdrawn,
    ]


async def test_it_closes_by_the_clock(office: Client, transactions: Transactions[EventsWork]) -> None:
    offered = await office.offers()
    later = datetime.now(UTC) + timedelta(days=60)
    assert await round_of(DEADLINES, transactions, lambda: later) == 1
    assert await round_of(DEADLINES, transactions, lambda: later) == 0
    assert (await office.get(f"/opportunities/{offered['id']}")).body["status"] == "closed"
    assert (await office.get("/opportunities", status="open")).body["items"] == []


async def test_a_deadline_in_the_past_is_refused(office: Client) -> None:
    refused = await office.post("/opportunities", an_opportunity(deadline="2020-01-01T00:00:00Z"))
    assert (refused.status, refused.code) == (422, "opportunity-deadline-has-passed")


async def test_only_oneself_says_what_one_wants_to_hear_of(client_of: ClientOf, office: Client) -> None:
    me, other = new_id(), new_id()
    said = {"person_id": str(other), "kinds": ["call"]}
    refused = await client_of(Role.STUDENT, person_id=me).post("/interests", said)
    assert (refused.status, refused.code) == (403, "not-yours")
    assert (await office.post("/interests", said)).code == "role-missing"


async def test_what_is_said_again_replaces_what_was_said(client_of: ClientOf) -> None:
    me = new_id()
    student = client_of(Role.STUDENT, person_id=me)
    first = await student.post("/interests", {"person_id": str(me), "kinds": ["call", "project"]})
    again = await student.post(
        "/interests", {"person_id": str(me), "kinds": ["call"], "mail_kinds": ["call"]}
    )
    assert (again.body["id"], again.body["version"]) == (first.body["id"], 2)
    assert (again.body["kinds"], again.body["mail_kinds"]) == (["call"], ["call"])


async def test_mail_of_what_is_not_of_interest_is_refused(client_of: ClientOf) -> None:
    me = new_id()
    said = {"person_id": str(me), "kinds": ["call"], "mail_kinds": ["seminar"]}
    refused = await client_of(Role.STUDENT, person_id=me).post("/interests", said)
    assert (refused.status, refused.code) == (422, "mail-without-interest")
