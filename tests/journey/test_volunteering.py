"""An event that volunteers help at, through the gateway: its plan and costs, their hours and certificates."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from chassis.clock import academic_date, utc_now
from chassis.identity.caller import Role
from deploy.local.journey.choosing import me
from tests.journey.system import System

pytestmark = pytest.mark.timeout(300)

PLAN = """
query Plan($id: ID!) {
  eventPlan(id: $id) {
    event { id confirmedHours }
    totals { currency planned actual perParticipant }
    tasks { number doneOn responsible { id } }
  }
}
"""
WAITING = """
query Waiting {
  workList(first: 50, filter: { kind: EVENT_TASK_DUE }) { nodes { event { id } waitsFor } }
}
"""
CODE = "query Code($id: ID!) { registration(id: $id) { checkInCode } }"
MINE = """
query Mine($id: ID!) {
  registration(id: $id) { hours }
  volunteers(first: 10) { nodes { hours activities person { id } } }
}
"""
LASTS = timedelta(seconds=10)
PRINTING = {"kind": "PRINTING", "planned": {"amount": "90.00", "currency": "TRY"}}


async def do(
    system: System, token: str, mutation: str, given: dict[str, Any], shown: str, **more: str
) -> Any:
    payload = await system.stage.gateway.do(token, mutation, given, f"{shown} {{ id version }}", **more)
    return payload[shown]


async def asked(system: System, token: str, query: str, **given: str) -> Any:
    return await system.stage.gateway.ask(token, query, given)


async def test_from_the_plan_to_the_certificate(system: System) -> None:
    stage, office = system.stage, system.stage.office
    uuid = stage.facts("applications")["people"][6]
    volunteer, person = stage.student(uuid), (await me(stage, uuid))["id"]
    event = await announced(system)
    comes = await do(
        system, volunteer, "registerForEvent", {"id": event["id"], "personId": person}, "registration"
    )
    plan = await planned(system, event, person)
    waits = await system.until(
        "the reminders", lambda: waiting_for(system, volunteer, event), lambda found: found == ["PERSON"]
    )
    assert waits == ["PERSON"]

    code = (await asked(system, volunteer, CODE, id=comes["id"]))["registration"]["checkInCode"]
    await do(system, office, "checkIn", {"id": event["id"], "code": code}, "registration")
    confirmed = {"id": comes["id"], "hours": "7.50"}
    assert (await stage.gateway.refusal(volunteer, "confirmHours", confirmed))["code"] == "role-missing"
    await system.until("the end", lambda: hours_confirmed(system, confirmed), seconds=90)
    _, paper = await stage.gateway.document(volunteer, comes["id"])
    assert paper.startswith(b"%PDF-")
    mine = await asked(system, volunteer, MINE, id=comes["id"])
    assert mine["registration"] == {"hours": "7.50"}
    assert mine["volunteers"]["nodes"] == [{"hours": "7.50", "activities": 1, "person": {"id": person}}]

    await finished(system, plan)
    told = await system.until(
        "the numbers",
        lambda: plan_of(system, office, plan),
        lambda found: found["event"]["confirmedHours"] == "7.50",
    )
    assert told["totals"] == [
        {"currency": "TRY", "planned": "90.00", "actual": "81.50", "perParticipant": "81.50"}
    ]
    assert [bool(task["doneOn"]) for task in told["tasks"]] == [True, False]
    assert told["tasks"][0]["responsible"] == {"id": person}
    assert await plan_of(system, volunteer, plan) is None
    assert await plan_of(system, system.site.issuer().issue(Role.FINANCE), plan) is not None


async def announced(system: System) -> Any:
    """In a moment, over soon after, and eight hours long as far as volunteers are concerned."""
    begins = utc_now() + timedelta(seconds=10)
    given = {
        "kind": "FAIR",
        "title": {"tr": "Fuarda gönüllülük", "en": "Helping at the fair"},
        "beginsAt": begins.isoformat(),
        "endsAt": (begins + LASTS).isoformat(),
        "venue": "A hall",
        "capacity": 2,
        "hours": "8",
    }
    return await do(system, system.stage.office, "scheduleEvent", given, "event")


async def planned(system: System, event: Any, person: str) -> Any:
    """One task is the volunteer's, one anybody's."""
    due = (academic_date(utc_now()) + timedelta(days=20)).isoformat()
    task = {"what": {"tr": "Afişleri as", "en": "Put up the posters"}, "dueOn": due}
    given = {"id": event["id"], "costs": [PRINTING], "tasks": [{**task, "responsibleId": person}, task]}
    plan = await do(system, system.stage.office, "planEvent", given, "eventPlan")
    again = await system.stage.gateway.refusal(system.stage.office, "planEvent", given)
    assert again["code"] == "event-is-planned"
    return plan


async def finished(system: System, plan: Any) -> None:
    office, this = system.stage.office, {"id": plan["id"]}
    done = await do(
        system, office, "finishEventTask", {**this, "number": 1}, "eventPlan", input_type="FinishTaskInput"
    )
    paid = {**PRINTING, "actual": {"amount": "81.50", "currency": "TRY"}}
    given = {**this, "costs": [paid], "expectedVersion": done["version"]}
    await do(system, office, "correctEventCosts", given, "eventPlan")


async def waiting_for(system: System, token: str, event: Any) -> list[str]:
    nodes = (await asked(system, token, WAITING))["workList"]["nodes"]
    return [each["waitsFor"] for each in nodes if each["event"] == {"id": event["id"]}]


async def hours_confirmed(system: System, given: dict[str, Any]) -> Any:
    """None while it lasts."""
    office, shown = system.stage.office, "registration { hours }"
    payload = await system.stage.gateway.attempt(office, "confirmHours", given, shown)
    return payload["registration"]


async def plan_of(system: System, token: str, plan: Any) -> Any:
    return (await asked(system, token, PLAN, id=plan["id"]))["eventPlan"]
