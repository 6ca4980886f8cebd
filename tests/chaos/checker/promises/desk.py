"""Promise 2 at the office's desk: a register without gaps, and money that two people have seen."""

from __future__ import annotations

from collections.abc import Iterator

from tests.chaos.checker.history import History, by
from tests.chaos.checker.report import Breach, Harm

PROMISE = 2


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


CHECKS = (letters_are_numbered_without_gaps, expenses_are_seen_by_two)
