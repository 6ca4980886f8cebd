"""A delegation from its plan to its report, through the gateway; who the guests are stays with the office."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from chassis.clock import academic_date, utc_now
from chassis.identity.caller import Role
from contracts.topics import VISIT
from deploy.local.journey.choosing import me
from gateway.reading.ids import parse_node_id
from tests.journey.system import System
from tests.journey.topics import records_of

pytestmark = pytest.mark.timeout(300)

STEP = {"input_type": "VisitInput"}
SHOWN = "visit { id version status guests followUps { number doneOn } costs { actual { amount } } }"
FOUND = """
query Found($id: ID!) {
  visit(id: $id) { status host guests people { givenName } costs { kind } hosting { meals { people } } }
}
"""
PROPOSED = """
query Proposed($visit: ID!) {
  expenseProposals(filter: { visitId: $visit }, first: 5) {
    nodes { id version status cost amount { amount currency } visit { id } }
  }
}
"""
TAKEN_UP = "expenseProposal { status } expense { id version status amount { amount } }"
PARTNERS = "query Partners { partners(first: 1) { nodes { id } } }"
GUEST = {"name": "Annelies Zandvoort", "role": "Dean"}


async def plan(system: System) -> dict[str, Any]:
    """Of guests who come today, received by one of ours."""
    today = academic_date(utc_now())
    first, last = today.isoformat(), (today + timedelta(days=1)).isoformat()
    ours = await me(system.stage, system.stage.facts("applications")["people"][0])
    partners = await system.stage.gateway.ask(system.stage.office, PARTNERS)
    return {
        "purpose": {"tr": "Ortak yüksek lisans", "en": "A joint master's programme"},
        "direction": "INCOMING",
        "partnerId": partners["partners"]["nodes"][0]["id"],
        "host": "Rektörlük",
        "beginsOn": first,
        "endsOn": last,
        "personIds": [ours["id"]],
        "programme": [
            {"day": first, "at": "09:30", "place": "Senato", "what": {"tr": "Karşılama", "en": "Welcome"}}
        ],
        "costs": [{"kind": "HOSPITALITY", "planned": {"amount": "120.00", "currency": "EUR"}}],
        "hosting": {
            "rooms": [{"place": "Konukevi", "rooms": 1, "begins": first, "until": last}],
            "meals": [{"day": first, "meal": "DINNER", "place": "Konukevi", "people": 4}],
        },
        "letters": ["2026/17"],
    }


async def do(system: System, mutation: str, given: dict[str, Any], **more: str) -> dict[str, Any]:
    payload = await system.stage.gateway.do(system.stage.office, mutation, given, SHOWN, **more)
    visit: dict[str, Any] = payload["visit"]
    return visit


async def refused(system: System, mutation: str, given: dict[str, Any], role: Role, **more: str) -> str:
    token = system.site.issuer().issue(role)
    error = await system.stage.gateway.refusal(token, mutation, given, **more)
    code: str = error["code"]
    return code


async def guests(system: System, visit: dict[str, Any]) -> Any:
    payload = await system.stage.gateway.do(
        system.stage.office, "openVisitGuests", {"id": visit["id"]}, "guests { name role }", **STEP
    )
    return payload["guests"]


async def seen(system: System, visit: dict[str, Any], role: Role) -> Any:
    token = system.site.issuer().issue(role)
    return (await system.stage.gateway.ask(token, FOUND, {"id": visit["id"]}))["visit"]


async def test_from_plan_to_report_and_what_is_to_be_done_after(system: System) -> None:
    given = await plan(system)
    visit = await do(system, "planVisit", given)
    report = {
        "id": visit["id"],
        "outcome": {"tr": "Protokol hazırlanacak.", "en": "A protocol will be drafted."},
        "followUps": [{"what": {"tr": "Taslak", "en": "Draft"}, "dueOn": given["endsOn"]}],
    }
    assert await refused(system, "reportVisit", report, Role.OFFICE) == "visit-out-of-turn"
    assert await seen(system, visit, Role.COORDINATOR) is None
    await do(system, "confirmVisit", {"id": visit["id"]}, **STEP)
    held = await do(system, "holdVisit", {"id": visit["id"]}, **STEP)
    spent = [{**given["costs"][0], "actual": {"amount": "98.50", "currency": "EUR"}}]
    stale = {**given, "id": visit["id"], "expectedVersion": 1, "costs": spent}
    assert await refused(system, "changeVisit", stale, Role.OFFICE) == "stale-version"
    changed = await do(system, "changeVisit", {**stale, "expectedVersion": held["version"]})
    assert changed["costs"] == [{"actual": {"amount": "98.50"}}]
    assert (await do(system, "reportVisit", report))["followUps"] == [{"number": 1, "doneOn": None}]
    done = await do(system, "finishFollowUp", {"id": visit["id"], "number": 1}, input_type="FinishTaskInput")
    assert (done["status"], done["followUps"][0]["doneOn"]) == ("REPORTED", given["beginsOn"])

    by_finance = await seen(system, visit, Role.FINANCE)
    assert by_finance["costs"] == [{"kind": "HOSPITALITY"}]
    by_staff = await seen(system, visit, Role.STAFF)
    assert (by_staff["host"], by_staff["costs"], by_staff["hosting"]) == ("Rektörlük", None, None)
    assert await seen(system, visit, Role.STUDENT) is None


async def proposed(system: System, visit: dict[str, Any], token: str) -> list[dict[str, Any]]:
    found = await system.stage.gateway.ask(token, PROPOSED, {"visit": visit["id"]})
    nodes: list[dict[str, Any]] = found["expenseProposals"]["nodes"]
    return nodes


async def test_what_it_really_cost_is_proposed_taken_up_once_and_approved(system: System) -> None:
    stage, given = system.stage, await plan(system)
    spent = {**given["costs"][0], "actual": {"amount": "18.50", "currency": "EUR"}}
    visit = await do(system, "planVisit", {**given, "costs": [spent]})
    await system.settle()
    [proposal] = await proposed(system, visit, stage.finance)
    assert (proposal["cost"], proposal["status"]) == ("HOSPITALITY", "OPEN")
    assert (proposal["amount"], proposal["visit"]) == (spent["actual"], {"id": visit["id"]})
    assert await proposed(system, visit, stage.coordinator("engineering")) == []

    taking = {
        "id": proposal["id"],
        "budgetId": stage.facts("spending")["budget"],
        "purpose": "A delegation's dinner",
        "incurredOn": given["beginsOn"],
        "receipt": "A-2026-001850",
    }
    taken = await stage.gateway.do(stage.finance, "takeUpExpenseProposal", taking, TAKEN_UP)
    expense = taken["expense"]
    assert (taken["expenseProposal"]["status"], expense["status"]) == ("TAKEN_UP", "ENTERED")
    assert expense["amount"] == {"amount": "18.50"}
    again = await stage.gateway.refusal(stage.office, "takeUpExpenseProposal", taking)
    assert again["code"] == "expense-proposal-is-decided"
    decided = {"id": expense["id"], "expectedVersion": expense["version"]}
    by_oneself = await stage.gateway.refusal(stage.finance, "approveExpense", decided)
    assert by_oneself["code"] == "second-person-needed"
    approved = await stage.gateway.do(stage.office, "approveExpense", decided, "expense { status }")
    assert approved["expense"] == {"status": "APPROVED"}


async def test_only_the_office_is_told_who_the_guests_are_until_they_are_forgotten(system: System) -> None:
    visit = await do(system, "planVisit", await plan(system))
    named = {"id": visit["id"], "expectedVersion": visit["version"], "guests": [GUEST]}
    assert (await do(system, "nameVisitGuests", named))["guests"] == 1
    assert await guests(system, visit) == [GUEST]
    for role in set(Role) - {Role.OFFICE}:
        assert await refused(system, "openVisitGuests", {"id": visit["id"]}, role, **STEP) == "role-missing"
    key = str(parse_node_id(visit["id"])[1])
    said = [
        record.value for record in await records_of(system.bootstrap, [VISIT]) if record.key == key.encode()
    ]
    assert len(said) == 2
    assert [value for value in said if b"Zandvoort" in value] == []
    await do(system, "forgetVisitGuests", {"id": visit["id"]})
    assert await guests(system, visit) == []
