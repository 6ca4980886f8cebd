"""Promise 2 at the office's desk: a register without gaps, and money that two people have seen."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from tests.chaos.checker.history import History, by
from tests.chaos.checker.language import EVENT_PLAN, VISIT
from tests.chaos.checker.report import Breach, Harm

PROMISE = 2
DECIDED = ("taken-up", "dismissed")
"""Of an expense proposal, what a person said; later corrections change nothing."""


def letters_are_numbered_without_gaps(history: History) -> Iterator[Breach]:
    """Each year's numbers begin at 1, and none is given twice or left out."""
    for year, letters in by(history.table("agreements", "letter"), "year").items():
        numbers = sorted(int(row["number"]) for row in letters)
        if numbers != list(range(1, len(numbers) + 1)):
            harm = Harm.DUPLICATED if len(set(numbers)) < len(numbers) else Harm.LOST
            what = f"the register of {year} has the numbers {numbers}"
            yield Breach(PROMISE, harm, "register of letters", what, "agreements.letter")


def expenses_are_seen_by_two(history: History) -> Iterator[Breach]:
    for row in history.table("finance", "expenses"):
        if row["decided_by"] is not None and row["decided_by"] == row["entered_by"]:
            what = f"expense {row['id']} was entered and decided by the same person"
            yield Breach(PROMISE, Harm.DIVERGED, "expense of one person", what, "finance.expenses")


def what_was_spent_is_proposed(history: History) -> Iterator[Breach]:
    """What visits and plans told last of each cost waits with that amount, unless a person decided on it."""
    spent, waiting = dict(_spent(history)), {}
    for row in history.table("finance", "expense_proposals"):
        cost = str(row["source_id"]), row["cost"]
        if row["status"] == "open":
            waiting[cost] = row["amount"], row["currency"]
        if row["status"] in DECIDED:
            spent.pop(cost, None)
    for cost in sorted(spent.keys() | waiting.keys()):
        told, kept = spent.get(cost), waiting.get(cost)
        if told != kept:
            harm = Harm.LOST if kept is None else Harm.DIVERGED
            what = f"of {cost[1]} of {cost[0]} {told} was told, {kept} waits"
            yield Breach(PROMISE, harm, "what was spent", what, "finance.expense_proposals")


def each_proposal_has_its_expense(history: History) -> Iterator[Breach]:
    """What was taken up was entered, and no expense stands for two."""
    entered = {str(row["id"]) for row in history.table("finance", "expenses")}
    taken = by(history.table("finance", "expense_proposals"), "expense_id")
    for expense, proposals in taken.items():
        if expense is not None and (expense not in entered or len(proposals) > 1):
            what = f"expense {expense} stands for {len(proposals)} proposals"
            yield Breach(PROMISE, Harm.DIVERGED, "proposal's expense", what, "finance.expense_proposals")


def _spent(history: History) -> Iterator[tuple[tuple[str, str], tuple[Decimal, str]]]:
    """By source and kind of cost. A cancelled visit costs nothing; an event that was called off may."""
    visits = history.states(VISIT.topic)
    sources = [*visits.items(), *history.states(EVENT_PLAN.topic).items()]
    for key, state in sources:
        costs = () if key in visits and state["status"] == "cancelled" else state["costs"]
        for cost in costs:
            actual = cost.get("actual")
            if actual and Decimal(actual["amount"]) > 0:
                yield (key, cost["kind"]), (Decimal(actual["amount"]), actual["currency"])


CHECKS = (
    letters_are_numbered_without_gaps,
    expenses_are_seen_by_two,
    what_was_spent_is_proposed,
    each_proposal_has_its_expense,
)
