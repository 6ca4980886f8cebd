"""Chapter: a language course, full at once: one learner has the place, one waits."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from chassis.clock import ISTANBUL
from deploy.local.journey.choosing import me
from deploy.local.journey.clients import Json
from deploy.local.journey.journal import Facts
from deploy.local.journey.stage import Stage

SESSIONS = 4
LENGTH = timedelta(hours=2)
PLANNED = "event { id version course { level attendancePercentMin sessions { beginsAt } } }"


async def courses(stage: Stage) -> Facts:
    """Planned by the office, after it said the share to attend; two students want the one place."""
    sessions = await stage.once("sessions", lambda: _sessions(stage))
    event = await _do(stage, "scheduleEvent", _words(sessions))
    plan = {"id": event["id"], "expectedVersion": event["version"], "sessions": sessions, "level": "B1"}
    wrong = {**plan, "attendancePercentMin": 0}
    stage.story.refused(
        "a course without a share to attend", await stage.gateway.refusal(stage.office, "planCourse", wrong)
    )
    course = (await _do(stage, "planCourse", {**plan, "attendancePercentMin": 80}))["course"]
    stage.story.step(
        "mutation planCourse", f"{course['level']}, {SESSIONS} sessions, {course['attendancePercentMin']} %"
    )
    statuses = [await _register(stage, event, uuid) for uuid in stage.facts("applications")["people"][:2]]
    stage.story.step("mutation registerForEvent × 2", " · ".join(statuses))
    return {"event": event["id"]}


async def _do(stage: Stage, mutation: str, given: Json) -> Json:
    key = stage.key(f"course-{mutation}")
    event: Json = (await stage.gateway.do(stage.office, mutation, given, PLANNED, key=key))["event"]
    return event


async def _register(stage: Stage, event: Json, uuid: str) -> str:
    given = {"id": event["id"], "personId": (await me(stage, uuid))["id"]}
    payload = await stage.gateway.do(
        stage.student(uuid), "registerForEvent", given, "registration { status }",
        key=stage.key(f"course-{uuid}"),
    )  # fmt: skip
    return str(payload["registration"]["status"])


async def _sessions(stage: Stage) -> list[Json]:
    """Weekly, and over before the stays begin."""
    weeks = (timedelta(weeks=SESSIONS - number) for number in range(SESSIONS))
    begins = [datetime.combine(stage.stay[0] - before, time(17), ISTANBUL) for before in weeks]
    return [{"beginsAt": each.isoformat(), "endsAt": (each + LENGTH).isoformat()} for each in begins]


def _words(sessions: list[Json]) -> Json:
    return {
        "kind": "LANGUAGE_COURSE",
        "title": {"tr": "Almanca B1", "en": "German B1"},
        "beginsAt": sessions[0]["beginsAt"],
        "endsAt": sessions[-1]["endsAt"],
        "venue": "B 204",
        "capacity": 1,
    }
