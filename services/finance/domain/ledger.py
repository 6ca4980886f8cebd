"""The double-entry ledger: what each change of a budget or grant writes into which account.

Debits are positive, credits negative; every transaction sums to zero. On the money's side stand ``bank``,
``participant:<id>`` (what someone holds) and ``recovery`` (what is owed back); on the budget's side
``allocation`` (free), ``commitment`` (set aside) and ``spent``, one of each a programme and call year.
"""

from __future__ import annotations

from dataclasses import dataclass

from services.finance.domain.budget import Budget
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
    return (Entry(BANK, amount), Entry(allocation_account(budget), _negative(amount)))


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
