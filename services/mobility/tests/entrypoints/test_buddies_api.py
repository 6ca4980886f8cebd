"""Buddies over HTTP: asked by the office, answering for themselves, let go at the exit."""

from __future__ import annotations

from typing import Any

import pytest

from chassis.identity.caller import Role
from services.mobility.tests.conftest import Client, ClientOf, Outbox
from services.mobility.tests.entrypoints.test_incoming_api import a_guest, received
from services.mobility.tests.office import Office


async def asked(office: Office, guest: dict[str, Any], **facts: Any) -> str:
    buddy = str(await office.person(**facts))
    await office.post(f"/incoming-applications/{guest['id']}/buddy", {"buddy_id": buddy})
    return buddy


async def of(office: Office, guest: dict[str, Any]) -> tuple[str | None, str | None]:
    found = (await office.sees(f"/incoming-applications/{guest['id']}")).body
    return found["buddy_id"], found["buddy_status"]


async def answers(client: Client, guest: dict[str, Any], agrees: bool) -> Any:
    return await client.post(f"/incoming-applications/{guest['id']}/buddy/answer", {"agrees": agrees})


async def test_a_student_of_ours_is_asked_and_agrees(
    office: Office, client_of: ClientOf, outbox: Outbox
) -> None:
    guest = await a_guest(office)
    buddy = await asked(office, guest)
    self = await client_of(Role.STUDENT, person_id=buddy)
    assert (await self.get(f"/incoming-applications/{guest['id']}")).body["buddy_status"] == "asked"
    assert (await answers(self, guest, True)).body["buddy_status"] == "agreed"
    assert await of(office, guest) == (buddy, "agreed")
    assert [event.name for event in await outbox()][-2:] == ["buddy-assigned", "buddy-answered"]
    letter = await self.get(f"/incoming-applications/{guest['id']}/document")
    assert (letter.status, letter.code) == (404, "incoming-application-not-found")


async def test_who_says_no_is_out_of_touch_and_another_is_asked(office: Office, client_of: ClientOf) -> None:
    guest = await a_guest(office)
    first = await client_of(Role.STUDENT, person_id=await asked(office, guest))
    await answers(first, guest, False)
    assert await of(office, guest) == (None, "declined")
    assert (await first.get(f"/incoming-applications/{guest['id']}")).status == 404
    again = await answers(office.client, guest, True)
    assert (again.status, again.code) == (409, "buddy-not-asked")
    second = await asked(office, guest)
    assert (await answers(office.client, guest, True)).status == 200, "the office writes down what was said"
    assert await of(office, guest) == (second, "agreed")


async def test_nobody_answers_for_another(office: Office, client_of: ClientOf) -> None:
    guest = await a_guest(office)
    await asked(office, guest)
    himself = await client_of(Role.STUDENT, person_id=guest["person_id"])
    refused = await answers(himself, guest, True)
    assert (refused.status, refused.code) == (422, "buddy-answer-not-yours")
    stranger = await client_of(Role.STUDENT, person_id=await office.person())
    assert (await answers(stranger, guest, True)).status == 404
    theology = await client_of(Role.COORDINATOR, faculty="theology")
    assert (await answers(theology, guest, True)).status == 404


@pytest.mark.parametrize("facts", [{"faculty": None}, {"staff": True}])
async def test_guests_and_staff_are_no_buddies(office: Office, facts: dict[str, Any]) -> None:
    guest, other = await a_guest(office), str(await office.person(**facts))
    refused = await office.client.post(f"/incoming-applications/{guest['id']}/buddy", {"buddy_id": other})
    assert (refused.status, refused.code) == (422, "buddy-not-our-student")


async def test_a_buddy_is_somebody_else_and_for_who_comes(office: Office) -> None:
    came, buddy = await received(office), str(await office.person())
    path = f"/incoming-applications/{came['id']}"
    early = await office.client.post(f"{path}/buddy", {"buddy_id": buddy})
    assert (early.status, early.code) == (409, "incoming-application-not-accepted")
    await office.post(f"{path}/accept", {})
    self = await office.client.post(f"{path}/buddy", {"buddy_id": came["person_id"]})
    assert (self.status, self.code) == (422, "buddy-is-oneself")


@pytest.mark.parametrize(
    ("way", "body"), [("complete", {"ends": "2027-01-20"}), ("withdraw", {"reason": "…"})]
)
async def test_it_ends_with_the_exit_or_when_nobody_comes(
    office: Office, client_of: ClientOf, way: str, body: dict[str, Any]
) -> None:
    guest = await a_guest(office)
    buddy = await asked(office, guest)
    self = await client_of(Role.STUDENT, person_id=buddy)
    await answers(self, guest, True)
    await office.post(f"/mobilities/{guest['mobility_id']}/{way}", body)
    assert await of(office, guest) == (buddy, "ended")
    assert (await self.get(f"/incoming-applications/{guest['id']}")).status == 404
    late = await office.client.post(f"/incoming-applications/{guest['id']}/buddy", {"buddy_id": buddy})
    assert (late.status, late.code) == (409, "buddy-stay-is-over")


async def test_an_erased_buddy_is_named_no_more(office: Office, outbox: Outbox) -> None:
    guest = await a_guest(office)
    buddy = await asked(office, guest)
    await office.client.delete(f"/people/{buddy}")
    assert await of(office, guest) == (None, None)
    assert "buddy-ended" in [event.name for event in await outbox()]
