"""The contract's lines: organisational support by tiers, and money that goes over to the participants."""

from __future__ import annotations

from decimal import Decimal

import pytest

from chassis.refusal import Refusal
from contracts.vocabulary import BudgetLine, GrantStatus
from services.finance.tests.builders import planned
from services.finance.tests.office import Office, euro


async def test_support_is_reckoned_by_tiers_and_stands_in_the_ledger(office: Office) -> None:
    budget = await office.claims_support(await office.budget("1000.00"), 120)
    assert budget.lines.organisational == euro("44600.00")
    assert [(str(line.quantity), line.source) for line in budget.support] == [("100", "S02"), ("20", "S02")]
    assert await office.budget_now(budget.id) == budget
    balances = await office.balances()
    assert balances["organisational:erasmus:2024"] == Decimal("-44600.00")
    assert sum(balances.values()) == 0


async def test_support_of_a_year_without_a_known_rate_is_refused(office: Office) -> None:
    budget = await office.budget("1000.00", 2025)
    with pytest.raises(Refusal) as refused:
        await office.claims_support(budget, 10)
    assert refused.value.code == "rate-unknown"
    assert await office.budget_now(budget.id) == budget


async def test_what_is_transferred_to_the_participants_serves_the_line(office: Office) -> None:
    budget = await office.claims_support(await office.budget("1000.00"), 10)
    going = planned()
    await office.hears(going)
    assert (await office.grant_of(going)).status is GrantStatus.ZERO_GRANT
    after = await office.transfers(budget, BudgetLine.ORGANISATIONAL_SUPPORT, BudgetLine.MOBILITY, "1720.00")
    assert (after.lines.organisational, after.available) == (euro("2280.00"), euro("0.00"))
    assert (await office.grant_of(going)).status is GrantStatus.RESERVED
