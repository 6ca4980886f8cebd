"""What finance asks at the end of a year, through the gateway: figures at a date, final report, ledger.

Runs after the walk's own tests, on the budget of the walk; nothing here changes any money.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from chassis.clock import academic_date, utc_now
from deploy.local.journey.paying import CALL_YEAR_OF_DEMO
from tests.journey.system import System

pytestmark = pytest.mark.timeout(300)

MONEY = "{ reserved { amount } spent { amount } free { amount } }"
BUDGET = """
query Budget($id: ID!) {
  budget(id: $id) {
    programme allocated { amount } reserved { amount } spent { amount } available { amount }
    lines { line allocated { amount } expended { amount } }
  }
}
"""
FIGURES = f"""
query Figures($id: ID!, $on: Date!) {{
  budgetFigures(budgetId: $id, on: $on) {{
    participants {MONEY} lines {{ line allocated {{ amount }} spent {{ amount }} }}
  }}
}}
"""
REPORT = """
query Report($id: ID!) {
  finalReport(budgetId: $id) {
    activities { activity participants spent { total { amount } } }
    total { participants withGrant zeroGrant spent { individual { amount } total { amount } } }
    organisational { amount } expended { amount }
  }
}
"""
TRIED = "changes { old { amount } new { amount } grant { id } } sums { budgetId kept difference { amount } }"


def amounts(found: dict[str, Any], *names: str) -> list[Decimal]:
    return [Decimal(found[name]["amount"]) for name in names]


async def test_todays_figures_are_the_budgets_and_a_past_days_are_none(system: System) -> None:
    stage, budget = system.stage, system.stage.facts("spending")["budget"]
    await system.settle()
    now = (await stage.gateway.ask(stage.finance, BUDGET, {"id": budget}))["budget"]
    today = academic_date(utc_now())
    found = await stage.gateway.ask(stage.finance, FIGURES, {"id": budget, "on": today.isoformat()})
    told = found["budgetFigures"]
    assert amounts(told["participants"], "reserved", "spent", "free") == amounts(
        now, "reserved", "spent", "available"
    )
    assert [(line["line"], *amounts(line, "allocated")) for line in told["lines"]] == [
        (line["line"], *amounts(line, "allocated")) for line in now["lines"]
    ]
    before = (today - timedelta(days=4000)).isoformat()
    past = (await stage.gateway.ask(stage.finance, FIGURES, {"id": budget, "on": before}))["budgetFigures"]
    assert amounts(past["participants"], "reserved", "spent", "free") == [Decimal(0)] * 3
    other = stage.coordinator("engineering")
    hidden = await stage.gateway.ask(other, FIGURES, {"id": budget, "on": before})
    assert hidden["budgetFigures"] is None


async def test_the_final_report_says_what_the_budget_says(system: System) -> None:
    stage, budget = system.stage, system.stage.facts("spending")["budget"]
    now = (await stage.gateway.ask(stage.finance, BUDGET, {"id": budget}))["budget"]
    report = (await stage.gateway.ask(stage.finance, REPORT, {"id": budget}))["finalReport"]
    total = report["total"]
    assert amounts(total["spent"], "total") == amounts(now, "spent")
    assert total["participants"] == total["withGrant"] + total["zeroGrant"] > 0
    by_activity = [amounts(each["spent"], "total")[0] for each in report["activities"]]
    assert [sum(by_activity)] == amounts(total["spent"], "total")
    kind, table = await stage.gateway.file(
        stage.finance, "/v1/reports/final", budget=budget, format="csv", language="en"
    )
    [*_, summed, support] = csv.reader(io.StringIO(table.decode("utf-8-sig")))
    assert kind.startswith("text/csv")
    assert (summed[2], Decimal(summed[16])) == (str(total["participants"]), *amounts(now, "spent"))
    assert Decimal(support[16]) == amounts(report, "expended")[0]


async def test_the_ledger_of_the_year_balances_and_says_what_was_spent(system: System) -> None:
    stage, budget = system.stage, system.stage.facts("spending")["budget"]
    now = (await stage.gateway.ask(stage.finance, BUDGET, {"id": budget}))["budget"]
    _, table = await stage.gateway.file(stage.finance, "/v1/reports/ledger", begins="2020-01-01")
    _, *rows = csv.reader(io.StringIO(table.decode("utf-8-sig")))
    transactions: dict[str, Decimal] = defaultdict(Decimal)
    accounts: dict[str, Decimal] = defaultdict(Decimal)
    for row in rows:
        moved = Decimal(row[6] or 0) - Decimal(row[7] or 0)
        transactions[row[0]] += moved
        accounts[row[4]] += moved
    assert set(transactions.values()) == {Decimal(0)}
    spent = accounts[f"spent:{now['programme'].lower()}:{CALL_YEAR_OF_DEMO}"]
    assert [-spent] == amounts(now, "spent")
    kind, _ = await stage.gateway.file(stage.office, "/v1/reports/ledger", begins="2020-01-01")
    assert kind == "application/problem+json"


async def test_a_rate_table_is_tried_and_nothing_changes(system: System) -> None:
    stage, budget = system.stage, system.stage.facts("spending")["budget"]
    before = await stage.gateway.ask(stage.finance, BUDGET, {"id": budget})
    rates = [
        {
            "callYear": CALL_YEAR_OF_DEMO,
            "kind": "STUDENT_STUDY",
            "countryGroup": group,
            "amount": "1234.00",
            "currency": "EUR",
            "unit": "MONTH",
            "source": "a draft of the National Agency",
        }
        for group in ("1", "2", "3")
    ]
    tried = await stage.gateway.do(stage.finance, "tryRates", {"rates": rates}, TRIED)
    [summed] = [each for each in tried["sums"] if each["budgetId"] == budget]
    assert summed["kept"] > 0
    assert Decimal(summed["difference"]["amount"]) > 0
    assert await stage.gateway.ask(stage.finance, BUDGET, {"id": budget}) == before
