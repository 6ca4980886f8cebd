"""A project from an idea to its closed report, through the gateway; no step out of turn."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from chassis.clock import academic_date, utc_now
from chassis.identity.caller import Role
from deploy.local.journey.choosing import me
from tests.journey.system import System

pytestmark = pytest.mark.timeout(300)

STEP = {"input_type": "ProjectInput"}
SHOWN = "project { id version status tasks { number doneOn } }"
FOUND = """
query Found($id: ID!) {
  project(id: $id) {
    status call budget { reference } documents
    members { role person { givenName } } partners { name }
  }
}
"""
PARTNERS = "query Partners { partners(first: 1) { nodes { id name } } }"
BUDGET = {"reference": "KA220-2026", "amount": {"amount": "60000.00", "currency": "EUR"}}
RESULT = {"result": {"tr": "Ders paketi hazır.", "en": "The course is ready."}}


async def idea(system: System) -> dict[str, Any]:
    """Of one of ours with a partner, to be applied for within ten days."""
    ours = await me(system.stage, system.stage.facts("applications")["people"][0])
    partners = await system.stage.gateway.ask(system.stage.office, PARTNERS)
    return {
        "title": {"tr": "Ortak ders", "en": "A course together"},
        "call": "KA220 2026",
        "source": "European Commission",
        "applyBy": (academic_date(utc_now()) + timedelta(days=10)).isoformat(),
        "partnerIds": [partners["partners"]["nodes"][0]["id"]],
        "members": [{"personId": ours["id"], "role": "LEADER"}],
        "documents": ["2026/P/1"],
    }


async def do(system: System, mutation: str, given: dict[str, Any], **more: str) -> dict[str, Any]:
    payload = await system.stage.gateway.do(system.stage.office, mutation, given, SHOWN, **more)
    project: dict[str, Any] = payload["project"]
    return project


async def refused(system: System, mutation: str, given: dict[str, Any], **more: str) -> str:
    error = await system.stage.gateway.refusal(system.stage.office, mutation, given, **more)
    code: str = error["code"]
    return code


async def seen(system: System, project: dict[str, Any], role: Role) -> Any:
    token = system.site.issuer().issue(role)
    return (await system.stage.gateway.ask(token, FOUND, {"id": project["id"]}))["project"]


async def test_from_idea_to_closed_report(system: System) -> None:
    given = await idea(system)
    project = await do(system, "draftProject", given)
    this = {"id": project["id"]}
    assert await refused(system, "startProject", this, **STEP) == "project-out-of-turn"
    await do(system, "applyWithProject", this, **STEP)
    assert await seen(system, project, Role.COORDINATOR) is None
    granted = await do(system, "grantProject", this, **STEP)
    assert await refused(system, "startProject", this, **STEP) == "project-has-no-budget"
    stale = {**given, **this, "expectedVersion": 1, "budget": BUDGET}
    assert await refused(system, "changeProject", stale) == "stale-version"
    await do(system, "changeProject", {**stale, "expectedVersion": granted["version"]})
    await do(system, "startProject", this, **STEP)
    task = {"what": {"tr": "Ara rapor", "en": "Interim report"}, "dueOn": given["applyBy"]}
    await do(system, "addProjectTasks", {**this, "tasks": [task]})
    assert (await do(system, "reportProject", {**this, **RESULT}))["status"] == "REPORTED"
    assert await refused(system, "closeProject", this, **STEP) == "project-tasks-are-open"
    await do(system, "finishProjectTask", {**this, "number": 1}, input_type="FinishTaskInput")
    assert (await do(system, "closeProject", this, **STEP))["status"] == "CLOSED"

    by_office = await seen(system, project, Role.OFFICE)
    assert by_office["budget"] == {"reference": "KA220-2026"}
    assert [(each["role"], bool(each["person"])) for each in by_office["members"]] == [("LEADER", True)]
    assert len(by_office["partners"]) == 1
    by_coordinator = await seen(system, project, Role.COORDINATOR)
    assert (by_coordinator["call"], by_coordinator["budget"], by_coordinator["documents"]) == (
        "KA220 2026", None, None,
    )  # fmt: skip
    assert by_coordinator["members"][0]["person"] is None


async def test_only_the_office_writes_them(system: System) -> None:
    student = system.site.issuer().issue(Role.STUDENT)
    error = await system.stage.gateway.refusal(student, "draftProject", await idea(system))
    assert error["code"] == "role-missing"
