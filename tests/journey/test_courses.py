"""A language course from its plan to who completed it, through the gateway."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest

from chassis.clock import utc_now
from deploy.local.journey.choosing import me
from tests.journey.system import System

pytestmark = pytest.mark.timeout(300)

PLACES = 2
BEGINS_IN = timedelta(seconds=20)
"""Time enough to register on a busy machine: a course that has begun takes nobody."""
SESSION = timedelta(seconds=1)
EVENT = """event {
  id version registered waiting course { level attendancePercentMin closedAt sessions { present } }
}"""
REGISTRATION = "registration { id status placeInLine placement }"
SEEN = """query Seen($id: ID!) {
  registration(id: $id) { attended placement completion { kind level } }
}"""
CHECKLIST = """query Checklist($id: ID!) {
  mobility(id: $id) { file { tasks(first: 20) { nodes { code status } } } }
}"""


async def planned(system: System) -> tuple[dict[str, Any], datetime]:
    """Two places at B1 and two sessions, both to be attended; and when the last one ends."""
    begins_at = utc_now() + BEGINS_IN
    sessions = [
        {
            "beginsAt": (begins_at + n * SESSION).isoformat(),
            "endsAt": (begins_at + (n + 1) * SESSION).isoformat(),
        }
        for n in range(2)
    ]
    given = {
        "kind": "LANGUAGE_COURSE",
        "title": {"tr": "Almanca B1", "en": "German B1"},
        "beginsAt": sessions[0]["beginsAt"],
        "endsAt": sessions[1]["endsAt"],
        "venue": "B 204",
        "capacity": PLACES,
    }
    scheduled = await do(system, "scheduleEvent", given)
    plan = {
        "id": scheduled["id"],
        "expectedVersion": scheduled["version"],
        "sessions": sessions,
        "attendancePercentMin": 100,
        "level": "B1",
    }
    return await do(system, "planCourse", plan), begins_at + 2 * SESSION


async def do(system: System, mutation: str, given: dict[str, Any], **more: str) -> dict[str, Any]:
    payload = await system.stage.gateway.do(system.stage.office, mutation, given, EVENT, **more)
    event: dict[str, Any] = payload["event"]
    return event


async def registered(system: System, course: dict[str, Any], person: str) -> dict[str, Any]:
    """By oneself, as a student does."""
    given = {"id": course["id"], "personId": (await me(system.stage, person))["id"]}
    student = system.stage.student(person)
    payload = await system.stage.gateway.do(student, "registerForEvent", given, REGISTRATION)
    registration: dict[str, Any] = payload["registration"]
    return registration


async def test_who_attended_completes_and_the_first_in_line_had_the_place(system: System) -> None:
    people = [goes := system.stage.facts("stays")["person"]]
    people += [one for one in system.stage.facts("applications")["people"] if one != goes][:2]
    course, over = await planned(system)
    first, second, third = [await registered(system, course, person) for person in people]
    assert [one["status"] for one in (first, second, third)] == ["REGISTERED", "REGISTERED", "WAITING"]
    gateway, office = system.stage.gateway, system.stage.office
    await gateway.do(office, "cancelRegistration", {"id": second["id"]}, "registration { status }")
    placed = {"id": first["id"], "level": "B1"}
    await gateway.do(office, "recordPlacementResult", placed, REGISTRATION)
    early = await gateway.refusal(
        office, "recordAttendance", {"id": course["id"], "session": 1, "presentIds": []}
    )
    assert early["code"] == "session-not-begun"

    await asyncio.sleep(max(0.0, (over - utc_now()).total_seconds()))
    stranger = {"id": course["id"], "session": 1, "presentIds": [second["id"]]}
    assert (await gateway.refusal(office, "recordAttendance", stranger))["code"] == "no-place-in-course"
    for session, present in ((1, [first, third]), (2, [first])):
        given = {"id": course["id"], "session": session, "presentIds": [one["id"] for one in present]}
        attended = await do(system, "recordAttendance", given)
    assert [one["present"] for one in attended["course"]["sessions"]] == [2, 1]
    closed = await do(system, "closeCourse", {"id": course["id"]})
    assert closed["course"]["closedAt"] is not None

    mine = await system.until("the completion", lambda: seen(system, people[0], first), completed)
    assert mine["completion"] == {"kind": "LANGUAGE_COURSE", "level": "B1"}
    assert (mine["attended"], mine["placement"]) == ([1, 2], "B1")
    theirs = await system.until("both sessions", lambda: seen(system, people[2], third))
    assert (theirs["attended"], theirs["completion"]) == ([1], None)
    assert await seen(system, people[0], third) is None, "of others nobody hears"
    await system.until("the checklist of the stay", lambda: checklist(system), lambda task: task == "DONE")


async def test_only_the_office_says_who_attended(system: System) -> None:
    course, _ = await planned(system)
    student = system.stage.student(system.stage.facts("applications")["people"][0])
    given = {"id": course["id"], "session": 1, "presentIds": []}
    error = await system.stage.gateway.refusal(student, "recordAttendance", given)
    assert error["code"] == "role-missing"


async def checklist(system: System) -> Any:
    """The task of whoever completed, in the file of their stay."""
    asked = {"id": system.stage.facts("stays")["mobility"]}
    file = (await system.stage.gateway.ask(system.stage.office, CHECKLIST, asked))["mobility"]["file"]
    return next(task["status"] for task in file["tasks"]["nodes"] if task["code"] == "language-course")


async def seen(system: System, person: str, registration: dict[str, Any]) -> Any:
    student = system.stage.student(person)
    return (await system.stage.gateway.ask(student, SEEN, {"id": registration["id"]}))["registration"]


def completed(registration: Any) -> bool:
    return registration["completion"] is not None
