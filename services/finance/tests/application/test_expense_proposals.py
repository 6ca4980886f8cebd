"""What visits and events cost is proposed once, follows its cost, and is taken up once."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable

import pytest

from chassis.ids import new_id
from chassis.refusal import Refusal
from contracts.event import Event
from contracts.vocabulary import (
    CostKind,
    EventStatus,
    ExpenseKind,
    ExpenseProposalStatus,
    ExpenseStatus,
    Programme,
)
from services.finance.domain.budget import Budget
from services.finance.domain.expense_proposal import ExpenseProposal
from services.finance.tests.builders import called_off, prepared, reported
from services.finance.tests.office import Office, euro

OPEN = ExpenseProposalStatus.OPEN
TAKEN_UP = ExpenseProposalStatus.TAKEN_UP
DISMISSED = ExpenseProposalStatus.DISMISSED
WITHDRAWN = ExpenseProposalStatus.WITHDRAWN


async def contract(office: Office) -> Budget:
    """1,000 EUR for participants, 4,000 EUR of organisational support."""
    return await office.claims_support(await office.budget("1000.00"), 10)


async def heard(office: Office, *events: Event) -> ExpenseProposal:
    """The one proposal there is after the events."""
    for event in events:
        await office.hears(event)
    [proposal] = await office.proposals()
    return proposal


async def refusal_of(deciding: Awaitable[object]) -> str:
    with pytest.raises(Refusal) as refused:
        await deciding
    return refused.value.code


async def test_what_a_visit_really_cost_is_proposed_and_what_it_is_planned_to_is_not(office: Office) -> None:
    visit = new_id()
    proposal = await heard(office, reported(visit, hospitality="98.50", travel=None, fees="0.00"))
    assert (proposal.kind, proposal.source_id, proposal.cost) == (
        ExpenseKind.VISIT,
        visit,
        CostKind.HOSPITALITY,
    )
    assert (proposal.amount, proposal.status, proposal.proposed_at) == (euro("98.50"), OPEN, office.now)


async def test_it_follows_corrections_and_an_older_state_changes_nothing(office: Office) -> None:
    visit = new_id()
    first, corrected = (
        reported(visit, 5, hospitality="98.50"),
        reported(visit, 7, hospitality="91.00"),
    )
    proposal = await heard(office, first, corrected, first, corrected, reported(visit, 6, venue="40.00"))
    assert (proposal.amount, proposal.status, proposal.version) == (euro("91.00"), OPEN, 2)


async def test_a_cost_that_was_told_after_it_was_taken_back_is_not_proposed(office: Office) -> None:
    visit = new_id()
    await office.hears(reported(visit, 7, hospitality=None))
    await office.hears(reported(visit, 6, hospitality="98.50"))
    assert await office.proposals() == []


async def test_it_is_withdrawn_with_its_cost_and_comes_back_with_it(office: Office) -> None:
    visit = new_id()
    gone = await heard(office, reported(visit, 5, hospitality="98.50"), reported(visit, 6, hospitality=None))
    assert (gone.status, gone.decided_at) == (WITHDRAWN, office.now)
    again = await heard(office, reported(visit, 7, hospitality="90.00"))
    assert (again.id, again.status, again.amount) == (gone.id, OPEN, euro("90.00"))


async def test_it_is_withdrawn_with_its_visit_and_what_a_called_off_event_cost_counts(office: Office) -> None:
    visit, event = new_id(), new_id()
    await office.hears(reported(visit, 5, hospitality="98.50"))
    await office.hears(prepared(event, 2, venue="40.00"))
    assert [each.kind for each in await office.proposals()] == [ExpenseKind.VISIT, ExpenseKind.EVENT]
    await office.hears(called_off(visit, 6, hospitality="98.50"))
    await office.hears(prepared(event, 3, EventStatus.CANCELLED, venue="25.00"))
    assert [(each.status, each.amount) for each in await office.proposals()] == [
        (WITHDRAWN, euro("98.50")),
        (OPEN, euro("25.00")),
    ]


async def test_two_states_of_a_visit_at_the_same_moment_propose_once(office: Office) -> None:
    visit = new_id()
    states = [reported(visit, version, hospitality=f"{version}0.00") for version in range(1, 6)]
    await asyncio.gather(*(office.hears(state) for state in states))
    [proposal] = await office.proposals()
    assert proposal.amount == euro("50.00")


async def test_taken_up_it_is_an_expense_that_somebody_else_approves(office: Office) -> None:
    budget, event = await contract(office), new_id()
    proposal = await heard(office, prepared(event, venue="40.00"))
    taken = await office.takes_up(proposal, budget, by="one")
    expense = await office.expense_of(taken)
    assert (expense.kind, expense.event_id, expense.amount) == (ExpenseKind.EVENT, event, euro("40.00"))
    assert (expense.entered_by, expense.status) == ("one", ExpenseStatus.ENTERED)
    assert await refusal_of(office.approves(expense, by="one")) == "second-person-needed"
    await office.approves(expense, by="two")
    assert (await office.budget_now(budget.id)).lines.expended == euro("40.00")


async def test_the_receipt_says_what_was_spent_and_what_is_told_later_changes_nothing(office: Office) -> None:
    budget, visit = await contract(office), new_id()
    proposal = await heard(office, reported(visit, 5, hospitality="98.50"))
    taken = await office.takes_up(proposal, budget, amount="97.00")
    assert (await office.expense_of(taken)).amount == euro("97.00")
    assert await heard(office, reported(visit, 6, hospitality="120.00")) == taken
    assert await heard(office, called_off(visit, 7, hospitality="120.00")) == taken


async def test_of_two_who_take_it_up_at_once_one_enters_its_expense(office: Office) -> None:
    budget = await contract(office)
    proposal = await heard(office, reported(new_id(), hospitality="98.50"))
    both = [office.takes_up(proposal, budget, by=somebody) for somebody in ("one", "two")]
    done = await asyncio.gather(*both, return_exceptions=True)
    assert sorted(type(each).__name__ for each in done) == [ExpenseProposal.__name__, "ProposalIsDecided"]
    async with office.transactions.begin() as work:
        assert len(await work.expenses.lock_page(None, 9)) == 1


async def test_one_that_is_dismissed_or_withdrawn_is_not_taken_up(office: Office) -> None:
    budget, visit = await contract(office), new_id()
    proposal = await heard(office, reported(visit, 5, hospitality="98.50"))
    dismissed = await office.dismisses(proposal, by="one")
    assert (dismissed.status, dismissed.objection, dismissed.decided_by) == (
        DISMISSED,
        "the host pays",
        "one",
    )
    assert await refusal_of(office.takes_up(proposal, budget)) == "expense-proposal-is-decided"
    await office.hears(reported(other := new_id(), 5, venue="40.00"))
    await office.hears(called_off(other, 6, venue="40.00"))
    [gone] = [each for each in await office.proposals() if each.source_id == other]
    assert await refusal_of(office.takes_up(gone, budget)) == "expense-proposal-is-decided"
    assert await refusal_of(office.dismisses(gone)) == "expense-proposal-is-decided"


async def test_what_cannot_be_entered_leaves_it_open(office: Office) -> None:
    lira = await office.lira_budget("1000.00", Programme.FARABI, 2024)
    proposal = await heard(office, reported(new_id(), hospitality="98.50"))
    assert await refusal_of(office.takes_up(proposal, lira)) == "currency-differs"
    assert await heard(office) == proposal
