"""An event from its places to its numbers, through the gateway: check-in, opinions, certificates."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from chassis.clock import utc_now
from deploy.local.journey.choosing import me
from tests.journey.system import System

pytestmark = pytest.mark.timeout(300)

EVENT = """
query Numbers($id: ID!) { event(id: $id) { registered attended noShow rated ratingMean } }
"""
REGISTRATION = """
query Mine($id: ID!) { registration(id: $id) { checkInCode checkedInAt rating } }
"""
LASTS = timedelta(seconds=20)


@pytest.fixture
def people(system: System) -> list[str]:
    """Who comes and who does not."""
    found: list[str] = system.stage.facts("applications")["people"]
    return found[4:6]


async def do(system: System, token: str, mutation: str, given: dict[str, Any], shown: str) -> Any:
    payload = await system.stage.gateway.do(token, mutation, given, f"{shown} {{ id version }}")
    return payload[shown]


async def announced(system: System) -> Any:
    """In a moment, and over soon after: check-in is open all day."""
    begins = utc_now() + timedelta(seconds=10)
    given = {
        "kind": "FAIR",
        "title": {"tr": "Değişim fuarı", "en": "Exchange fair"},
        "beginsAt": begins.isoformat(),
        "endsAt": (begins + LASTS).isoformat(),
        "venue": "A hall",
        "capacity": 2,
    }
    return await do(system, system.stage.office, "scheduleEvent", given, "event")


async def test_from_the_door_to_the_certificate(system: System, people: list[str]) -> None:
    stage, office = system.stage, system.stage.office
    event = await announced(system)
    came, absent = [await registered(system, event, uuid) for uuid in people]
    comes = stage.student(people[0])
    mine = await seen(system, comes, came)
    door = {"id": event["id"], "code": mine["checkInCode"]}
    await let_in(system, door)
    refused = await stage.gateway.refusal(office, "checkIn", door)
    assert (refused["code"], mine["checkedInAt"]) == ("already-checked-in", None)

    paper = await system.until("the end", lambda: given_out(system, comes, came))
    assert paper.startswith(b"%PDF-")
    opinion = {"id": came["id"], "rating": 4, "comment": "Daha uzun olsun."}
    await do(system, comes, "rateEvent", opinion, "registration")
    again = await stage.gateway.refusal(comes, "rateEvent", opinion)
    other = {"id": absent["id"], "rating": 1}
    absence = await stage.gateway.refusal(stage.student(people[1]), "rateEvent", other)
    assert (again["code"], absence["code"]) == ("already-rated", "did-not-attend")
    numbers = await system.until(
        "the numbers", lambda: numbers_of(system, event), lambda found: found["rated"] == 1
    )
    assert numbers == {"registered": 2, "attended": 1, "noShow": 1, "rated": 1, "ratingMean": "4.00"}


async def registered(system: System, event: Any, uuid: str) -> Any:
    student = system.stage.student(uuid)
    given = {"id": event["id"], "personId": (await me(system.stage, uuid))["id"]}
    return await do(system, student, "registerForEvent", given, "registration")


async def seen(system: System, token: str, registration: Any) -> Any:
    found = await system.stage.gateway.ask(token, REGISTRATION, {"id": registration["id"]})
    return found["registration"]


async def let_in(system: System, door: dict[str, Any]) -> Any:
    return await do(system, system.stage.office, "checkIn", door, "registration")


async def given_out(system: System, token: str, registration: Any) -> bytes | None:
    """None while the event lasts."""
    media_type, body = await system.stage.gateway.document(token, registration["id"])
    return body if media_type == "application/pdf" else None


async def numbers_of(system: System, event: Any) -> Any:
    found = await system.stage.gateway.ask(system.stage.office, EVENT, {"id": event["id"]})
    return found["event"]
