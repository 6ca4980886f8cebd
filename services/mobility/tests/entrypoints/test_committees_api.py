"""Four eyes through HTTP: one ranks, another of the committee approves, then it is public."""

from __future__ import annotations

from uuid import UUID

from chassis.identity.caller import Role
from services.mobility.tests.conftest import Client, ClientOf, Outbox
from services.mobility.tests.office import Office

MINUTES = {"minutes_number": "2026/7", "minutes_on": "2026-12-01"}


async def a_ranked_call(office: Office, member: UUID) -> UUID:
    place = await office.place()
    call = await office.call(place)
    await office.post(f"/calls/{call}/committee", {"members": [{"person_id": str(member), "chair": True}]})
    await office.apply(call, place)
    await office.close(call)
    await office.post(f"/calls/{call}/rank")
    return call


async def the_member(client_of: ClientOf, person: UUID) -> Client:
    return await client_of(Role.STAFF, person_id=person)


async def test_results_wait_for_a_member_of_the_committee(
    office: Office, client_of: ClientOf, outbox: Outbox
) -> None:
    person = await office.person(staff=True)
    call = await a_ranked_call(office, person)
    refused = await office.client.post(f"/calls/{call}/publish")
    assert (refused.status, refused.code) == (409, "results-not-approved")
    approved = await (await the_member(client_of, person)).post(f"/calls/{call}/approve", MINUTES)
    assert approved.status == 200, approved.body
    assert approved.body["minutes"] == {"number": "2026/7", "day": "2026-12-01"}
    await office.post(f"/calls/{call}/publish")
    names = [event.name for event in await outbox() if event.name.startswith("c")]
    assert names == ["call-opened", "committee-named", "call-rescheduled", "call-ranked", "call-approved",
                     "call-published"]  # fmt: skip


async def test_neither_the_office_nor_a_colleague_approves_in_their_stead(
    office: Office, client_of: ClientOf
) -> None:
    call = await a_ranked_call(office, await office.person(staff=True))
    colleague = await the_member(client_of, await office.person(staff=True))
    for client in (office.client, colleague):
        answer = await client.post(f"/calls/{call}/approve", MINUTES)
        assert (answer.status, answer.code) == (422, "not-in-committee")


async def test_a_member_who_ranked_leaves_the_approval_to_another(
    office: Office, client_of: ClientOf
) -> None:
    person = await office.person(staff=True)
    call = await a_ranked_call(office, person)
    both = await client_of(Role.OFFICE, person_id=person)
    await both.post(f"/calls/{call}/rank")
    answer = await both.post(f"/calls/{call}/approve", MINUTES)
    assert (answer.status, answer.code) == (422, "other-eyes-needed")


async def test_a_committee_is_of_people_on_record(office: Office) -> None:
    call = await office.call()
    members = {"members": [{"person_id": "0190a000-0000-7000-8000-000000000000", "chair": True}]}
    answer = await office.client.post(f"/calls/{call}/committee", members)
    assert (answer.status, answer.code) == (404, "person-not-found")
