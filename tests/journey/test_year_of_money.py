"""The duties of finance through the gateway: lines, grants by rule, settlement, a plan carried out.

Runs after the walk's own tests: it works on the grants that the walk left behind.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from deploy.local.journey.approving import approve_what_waits
from deploy.local.journey.leaving import agreed_on_paper
from deploy.local.journey.paying import CALL_YEAR_OF_DEMO
from deploy.local.journey.spending import BUDGET, PLAN
from tests.journey.system import System

pytestmark = pytest.mark.timeout(300)

GRANTS = """
query Grants($year: Int!) {
  grants(filter: { callYear: $year }, first: 100) {
    nodes {
      id version rank status days amount { amount } contractAmount { amount } paid { amount }
      lines { rule label { tr en } quantity unit rate { amount } amount { amount } source }
      instalments { number amount { amount } status } recovery { amount { amount } reason { tr en } }
      mobility { id status }
    }
  }
}
"""
PLANS = """
query Plans($budget: ID!) {
  spendingPlans(filter: { budgetId: $budget }, last: 1) {
    nodes { id version steps { status amount { amount } } budget { id available { amount } } }
  }
}
"""
GRANT = (
    "grant { id version status days amount { amount } lines { rule label { en } amount { amount } source } }"
)

EXPENSE = "expense { id version status }"
EXPENSES = """
query Expenses($budget: ID!) {
  expenses(filter: { budgetId: $budget }, first: 10) { nodes { id status } }
}
"""
EXPENDED = "query Expended($id: ID!) { budget(id: $id) { lines { line expended { amount } } } }"
AVAILABLE = "query Available($id: ID!) { budget(id: $id) { available { amount } } }"

Json = dict[str, Any]


async def test_money_moves_between_lines_and_never_more_than_is_free(system: System) -> None:
    budget = await _line(system)
    given = {
        "id": budget,
        "source": "ORGANISATIONAL_SUPPORT",
        "target": "MOBILITY",
        "amount": {"amount": "99999.00", "currency": "EUR"},
        "reference": "too much",
    }
    refusal = await system.stage.gateway.refusal(system.stage.finance, "transferBudget", given)
    assert (refusal["code"], refusal["field"]) == ("line-not-enough", "amount")
    lines = await _transfer(system, budget, "TOP_UP", "250.00")
    assert lines["TOP_UP"] == "250.00"
    assert float(lines["ORGANISATIONAL_SUPPORT"]) >= 0


async def test_each_line_of_a_grant_has_its_rule_rate_and_source(system: System) -> None:
    """Travel support by the distance the office recorded; what was promised before is the ceiling no more."""
    budget = await _line(system)
    await _transfer(system, budget, "TRAVEL", "400.00")
    chosen = next(grant for grant in await _grants(system) if _ahead(grant))
    given = {
        "id": chosen["id"],
        "expectedVersion": chosen["version"],
        "distanceKm": 2412,
        "evidence": "calculator, 3 May",
    }
    payload = await system.stage.gateway.do(system.stage.office, "recordCircumstances", given, GRANT)
    [travel] = [line for line in payload["grant"]["lines"] if line["rule"] == "travel-standard"]
    assert (travel["amount"]["amount"], "S18" in travel["source"]) == ("395.00", True)
    assert float(payload["grant"]["amount"]["amount"]) == float(chosen["amount"]["amount"]) + 395
    stale = await system.stage.gateway.attempt(system.stage.office, "recordCircumstances", given, GRANT)
    assert stale["userErrors"][0]["code"] == "stale-version"


async def test_only_the_office_says_what_it_saw(system: System) -> None:
    chosen = next(grant for grant in await _grants(system) if _ahead(grant))
    given = {"id": chosen["id"], "fewerOpportunities": True, "evidence": "seen"}
    refusal = await system.stage.gateway.refusal(system.stage.finance, "recordCircumstances", given)
    assert refusal["code"] == "role-missing"


async def test_a_stay_is_settled_when_it_is_over(system: System) -> None:
    await approve_what_waits(system.stage)
    await system.settle()
    chosen = [grant for grant in await _grants(system) if _ahead(grant)][-1]
    given = {"id": chosen["id"], "surveyReceived": True, "proofReceived": False}
    refusal = await system.stage.gateway.refusal(system.stage.office, "settleGrant", given)
    assert refusal["code"] == "stay-not-over"
    ends = system.stage.stay[1]
    await agreed_on_paper(system.stage, chosen["mobility"]["id"], "settled")
    await system.stage.gateway.do(
        system.stage.office,
        "completeMobility",
        {"id": chosen["mobility"]["id"], "ends": date(ends.year, 1, 15).isoformat()},
        "mobility { status days }",
        input_type="StayEndedInput",
    )
    await system.settle()
    settled = await system.stage.gateway.do(system.stage.office, "settleGrant", given, GRANT)
    assert (settled["grant"]["amount"]["amount"], settled["grant"]["status"]) == ("0.00", "RECOVERING")
    [proof] = [line for line in settled["grant"]["lines"] if line["rule"] == "proof-of-stay-missing"]
    assert proof["source"] == "S14"


async def test_a_plan_is_carried_out_and_says_what_became_of_each_step(system: System) -> None:
    stage, budget = system.stage, await _line(system)
    await _leave_almost_enough(system, budget)
    drawn_up = await stage.gateway.do(stage.office, "drawUpSpendingPlan", {"id": budget}, PLAN)
    plan = drawn_up["spendingPlan"]
    assert (
        float(plan["used"]["amount"]) <= float(plan["bound"]["amount"]) <= float(plan["available"]["amount"])
    )
    assert plan["steps"], plan
    given = {"id": plan["id"], "expectedVersion": plan["version"]}
    applied = (await stage.gateway.do(stage.office, "applySpendingPlan", given, PLAN))["spendingPlan"]
    assert [step["status"] for step in applied["steps"]] == ["APPLIED"] * len(plan["steps"])
    first = applied["steps"][0]
    assert (first["grant"]["status"], first["grant"]["days"]) == ("RESERVED", first["days"])
    [shown] = (await stage.gateway.ask(stage.finance, PLANS, {"budget": budget}))["spendingPlans"]["nodes"]
    left = float(plan["available"]["amount"]) - float(plan["used"]["amount"])
    assert float(shown["budget"]["available"]["amount"]) == pytest.approx(left)
    again = await stage.gateway.refusal(stage.office, "applySpendingPlan", {"id": plan["id"]})
    assert again["code"] == "plan-is-carried-out"


async def test_an_expense_counts_when_a_second_person_approved_it(system: System) -> None:
    stage, budget = system.stage, await _line(system)
    before = await _expended(system, budget)
    given = {
        "id": budget,
        "kind": "VISIT",
        "purpose": "Lunch with a delegation",
        "incurredOn": "2026-05-04",
        "amount": {"amount": "12.50", "currency": "EUR"},
        "receipt": "A-2026-000417",
    }
    entered = (await stage.gateway.do(stage.finance, "enterExpense", given, EXPENSE))["expense"]
    again = await stage.gateway.refusal(stage.finance, "enterExpense", given)
    assert again["code"] == "receipt-booked"
    decided = {"id": entered["id"], "expectedVersion": entered["version"]}
    refusal = await stage.gateway.refusal(stage.finance, "approveExpense", decided)
    assert refusal["code"] == "second-person-needed"
    approved = (await stage.gateway.do(stage.office, "approveExpense", decided, EXPENSE))["expense"]
    assert approved["status"] == "APPROVED"
    await system.settle()
    found = await stage.gateway.ask(stage.finance, EXPENSES, {"budget": budget})
    assert entered["id"] in [shown["id"] for shown in found["expenses"]["nodes"]]
    assert await _expended(system, budget) - before == Decimal("12.50")
    coordinator = stage.coordinator("engineering")
    assert (await stage.gateway.ask(coordinator, EXPENSES, {"budget": budget}))["expenses"]["nodes"] == []


async def test_plans_are_nobody_elses_business(system: System) -> None:
    budget = await _line(system)
    token = system.stage.coordinator("engineering")
    assert (await system.stage.gateway.ask(token, PLANS, {"budget": budget}))["spendingPlans"]["nodes"] == []


async def _line(system: System) -> str:
    """The budget of the walk."""
    return str(system.stage.facts("spending")["budget"])


async def _expended(system: System, budget: str) -> Decimal:
    found = await system.stage.gateway.ask(system.stage.finance, EXPENDED, {"id": budget})
    [support] = [line for line in found["budget"]["lines"] if line["line"] == "ORGANISATIONAL_SUPPORT"]
    return Decimal(support["expended"]["amount"])


async def _transfer(system: System, budget: str, target: str, amount: str) -> dict[str, str]:
    given = {
        "id": budget,
        "source": "ORGANISATIONAL_SUPPORT",
        "target": target,
        "amount": {"amount": amount, "currency": "EUR"},
        "reference": f"to {target}",
    }
    payload = await system.stage.gateway.do(system.stage.finance, "transferBudget", given, BUDGET)
    return {each["line"]: each["allocated"]["amount"] for each in payload["budget"]["lines"]}


async def _leave_almost_enough(system: System, budget: str) -> None:
    """A hundred euro less than the next in line needs in whole: nobody is served by it, days could be."""
    in_line = [float(g["amount"]["amount"]) for g in await _grants(system) if g["status"] == "ZERO_GRANT"]
    found = await system.stage.gateway.ask(system.stage.finance, AVAILABLE, {"id": budget})
    missing = min(in_line) - 100 - float(found["budget"]["available"]["amount"])
    await _transfer(system, budget, "MOBILITY", f"{missing:.2f}")


async def _grants(system: System) -> list[Json]:
    found = await system.stage.gateway.ask(system.stage.office, GRANTS, {"year": CALL_YEAR_OF_DEMO})
    nodes: list[Json] = found["grants"]["nodes"]
    return sorted(nodes, key=lambda grant: grant["rank"] or 0)


def _ahead(grant: Json) -> bool:
    """Promised, and its stay has not been changed by anybody."""
    known = grant["status"], grant["days"], grant["mobility"]["status"]
    return known == ("RESERVED", 136, "PLANNED")
