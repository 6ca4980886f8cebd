"""What if, as the walk asked it between ranking and publication; and that published lists are frozen."""

from __future__ import annotations

import pytest

from deploy.local.journey.choosing import MORE_PLACES, PLACEMENTS, WHAT_IF
from deploy.local.journey.clients import Json
from tests.journey.system import System

pytestmark = pytest.mark.timeout(300)


def supposed(system: System, what: str) -> Json:
    found: Json = system.stage.facts("ranking")["what-if"][what]
    return found


async def test_more_places_move_people_up_and_none_down(system: System) -> None:
    found = supposed(system, "places")
    more = found["placesThen"] - found["placesNow"]
    assert 0 < more < MORE_PLACES
    assert found["placedThen"] == found["placedNow"] + more
    assert all(one["then"]["conditionId"] for one in found["moved"])
    assert all(one["now"]["score"] == one["then"]["score"] for one in found["moved"])


async def test_other_weights_give_other_scores(system: System) -> None:
    found = supposed(system, "places and weights")
    assert found["moved"]
    assert all(one["now"]["score"] != one["then"]["score"] for one in found["moved"])
    assert found["placedThen"] == supposed(system, "places")["placedThen"]


async def test_what_was_published_is_what_was_ranked(system: System) -> None:
    """Nothing of what was supposed came into the lists."""
    stage, found = system.stage, supposed(system, "places")
    asked = {"call": stage.facts("applications")["call"]}
    nodes = (await stage.gateway.ask(stage.office, PLACEMENTS, asked))["placements"]["nodes"]
    assert sum(one["list"] == "MAIN" and not one["promoted"] for one in nodes) == found["placedNow"]


async def test_public_lists_are_frozen_and_students_do_not_ask(system: System) -> None:
    stage = system.stage
    asked = {"id": stage.facts("applications")["call"]}
    error = await stage.gateway.refusal(stage.office, "tryRanking", asked)
    assert error["code"] == "call-has-lists"
    student = stage.student(stage.facts("applications")["people"][0])
    payload = await stage.gateway.attempt(student, "tryRanking", asked, WHAT_IF)
    assert (payload["whatIf"], payload["userErrors"][0]["code"]) == (None, "role-missing")
