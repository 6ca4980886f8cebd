"""The double-entry ledger: what each change of a budget or grant writes into which account.

Debits are positive, credits negative; every transaction sums to zero. On the money's side stand ``bank``,
``participant:<id>`` (what someone holds), ``recovery`` (what is owed back) and ``expenses``; on the budget's
side ``allocation`` (free), ``commitment`` (set aside) and ``spent``, one of each a programme and call year,
and for what the office works with ``organisational`` (free) and ``expended``. An entry on the budget's side
names its line, so that what a line had, promised and paid can be summed for any day.
"""

from __future__ import annotations

from dataclasses import dataclass

from contracts.vocabulary import BudgetLine
from services.finance.domain.budget import Budget
from services.finance.domain.budget_lines import PARTICIPANTS
from services.finance.domain.grant import Grant
from services.finance.domain.line_shares import Shares, shares
from services.finance.domain.money import Money

BANK = "bank"
RECOVERY = "recovery"
EXPENSES = "expenses"
ORGANISATIONAL = "organisational"


@dataclass(frozen=True, slots=True)
class Entry:
    """``line``: of the budget; entries on the money's side have none."""

    account: str
    amount: Money
    line: BudgetLine | None = None


def allocation_account(budget: Budget) -> str:
    return f"allocation:{budget.programme}:{budget.call_year}"


def commitment_account(budget: Budget) -> str:
    return f"commitment:{budget.programme}:{budget.call_year}"


def spent_account(budget: Budget) -> str:
    return f"spent:{budget.programme}:{budget.call_year}"


def expended_account(budget: Budget) -> str:
    return f"expended:{budget.programme}:{budget.call_year}"


def participant_account(grant: Grant) -> str:
    return f"participant:{grant.person_id}"


def allocation(budget: Budget, amount: Money) -> tuple[Entry, ...]:
    """Money came from the National Agency or YÖK: it is in the bank and free to promise."""
    return amendment(budget, BudgetLine.MOBILITY, amount)


def line_account(budget: Budget, line: BudgetLine) -> str:
    """Where a line's free money stands: the participants' lines share one account, as grants draw on all."""
    if line in PARTICIPANTS:
        return allocation_account(budget)
    return f"{ORGANISATIONAL}:{budget.programme}:{budget.call_year}"


def amendment(budget: Budget, line: BudgetLine, amount: Money) -> tuple[Entry, ...]:
    """The contract gave more for a line, or took back (``amount`` below zero)."""
    return (Entry(BANK, amount), Entry(line_account(budget, line), _negative(amount), line))


def transfer(budget: Budget, source: BudgetLine, target: BudgetLine, amount: Money) -> tuple[Entry, ...]:
    """Between two of the participants' lines both entries are of one account."""
    return (
        Entry(line_account(budget, source), amount, source),
        Entry(line_account(budget, target), _negative(amount), target),
    )


def expense(budget: Budget, amount: Money) -> tuple[Entry, ...]:
    """Organisational support paid an expense."""
    office = BudgetLine.ORGANISATIONAL_SUPPORT
    return (
        Entry(line_account(budget, office), amount, office),
        Entry(expended_account(budget), _negative(amount), office),
        Entry(EXPENSES, amount),
        Entry(BANK, _negative(amount)),
    )


def movement(budget: Budget, before: Grant | None, after: Grant) -> tuple[Entry, ...]:
    """The entries of any change of a grant; none when no money moved, neither in all nor between lines.

    Four differences say it all: set aside, paid, claimed back, returned. Their coefficients in each column
    of accounts sum to zero, so every transaction does.
    """
    nothing = Money.zero(budget.currency)
    paid = after.paid - (before.paid if before else nothing)
    claimed = after.claim - (before.claim if before else nothing)
    returned = after.returned - (before.returned if before else nothing)
    entries = (
        *_by_line(budget, before, after),
        Entry(participant_account(after), paid - claimed),
        Entry(RECOVERY, claimed - returned),
        Entry(BANK, returned - paid),
    )
    return tuple(entry for entry in entries if entry.amount)


def _by_line(budget: Budget, before: Grant | None, after: Grant) -> tuple[Entry, ...]:
    """The budget's side: what was set aside and what went out, each shared over the participants' lines."""
    nothing = Money.zero(budget.currency)
    set_aside = _difference(_reserved(before), _reserved(after), nothing)
    out = _difference(_out(before), _out(after), nothing)
    free, held, spent = allocation_account(budget), commitment_account(budget), spent_account(budget)
    return (
        *(Entry(free, set_aside[line] + out[line], line) for line in PARTICIPANTS),
        *(Entry(held, _negative(set_aside[line]), line) for line in PARTICIPANTS),
        *(Entry(spent, _negative(out[line]), line) for line in PARTICIPANTS),
    )


def _reserved(grant: Grant | None) -> Shares:
    return shares(grant.reserved, grant.lines) if grant else {}


def _out(grant: Grant | None) -> Shares:
    return shares(grant.paid - grant.returned, grant.lines) if grant else {}


def _difference(before: Shares, after: Shares, nothing: Money) -> Shares:
    return {line: after.get(line, nothing) - before.get(line, nothing) for line in PARTICIPANTS}


def _negative(amount: Money) -> Money:
    return Money.zero(amount.currency) - amount
