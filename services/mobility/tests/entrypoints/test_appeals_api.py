"""Appeals through HTTP: one application is opened again; everybody else keeps what the lists gave them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from chassis.identity.caller import Role
from chassis.work import Transactions
from services.mobility.adapters.rule_files import rule_book
from services.mobility.adapters.work import MobilityWork
from services.mobility.application.appeal import replay
from services.mobility.tests.conftest import ClientOf, Outbox
from services.mobility.tests.office import Office, Place

WORDS = "Transkriptimdeki son not sayılmamış"
WINDOW: dict[str, Any] = {"appeal_days": 4}
SETTINGS: dict[str, Any] = {"settings": {"minimum_language_score": 50, **WINDOW}}
RIGHT = {"answer": "Transkript görüldü", "cgpa": "4.00"}


async def four_for_two_places(office: Office) -> tuple[UUID, Place, list[dict[str, Any]]]:
    """In the order of the lists: two have a place, two wait."""
    place = await office.place(places=2)
    call = await office.call(place, **SETTINGS)
    grades = ("3.60", "3.40", "3.20", "3.00")
    applied = [await office.apply(call, place, cgpa=grade) for grade in grades]
    await office.publish(call)
    return call, place, applied


async def appeal(office: Office, application: dict[str, Any]) -> None:
    await office.post(f"/applications/{application['id']}/appeal", {"reason": WORDS})


async def accept(office: Office, application: dict[str, Any], **correction: Any) -> dict[str, Any]:
    return await office.post(f"/applications/{application['id']}/appeal/accept", RIGHT | correction)


async def of_others(office: Office, but: dict[str, Any]) -> list[tuple[Any, ...]]:
    """Every other application and placement, as they stand in their rows, and the published ranking."""
    rows = await office.rows(f"SELECT a::text FROM application a WHERE id <> '{but['id']}' ORDER BY 1")
    mine = f"WHERE application_id <> '{but['id']}'"
    rows += await office.rows(f"SELECT p::text FROM placement p {mine} ORDER BY 1")
    return rows + await office.rows("SELECT s::text FROM standing s ORDER BY 1")


async def statuses(office: Office, applied: list[dict[str, Any]]) -> list[str]:
    return [(await office.sees(f"/applications/{one['id']}")).body["status"] for one in applied]


async def test_an_accepted_appeal_takes_nobodys_place(office: Office) -> None:
    _, _, applied = await four_for_two_places(office)
    last = applied[3]
    await appeal(office, last)
    before = await of_others(office, last)
    told = await accept(office, last)
    assert await of_others(office, last) == before
    assert (told["status"], told["rank"], told["score"]) == ("reserve", 1, "90.00")
    assert await statuses(office, applied) == ["placed", "placed", "reserve", "reserve"]


async def test_the_appellant_is_the_next_to_get_a_place(office: Office) -> None:
    _, _, applied = await four_for_two_places(office)
    await appeal(office, applied[3])
    await accept(office, applied[3])
    first = await office.placement_of(applied[0])
    await office.post(f"/placements/{first['id']}/withdraw")
    assert await statuses(office, applied) == ["withdrawn", "placed", "reserve", "placed"]


async def test_of_two_with_one_rank_the_appellant_comes_first(office: Office) -> None:
    """Between the second and the third: the third keeps its rank, and waits behind."""
    _, _, applied = await four_for_two_places(office)
    await appeal(office, applied[3])
    assert (await accept(office, applied[3], cgpa="3.30"))["rank"] == 3
    first = await office.placement_of(applied[0])
    await office.post(f"/placements/{first['id']}/withdraw")
    assert await statuses(office, applied) == ["withdrawn", "placed", "reserve", "placed"]


async def test_the_appellant_waits_where_the_right_grade_puts_them(office: Office) -> None:
    """Behind the third, whose grade is still better."""
    _, _, applied = await four_for_two_places(office)
    await appeal(office, applied[3])
    await accept(office, applied[3], cgpa="3.10")
    first = await office.placement_of(applied[0])
    await office.post(f"/placements/{first['id']}/withdraw")
    assert await statuses(office, applied) == ["withdrawn", "placed", "placed", "reserve"]


async def test_a_place_that_is_free_goes_to_who_was_refused_wrongly(office: Office) -> None:
    place = await office.place(places=2)
    call = await office.call(place, **SETTINGS)
    one = await office.apply(call, place)
    refused = await office.apply(call, place, cgpa="1.90")
    await office.publish(call)
    await appeal(office, refused)
    before = await of_others(office, refused)
    told = await accept(office, refused, cgpa="2.90")
    assert (told["status"], told["refused_by"]) == ("placed", [])
    assert await of_others(office, refused) == before
    assert await office.holders(call) == {one["id"], refused["id"]}


async def test_who_holds_a_place_moves_to_an_earlier_wish_that_is_free(office: Office) -> None:
    wished, got = await office.place(), await office.place()
    call = await office.call(wished, got, **SETTINGS)
    best = await office.apply(call, wished, cgpa="3.90")
    second = await office.apply(call, wished, got, cgpa="3.00")
    waiting = await office.apply(call, got, cgpa="2.80")
    await office.publish(call)
    await appeal(office, second)
    await office.post(f"/placements/{(await office.placement_of(best))['id']}/withdraw")
    await accept(office, second)
    held = {one["application_id"]: one["condition_id"] for one in await office.placements(call)
            if one["status"] == "offered"}  # fmt: skip
    assert held == {second["id"]: str(wished.condition_id), waiting["id"]: str(got.condition_id)}


async def test_a_rejected_appeal_changes_nothing_but_the_answer(office: Office) -> None:
    _, _, applied = await four_for_two_places(office)
    await appeal(office, applied[3])
    answer = {"answer": "Not doğru alınmış"}
    told = await office.post(f"/applications/{applied[3]['id']}/appeal/reject", answer)
    assert (told["status"], told["appeal_status"], told["rank"]) == ("reserve", "rejected", 4)
    read = (await office.sees(f"/applications/{applied[3]['id']}/appeal")).body
    assert (read["reason"], read["answer"]) == (WORDS, "Not doğru alınmış")


async def test_the_words_stay_here_and_the_state_is_told(office: Office, outbox: Outbox) -> None:
    _, _, applied = await four_for_two_places(office)
    await appeal(office, applied[3])
    await accept(office, applied[3])
    told = await outbox()
    assert [event.name for event in told][-3:] == [
        "application-appealed", "placement-reserved", "appeal-decided"
    ]  # fmt: skip
    assert WORDS not in str([event.state for event in told])
    assert "Transkript görüldü" not in str([event.state for event in told])


async def test_a_replay_of_what_is_kept_is_the_published_ranking(
    office: Office, transactions: Transactions[MobilityWork]
) -> None:
    call_id, place, _ = await four_for_two_places(office)
    async with transactions.read() as work:
        call = await work.calls.get(call_id)
        standings = replay(list(await work.applications.of_call(call_id)), call, rule_book())
        kept = await work.rankings.of_call(call_id)
    assert call.places == {place.condition_id: 2}
    assert [(one.candidate.application_id, one.rank, one.place, one.reserve) for one in standings] == [
        (one.application_id, one.rank, one.place, one.reserve) for one in kept
    ]


@pytest.mark.parametrize(
    ("correction", "code"),
    [({"cgpa": None}, "correction-missing"), ({"cgpa": "1.90"}, "appeal-still-ineligible")],
)
async def test_an_acceptance_that_corrects_nothing_is_refused(
    office: Office, correction: dict[str, Any], code: str
) -> None:
    _, _, applied = await four_for_two_places(office)
    await appeal(office, applied[3])
    address = f"/applications/{applied[3]['id']}/appeal/accept"
    answer = await office.client.post(address, RIGHT | correction)
    assert (answer.status, answer.code) == (422, code)


async def test_without_a_window_there_is_no_appeal(office: Office) -> None:
    place = await office.place()
    call = await office.call(place)
    applied = await office.apply(call, place)
    await office.publish(call)
    answer = await office.client.post(f"/applications/{applied['id']}/appeal", {"reason": WORDS})
    assert (answer.status, answer.code) == (422, "appeals-closed")


async def test_where_a_committee_watches_whoever_ranked_does_not_decide(
    office: Office, client_of: ClientOf
) -> None:
    place, person = await office.place(), await office.person(staff=True)
    call = await office.call(place, **SETTINGS)
    members = {"members": [{"person_id": str(person), "chair": True}]}
    await office.post(f"/calls/{call}/committee", members)
    applied = await office.apply(call, place)
    await office.close(call)
    await office.post(f"/calls/{call}/rank")
    member = await client_of(Role.STAFF, person_id=person)
    await member.post(f"/calls/{call}/approve", {"minutes_number": "7", "minutes_on": "2026-12-01"})
    await office.post(f"/calls/{call}/publish")
    await appeal(office, applied)
    address = f"/applications/{applied['id']}/appeal/reject"
    refused = await office.client.post(address, {"answer": "Hayır"})
    assert refused.code == "other-eyes-needed"
    colleague = await client_of(Role.OFFICE, subject="another-officer")
    assert (await colleague.post(address, {"answer": "Hayır"})).status == 200


async def test_an_appeal_is_seen_by_its_maker_faculty_and_office_only(
    office: Office, client_of: ClientOf
) -> None:
    place = await office.place()
    call = await office.call(place, **SETTINGS)
    person = await office.person("engineering")
    applied = await office.apply(call, place, person_id=person)
    await office.publish(call)
    student = await client_of(Role.STUDENT, person_id=person)
    filed = await student.post(f"/applications/{applied['id']}/appeal", {"reason": WORDS})
    assert filed.status == 200, filed.body
    who = {
        "own": student,
        "faculty": await client_of(Role.COORDINATOR, faculty="engineering"),
        "other faculty": await client_of(Role.COORDINATOR, faculty="theology"),
        "another student": await client_of(Role.STUDENT, person_id=await office.person()),
        "finance": await client_of(Role.FINANCE),
    }
    told = {
        name: (await one.get(f"/applications/{applied['id']}/appeal")).status for name, one in who.items()
    }
    assert told == {"own": 200, "faculty": 200, "other faculty": 404, "another student": 404, "finance": 403}
    other = await who["another student"].post(f"/applications/{applied['id']}/appeal", {"reason": WORDS})
    assert other.status == 404
