"""The double-entry ledger: what each change of a budget or grant writes into which account.

Debits are positive, credits negative; every transaction sums to zero. On the money's side stand ``bank``,
``participant:<id>`` (what someone holds) and ``recovery`` (what is owed back); on the budget's side
``allocation`` (free), ``commitment`` (set aside) and ``spent``, one of each a programme and call year, and
``organisational`` for what the office works with.
"""

from __future__ import annotations

from dataclasses import dataclass

from contracts.vocabulary import BudgetLine
from services.finance.domain.budget import Budget
from services.finance.domain.budget_lines import PARTICIPANTS
from services.finance.domain.grant import Grant
from services.finance.domain.money import Money

BANK = "bank"
RECOVERY = "recovery"


@dataclass(frozen=True, slots=True)
class Entry:
    account: str
    amount: Money


def allocation_account(budget: Budget) -> str:
    return f"allocation:{budget.programme}:{budget.call_year}"


def commitment_account(budget: Budget) -> str:
    return f"commitment:{budget.programme}:{budget.call_year}"


def spent_account(budget: Budget) -> str:
    return f"spent:{budget.programme}:{budget.call_year}"


def participant_account(grant: Grant) -> str:
    return f"participant:{grant.person_id}"


def allocation(budget: Budget, amount: Money) -> tuple[Entry, ...]:
    """Money came from the National Agency or YÖK: it is in the bank and free to promise."""
    return amendment(budget, BudgetLine.MOBILITY, amount)


def line_account(budget: Budget, line: BudgetLine) -> str:
    """Where a line's free money stands: the participants' lines share one account, as grants draw on all."""
    if line in PARTICIPANTS:
        return allocation_account(budget)
    return f"organisational:{budget.programme}:{budget.call_year}"


def amendment(budget: Budget, line: BudgetLine, amount: Money) -> tuple[Entry, ...]:
    """The contract gave more for a line, or took back (``amount`` below zero)."""
    return (Entry(BANK, amount), Entry(line_account(budget, line), _negative(amount)))


def transfer(budget: Budget, source: BudgetLine, target: BudgetLine, amount: Money) -> tuple[Entry, ...]:
    """None between lines of one account."""
    giver, taker = line_account(budget, source), line_account(budget, target)
    return () if giver == taker else (Entry(giver, amount), Entry(taker, _negative(amount)))


def expense(budget: Budget, amount: Money) -> tuple[Entry, ...]:
    """Organisational support paid an expense."""
    return (
        Entry(line_account(budget, BudgetLine.ORGANISATIONAL_SUPPORT), amount),
        Entry(BANK, _negative(amount)),
    )


def movement(budget: Budget, before: Grant | None, after: Grant) -> tuple[Entry, ...]:
    """The entries of any change of a grant; none when no money moved.

    Four differences say it all: set aside, paid, claimed back, returned. Their coefficients in each column
    of accounts sum to zero, so every transaction does.
    """
    nothing = Money.zero(budget.currency)
    set_aside = after.reserved - (before.reserved if before else nothing)
    paid = after.paid - (before.paid if before else nothing)
    claimed = after.claim - (before.claim if before else nothing)
    returned = after.returned - (before.returned if before else nothing)
    entries = (
        Entry(allocation_account(budget), set_aside + paid - returned),
        Entry(commitment_account(budget), _negative(set_aside)),
        Entry(spent_account(budget), returned - paid),
        Entry(participant_account(after), paid - claimed),
        Entry(RECOVERY, claimed - returned),
        Entry(BANK, returned - paid),
    )
    return tuple(entry for entry in entries if entry.amount)


def _negative(amount: Money) -> Money:
    return Money.zero(amount.currency) - amount
