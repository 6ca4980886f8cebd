"""What if: other places, weights or choices, and nothing of it is kept."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from chassis.ids import new_id
from services.mobility.tests.conftest import Outbox
from services.mobility.tests.office import Office, Place

GRADE: dict[str, Any] = {"cgpa": "4.00", "language_score": "70"}
LANGUAGE: dict[str, Any] = {"cgpa": "2.60", "language_score": "95"}
NEITHER: dict[str, Any] = {"cgpa": "2.50", "language_score": "60"}


async def three_for_one_place(office: Office) -> tuple[UUID, Place, dict[str, str]]:
    """Whose grade is best has the place; the best at languages waits; and one more."""
    place = await office.place(places=1)
    call = await office.call(place)
    wanted = {"grade": GRADE, "language": LANGUAGE, "neither": NEITHER}
    applied = {name: (await office.apply(call, place, **record))["id"] for name, record in wanted.items()}
    await office.close(call)
    return call, place, applied


async def suppose(office: Office, call: UUID, **supposed: Any) -> dict[str, Any]:
    answer = await office.client.post(f"/calls/{call}/what-if", supposed)
    assert answer.status == 200, answer.body
    return dict(answer.body)


def who(moved: list[dict[str, Any]], applied: dict[str, str]) -> dict[str, tuple[bool, bool]]:
    """Name → (has a place now, would have one)."""
    names = {identity: name for name, identity in applied.items()}
    return {
        names[one["application_id"]]: (one["now"]["place"] is not None, one["then"]["place"] is not None)
        for one in moved
    }


async def test_with_nothing_supposed_nobody_moves(office: Office) -> None:
    call, _, _ = await three_for_one_place(office)
    found = await suppose(office, call)
    assert (found["applicants"], found["placed_now"], found["placed_then"]) == (3, 1, 1)
    assert (found["moved_count"], found["moved"]) == (0, [])


async def test_a_second_place_goes_to_the_next(office: Office) -> None:
    call, place, applied = await three_for_one_place(office)
    more = {"condition_id": str(place.condition_id), "places": 2}
    found = await suppose(office, call, places=[more])
    assert (found["places_now"], found["places_then"], found["placed_then"]) == (1, 2, 2)
    assert who(found["moved"], applied) == {"language": (False, True)}


async def test_other_weights_turn_the_order(office: Office) -> None:
    call, _, applied = await three_for_one_place(office)
    weights = [{"rule": "W1", "factor": "0.1"}, {"rule": "W2", "factor": "0.9"}]
    found = await suppose(office, call, weights=weights)
    assert who(found["moved"], applied) == {"language": (False, True), "grade": (True, False)}
    assert [one["then"]["rank"] for one in found["moved"]] == [1, 2]


async def test_a_place_that_another_call_holds_stays_held(office: Office) -> None:
    place = await office.place(places=2)
    other, call = await office.call(place), await office.call(place)
    await office.apply(other, place)
    for _ in range(3):
        await office.apply(call, place)
    await office.publish(other)
    fewer = {"condition_id": str(place.condition_id), "places": 0}
    found = await suppose(office, call, places=[fewer])
    assert (found["places_now"], found["placed_now"]) == (1, 1)
    assert (found["places_then"], found["placed_then"]) == (0, 0)


async def test_it_is_what_ranking_then_does_and_nothing_is_written(office: Office, outbox: Outbox) -> None:
    call, _, applied = await three_for_one_place(office)
    before, told = await everything(office), len(await outbox())
    found = await suppose(office, call)
    assert (await everything(office), len(await outbox())) == (before, told)
    await office.post(f"/calls/{call}/rank")
    lines = (await office.sees(f"/calls/{call}/ranking")).body["items"]
    assert sum(line["place"] is not None for line in lines) == found["placed_now"]
    assert lines[0]["application_id"] == applied["grade"]


async def everything(office: Office) -> list[Any]:
    return [
        await office.rows(f"SELECT t::text FROM {table} t ORDER BY 1")
        for table in ("call", "application", "placement", "standing", "agreement")
    ]


@pytest.mark.parametrize(
    ("supposed", "code"),
    [
        ({"places": [{"condition_id": str(new_id()), "places": 1}]}, "what-if-place-unknown"),
        ({"weights": [{"rule": "W9", "factor": "0.5"}]}, "what-if-weight-unknown"),
    ],
)
async def test_what_the_call_has_not_is_refused(office: Office, supposed: dict[str, Any], code: str) -> None:
    call, _, _ = await three_for_one_place(office)
    answer = await office.client.post(f"/calls/{call}/what-if", supposed)
    assert (answer.status, answer.code) == (422, code)


async def test_public_lists_are_frozen(office: Office) -> None:
    call, _, _ = await three_for_one_place(office)
    await office.publish(call)
    answer = await office.client.post(f"/calls/{call}/what-if", {})
    assert (answer.status, answer.code) == (409, "call-has-lists")
