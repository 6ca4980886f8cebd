"""Instalments: an advance before the stay, the balance after it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from contracts.vocabulary import InstalmentKind, InstalmentStatus
from services.finance.domain.money import Money, total

OPEN = (InstalmentStatus.PLANNED, InstalmentStatus.ORDERED, InstalmentStatus.REJECTED)
"""Money that is set aside for the participant and not yet paid."""

UNORDERED = (InstalmentStatus.PLANNED, InstalmentStatus.REJECTED)
"""What a recomputation may still shrink: the finance office was not asked, or has refused."""


@dataclass(frozen=True, slots=True)
class PaymentPlan:
    """How a grant is paid. The advance may be 70 to 100 % (participant agreement, S30); 80 is usual."""

    advance_percent: int = 80
    advance_days_max: int = 30
    balance_days_max: int = 45


@dataclass(frozen=True, slots=True)
class Instalment:
    number: int
    kind: InstalmentKind
    amount: Money
    status: InstalmentStatus
    due_on: date | None = None
    payment_order_id: UUID | None = None


def plan_instalments(
    amount: Money, plan: PaymentPlan, today: date, begins: date | None
) -> tuple[Instalment, ...]:
    """Advance and balance. The advance is due within 30 days and not after the stay begins.

    The balance has no date yet: it is due 45 days after the stay is over.
    """
    advance = amount * (Decimal(plan.advance_percent) / 100)
    due_on = today + timedelta(days=plan.advance_days_max)
    if begins is not None:
        due_on = max(today, min(due_on, begins))
    parts = (
        Instalment(1, InstalmentKind.ADVANCE, advance, InstalmentStatus.PLANNED, due_on),
        Instalment(2, InstalmentKind.BALANCE, amount - advance, InstalmentStatus.PLANNED),
    )
    return tuple(part for part in parts if part.amount)


def shrink(instalments: Sequence[Instalment], amount: Money) -> tuple[Instalment, ...]:
    """Fit what is not ordered yet into ``amount``, the last one first; what shrinks to nothing is cancelled.

    Paid and ordered instalments stay: what was paid too much is a recovery, what is ordered is answered
    first.
    """
    fixed = (InstalmentStatus.PAID, InstalmentStatus.ORDERED)
    left = amount - total([part.amount for part in instalments if part.status in fixed], amount.currency)
    fitted = []
    for part in instalments:
        if part.status not in UNORDERED:
            fitted.append(part)
            continue
        kept = max(min(part.amount, left), Money.zero(amount.currency))
        left = left - kept
        fitted.append(
            replace(part, amount=kept) if kept else replace(part, status=InstalmentStatus.CANCELLED)
        )
    return tuple(fitted)


def refit(instalments: Sequence[Instalment], amount: Money, plan: PaymentPlan) -> tuple[Instalment, ...]:
    """Fit to ``amount``, which may be less or more than before.

    While nothing was ordered the advance keeps its share; then the balance takes what is more, and if that is
    ordered already, a further one.
    """
    if amount and instalments and all(part.status is InstalmentStatus.PLANNED for part in instalments):
        due = {part.number: part.due_on for part in instalments}
        anew = plan_instalments(amount, plan, date.min, None)
        return tuple(replace(part, due_on=due.get(part.number)) for part in anew)
    missing = amount - total([part.amount for part in instalments if _counts(part)], amount.currency)
    if missing <= Money.zero(amount.currency):
        return shrink(instalments, amount)
    return _grown(instalments, missing)


def _counts(part: Instalment) -> bool:
    return part.status is not InstalmentStatus.CANCELLED


def _grown(instalments: Sequence[Instalment], missing: Money) -> tuple[Instalment, ...]:
    last = instalments[-1]
    if last.kind is InstalmentKind.BALANCE and last.status in UNORDERED:
        return (*instalments[:-1], replace(last, amount=last.amount + missing))
    further = Instalment(last.number + 1, InstalmentKind.BALANCE, missing, InstalmentStatus.PLANNED)
    return (*instalments, further)


def set_balance_due(instalments: Sequence[Instalment], due_on: date) -> tuple[Instalment, ...]:
    """The stay is over: from now the balance has its date."""
    return tuple(
        replace(part, due_on=due_on)
        if part.kind is InstalmentKind.BALANCE and part.status in UNORDERED and part.due_on is None
        else part
        for part in instalments
    )
