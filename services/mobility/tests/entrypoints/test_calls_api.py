"""Calls over HTTP: opened, ranked and published; the same input gives the identical list."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from chassis.identity.caller import Role
from services.mobility.tests.conftest import ClientOf, Outbox
from services.mobility.tests.office import Office, Place, call_body


async def lines_of(office: Office, call_id: UUID) -> list[dict[str, Any]]:
    return list((await office.sees(f"/calls/{call_id}/ranking")).body["items"])


async def test_a_call_answers_with_its_days_and_the_offices_choices(office: Office) -> None:
    body = call_body(await office.place(), settings={"reply_days": 3})
    call = await office.post("/calls", body)
    assert (call["status"], call["days"], call["settings"]["reply_days"]) == ("open", 150, 3)
    assert (await office.sees(f"/calls/{call['id']}")).body == call


async def test_a_call_year_without_rules_is_refused_with_its_reason(office: Office) -> None:
    answer = await office.client.post("/calls", call_body(await office.place(), call_year=2026))
    assert (answer.status, answer.code) == (422, "selection-rules-unknown")
    assert "2026" in answer.body["message"]["tr"]


async def test_an_agreement_that_is_not_in_force_is_named(office: Office) -> None:
    body = call_body(await office.place(), academic_year="2030/2031")
    answer = await office.client.post("/calls", body)
    assert (answer.code, answer.body["field"]) == ("agreement-not-usable", "agreement_ids.0")


async def test_nothing_is_ranked_before_the_deadline_nor_published_before_it_is_ranked(
    office: Office,
) -> None:
    call = await office.call(await office.place())
    assert (await office.client.post(f"/calls/{call}/rank")).code == "call-still-open"
    assert (await office.client.post(f"/calls/{call}/publish")).code == "call-not-ranked"


async def test_ranking_again_gives_the_identical_list(office: Office) -> None:
    place, other = await office.place(places=2), await office.place(places=1)
    call = await office.call(place, other)
    for score in (70, 90, 70, 80, 90):
        await office.apply(call, place, other, language_score=score)
    await office.close(call)
    await office.post(f"/calls/{call}/rank")
    first = await lines_of(office, call)
    await office.post(f"/calls/{call}/rank")
    assert await lines_of(office, call) == first
    assert [line["rank"] for line in first] == [1, 2, 3, 4, 5]


async def test_a_change_after_the_ranking_asks_for_a_new_one(office: Office) -> None:
    place = await office.place()
    call = await office.call(place)
    application = await office.apply(call, place)
    await office.close(call)
    await office.post(f"/calls/{call}/rank")
    await office.post(f"/applications/{application['id']}/withdraw")
    assert (await office.client.post(f"/calls/{call}/publish")).code == "call-not-ranked"


async def test_one_place_is_not_given_by_two_calls(office: Office) -> None:
    place = await office.place(places=1)
    calls = [await office.call(place), await office.call(place)]
    for call in calls:
        await office.apply(call, place)
        await office.publish(call)
    held = [await office.holders(call) for call in calls]
    assert [len(one) for one in held] == [1, 0]


async def test_an_applicant_sees_the_own_line_once_the_lists_are_public(
    office: Office, client_of: ClientOf
) -> None:
    place, person = await office.place(), await office.person()
    call = await office.call(place)
    await office.apply(call, place, person_id=person)
    await office.apply(call, place)
    await office.close(call)
    await office.post(f"/calls/{call}/rank")
    student = await client_of(Role.STUDENT, person_id=person)
    assert (await student.get(f"/calls/{call}/ranking")).body["items"] == []
    await office.post(f"/calls/{call}/publish")
    seen = (await student.get(f"/calls/{call}/ranking")).body["items"]
    assert [line["person_id"] for line in seen] == [str(person)]


async def test_publishing_tells_each_applicant_and_each_place(office: Office, outbox: Outbox) -> None:
    place = await office.place(places=1)
    call = await office.call(place)
    for score in (90, 80):
        await office.apply(call, place, language_score=score)
    before = len(await outbox())
    await office.publish(call)
    assert sorted(event.name for event in (await outbox())[before:]) == [
        "application-decided",
        "application-decided",
        "application-ranked",
        "application-ranked",
        "call-published",
        "call-ranked",
        "call-rescheduled",
        "placement-offered",
        "placement-reserved",
    ]


async def test_only_the_office_opens_ranks_and_publishes(office: Office, client_of: ClientOf) -> None:
    place: Place = await office.place()
    call = await office.call(place)
    coordinator = await client_of(Role.COORDINATOR, faculty="engineering")
    answers = [
        await coordinator.post("/calls", call_body(place)),
        await coordinator.post(f"/calls/{call}/rank"),
        await coordinator.post(f"/calls/{call}/publish"),
    ]
    assert [answer.status for answer in answers] == [403, 403, 403]
