"""The final report: by activity and category, and it agrees with the ledger to the cent."""

from __future__ import annotations

from uuid import UUID

import pytest

from contracts.vocabulary import ActivityKind, BudgetLine
from services.finance.application import final_report as use_case
from services.finance.application.figures_at_date import figures_at_date
from services.finance.application.final_report import final_report
from services.finance.domain.budget_lines import PARTICIPANTS
from services.finance.domain.final_report import ActivityFigures, Categories, FinalReport
from services.finance.domain.travel import StayLength
from services.finance.tests.builders import completed, planned, withdrawn
from services.finance.tests.office import Office, euro

STUDY = (StayLength.LONG, ActivityKind.STUDENT_STUDY)
TEACHING = (StayLength.STAFF, ActivityKind.STAFF_TEACHING)
TRAINING = (StayLength.STAFF, ActivityKind.STAFF_TRAINING)


async def report(office: Office, budget_id: UUID) -> FinalReport:
    async with office.transactions.read() as work:
        return await final_report(budget_id, work)


async def everything_happens(office: Office) -> UUID:
    """Two studies with an advance, one of them settled without a survey; staff; one given up; one in line."""
    budget = await office.claims_support(await office.budget("9000.00"), 10)
    await office.transfers(budget, BudgetLine.MOBILITY, BudgetLine.TRAVEL, "500.00")
    stays = [planned() for _ in range(2)]
    for stay in stays:
        await office.pays_advance(stay)
    await office.records(await office.grant_of(stays[0]), distance_km=2412, fewer_opportunities=True)
    await office.hears(completed(stays[0], 120))
    await office.settles(await office.grant_of(stays[0]), survey=False)
    await office.hears(planned(kind=ActivityKind.STAFF_TEACHING, days=5))
    gave_up = planned(kind=ActivityKind.STAFF_TRAINING, days=5)
    await office.pays_advance(gave_up)
    await office.hears(withdrawn(gave_up))
    await office.hears(planned(rank=90, days=300))
    await office.approves(await office.spends(budget, "84.50", by="one"), by="two")
    return budget.id


async def test_what_it_says_is_spent_is_what_the_ledger_says_line_by_line(office: Office) -> None:
    budget_id = await everything_happens(office)
    found, budget = await report(office, budget_id), await office.budget_now(budget_id)
    async with office.transactions.read() as work:
        booked = await figures_at_date(budget_id, office.today, work)
    spent = {line: found.total.spent.of(line) for line in PARTICIPANTS}
    assert spent == {line: booked.lines[line].spent for line in PARTICIPANTS}
    assert found.total.spent.total == budget.spent != euro("0")
    assert found.expended == booked.lines[BudgetLine.ORGANISATIONAL_SUPPORT].spent == euro("84.50")
    assert min(spent.values()) > euro("0")


async def test_activities_sum_to_the_total(office: Office) -> None:
    found = await report(office, await everything_happens(office))
    for name in ("participants", "completed", "with_grant", "zero_grant", "with_top_up", "days"):
        assert getattr(found.total, name) == sum(getattr(each, name) for each in found.activities.values())
    for line in PARTICIPANTS:
        granted = [each.granted.of(line) for each in found.activities.values()]
        assert found.total.granted.of(line) == sum(granted, euro("0"))
    assert set(found.activities) == {STUDY, TEACHING, TRAINING}


async def test_students_and_their_days_are_counted_with_and_without_a_grant(office: Office) -> None:
    study = (await report(office, await everything_happens(office))).activities[STUDY]
    assert (study.participants, study.completed, study.with_grant, study.zero_grant) == (3, 1, 2, 1)
    assert (study.days, study.funded_days, study.with_top_up) == (120 + 136 + 300, 120 + 136, 1)


async def test_who_gave_up_is_no_participant_but_the_money_is_out_until_it_is_back(office: Office) -> None:
    training = (await report(office, await everything_happens(office))).activities[TRAINING]
    assert (training.participants, training.days, training.granted.total) == (0, 0, euro("0"))
    assert training.owed == training.spent.total != euro("0")


async def test_a_funded_part_counts_its_own_days(office: Office) -> None:
    budget = await office.budget("2000.00")
    going = planned(days=136)
    await office.hears(going)
    await office.funds(await office.grant_of(going), 90)
    found = (await report(office, budget.id)).total
    assert (found.days, found.funded_days) == (136, 90)
    assert found.granted == Categories(euro("1800.00"), euro("0"), euro("0"))


async def test_pages_are_counted_through(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    budget = await office.budget("10000.00")
    for _ in range(3):
        await office.hears(planned())
    whole = await report(office, budget.id)
    monkeypatch.setattr(use_case, "GRANTS_A_PAGE", 2)
    assert await report(office, budget.id) == whole
    assert whole.total.participants == 3


async def test_a_budget_without_grants_reports_nothing(office: Office) -> None:
    budget = await office.budget("1000.00")
    found = await report(office, budget.id)
    assert (found.activities, found.total) == ({}, ActivityFigures.none(budget.currency))
