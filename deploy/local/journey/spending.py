"""Chapter 10: the contract behind the money, and a plan that leaves no euro unused."""

from __future__ import annotations

from deploy.local.journey.clients import Json
from deploy.local.journey.journal import Facts
from deploy.local.journey.paying import CALL_YEAR_OF_DEMO, grants_of
from deploy.local.journey.stage import Stage
from deploy.local.journey.story import money

PARTICIPANTS = 11

BUDGET = """
budget {
  id version available { amount } lines { line allocated { amount } } contract { number }
  support { rule quantity rate { amount } amount { amount currency } source }
}
"""
PLAN = """
spendingPlan {
  id version available { amount currency } used { amount currency } bound { amount currency }
  steps { number kind days status amount { amount currency } refusal { code } grant { id rank status days } }
  forecasts { scenario releasedPercent freeAtEnd { amount currency } }
}
"""


async def spending(stage: Stage) -> Facts:
    """The grant agreement gets its number and its lines; an optimiser says what is left could still pay."""
    _, budget = await grants_of(stage, CALL_YEAR_OF_DEMO, "the budget", bool)
    await _name_contract(stage, budget["id"])
    await _claim_support(stage, budget["id"])
    plan = await _draw_up(stage, budget["id"])
    return {"budget": budget["id"], "plan": plan["id"]}


async def _name_contract(stage: Stage, budget_id: str) -> None:
    given = {
        "id": budget_id,
        "number": f"{CALL_YEAR_OF_DEMO}-1-TR01-KA131-HED-000000001",
        "beginsOn": f"{CALL_YEAR_OF_DEMO}-06-01",
        "endsOn": f"{CALL_YEAR_OF_DEMO + 2}-07-31",
    }
    payload = await stage.gateway.do(stage.finance, "nameContract", given, BUDGET, key=stage.key("contract"))
    stage.story.step("mutation nameContract", str(payload["budget"]["contract"]["number"]))


async def _claim_support(stage: Stage, budget_id: str) -> None:
    given = {"id": budget_id, "count": PARTICIPANTS, "reference": "DEMO-SUPPORT"}
    payload = await stage.gateway.do(
        stage.finance, "claimOrganisationalSupport", given, BUDGET, key=stage.key("support")
    )
    [tier] = payload["budget"]["support"]
    stage.story.step(
        "mutation claimOrganisationalSupport",
        f"{tier['quantity']} participants at {tier['rate']['amount']} ({tier['source']}):"
        f" {money(tier['amount'])}",
    )


async def _draw_up(stage: Stage, budget_id: str) -> Json:
    given = {"id": budget_id, "assumedReleasePercent": "5"}
    payload = await stage.gateway.do(
        stage.finance, "drawUpSpendingPlan", given, PLAN, key=stage.key("spending-plan")
    )
    plan: Json = payload["spendingPlan"]
    stage.story.step(
        "mutation drawUpSpendingPlan",
        f"{money(plan['available'])} free; {len(plan['steps'])} step(s) would use {money(plan['used'])},"
        f" nothing could use more than {money(plan['bound'])}",
    )
    stage.story.table(
        "what is left when the contract ends · sözleşme bittiğinde kalan",
        ("scenario", "not used %", "left"),
        [(each["scenario"], each["releasedPercent"], money(each["freeAtEnd"])) for each in plan["forecasts"]],
    )
    return plan
