"""A budget and its lines at a past date, read from the ledger."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from contracts.vocabulary import BudgetLine
from services.finance.application.figures_at_date import figures_at_date
from services.finance.domain.figures import Figures, FiguresAtDate
from services.finance.tests.builders import completed, planned, withdrawn
from services.finance.tests.office import Office, euro

TODAY = date(2026, 6, 1)
LONG_AGO = TODAY - timedelta(days=400)
MOBILITY, TRAVEL, OFFICE = BudgetLine.MOBILITY, BudgetLine.TRAVEL, BudgetLine.ORGANISATIONAL_SUPPORT


async def figures(office: Office, budget_id: UUID, on: date = TODAY) -> FiguresAtDate:
    async with office.transactions.read() as work:
        return await figures_at_date(budget_id, on, work)


def said(reserved: str, spent: str, free: str) -> Figures:
    return Figures(euro(reserved), euro(spent), euro(free))


async def test_today_they_are_the_budgets_own(office: Office) -> None:
    budget = await office.claims_support(await office.budget("10000.00"), 10)
    await office.transfers(budget, MOBILITY, TRAVEL, "500.00")
    going = planned()
    await office.pays_advance(going)
    await office.records(await office.grant_of(going), distance_km=2412)
    now, found = await office.budget_now(budget.id), await figures(office, budget.id)
    assert found.participants == Figures(now.reserved, now.spent, now.available)
    assert {line: each.allocated for line, each in found.lines.items()} == {
        line: now.lines.of(line, now.allocated) for line in BudgetLine
    }


async def test_each_line_bears_its_share_of_what_is_promised_and_paid(office: Office) -> None:
    """2,720.00 for mobility and 395.00 for travel; of both 2,176.00 are paid."""
    budget = await office.budget("10000.00")
    await office.transfers(budget, MOBILITY, TRAVEL, "500.00")
    going = planned()
    await office.pays_advance(going)
    await office.records(await office.grant_of(going), distance_km=2412)
    found = await figures(office, budget.id)
    assert found.lines[MOBILITY] == said("819.93", "1900.07", "6780.00")
    assert found.lines[TRAVEL] == said("119.07", "275.93", "105.00")


async def test_a_line_that_promised_more_than_it_has_is_below_nothing(office: Office) -> None:
    budget = await office.budget("10000.00")
    going = planned()
    await office.hears(going)
    await office.records(await office.grant_of(going), distance_km=2412)
    found = await figures(office, budget.id)
    assert found.lines[TRAVEL] == said("395.00", "0", "-395.00")
    assert found.participants.free == (await office.budget_now(budget.id)).available


async def test_a_booking_counts_from_its_value_date(office: Office) -> None:
    """The expense was incurred on 4 May and approved on 1 June."""
    budget = await office.claims_support(await office.budget("1000.00"), 10)
    await office.approves(await office.spends(budget, "84.50", by="one"), by="two")
    before, after = date(2026, 5, 3), date(2026, 5, 4)
    assert (await figures(office, budget.id, before)).lines[OFFICE].spent == euro("0")
    assert (await figures(office, budget.id, after)).lines[OFFICE] == said("0", "84.50", "-84.50")
    assert (await figures(office, budget.id)).lines[OFFICE] == said("0", "84.50", "3915.50")


async def test_what_has_a_later_value_date_counts_from_the_day_it_was_booked(office: Office) -> None:
    budget = await office.claims_support(await office.budget("1000.00"), 10)
    later = await office.spends(budget, "84.50", by="one", incurred_on=date(2026, 7, 1))
    await office.approves(later, by="two")
    assert (await figures(office, budget.id)).lines[OFFICE].spent == euro("84.50")


async def test_before_anything_was_booked_there_is_nothing(office: Office) -> None:
    budget = await office.budget("1000.00")
    found = await figures(office, budget.id, LONG_AGO)
    assert set(found.lines.values()) == {found.participants} == {said("0", "0", "0")}


async def test_years_and_programmes_are_kept_apart(office: Office) -> None:
    budget, other = await office.budget("1000.00", 2024), await office.budget("500.00", 2023)
    assert (await figures(office, budget.id)).participants.free == euro("1000.00")
    assert (await figures(office, other.id)).participants.free == euro("500.00")


async def test_a_recovery_is_free_again_on_the_day_it_came(office: Office) -> None:
    budget = await office.budget("10000.00")
    going = planned()
    await office.pays_advance(going)
    await office.hears(withdrawn(going))
    await office.receives(await office.grant_of(going), "2176.00")
    assert (await figures(office, budget.id)).participants == said("0", "0", "10000.00")


async def test_a_settled_stay_has_nothing_reserved_in_any_line(office: Office) -> None:
    budget = await office.budget("10000.00")
    going = planned()
    await office.pays_advance(going)
    grant = await office.records(await office.grant_of(going), distance_km=2412, fewer_opportunities=True)
    await office.hears(completed(going, 100))
    await office.settles(grant, survey=False)
    now, found = await office.budget_now(budget.id), await figures(office, budget.id)
    assert found.participants == Figures(now.reserved, now.spent, now.available)
    assert all(each.reserved.amount >= 0 for each in found.lines.values())
