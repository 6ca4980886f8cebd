"""How a debt comes back: instalments with their days, agreed for what was owed then.

What of each has come is reckoned from what the grant got back since, the earliest first: nothing is counted
twice, and a plan can never say something else than the grant.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from chassis.refusal import Refusal
from services.finance.domain.money import Money, total


class RecoveryPlanSumDiffers(Refusal):
    code = "recovery-plan-sum-differs"
    tr = "Taksitlerin toplamı {sum}; geri ödenecek tutar {owed}."
    en = "The instalments are {sum} together; {owed} is owed back."
    next_tr, next_en = "Taksitleri kuruşu kuruşuna düzeltin.", "Correct the instalments, to the cent."


class RecoveryPlanDaysWrong(Refusal):
    code = "recovery-plan-days-wrong"
    tr = "Son günler bugünden önce olamaz ve her taksitinki öncekinden sonra olmalıdır."
    en = "No day may be before today, and each has to be after the one before it."
    next_tr, next_en = "Günleri düzeltin.", "Correct the days."


@dataclass(frozen=True, slots=True)
class RecoveryPart:
    due_on: date
    amount: Money


@dataclass(frozen=True, slots=True)
class RecoveryPlan:
    """``claim`` and ``returned`` are the grant's when it was agreed; the parts sum to their difference."""

    claim: Money
    returned: Money
    agreed_on: date
    parts: tuple[RecoveryPart, ...]


def agree(parts: Sequence[RecoveryPart], claim: Money, returned: Money, today: date) -> RecoveryPlan:
    """``parts``: at least one, of the claim's currency, above zero.

    Raises: RecoveryPlanSumDiffers, RecoveryPlanDaysWrong.
    """
    summed = total([part.amount for part in parts], claim.currency)
    if summed != claim - returned:
        raise RecoveryPlanSumDiffers(field="parts", sum=summed, owed=claim - returned)
    days = [part.due_on for part in parts]
    if days[0] < today or any(later <= earlier for earlier, later in pairwise(days)):
        raise RecoveryPlanDaysWrong(field="parts")
    return RecoveryPlan(claim, returned, today, tuple(parts))


def holds(plan: RecoveryPlan, claim: Money) -> bool:
    """Whether the debt is still the one that was agreed on."""
    return plan.claim == claim


def received(plan: RecoveryPlan, returned: Money) -> tuple[Money, ...]:
    """What has come of each part: the earliest is filled first."""
    left, nothing = returned - plan.returned, Money.zero(plan.claim.currency)
    came = []
    for part in plan.parts:
        came.append(max(min(part.amount, left), nothing))
        left = left - came[-1]
    return tuple(came)


def next_due_on(plan: RecoveryPlan, claim: Money, returned: Money) -> date | None:
    """The day of the earliest part that is not all there; None when all is, or the plan holds no more."""
    if not holds(plan, claim):
        return None
    came = received(plan, returned)
    waiting = (part.due_on for part, got in zip(plan.parts, came, strict=True) if got < part.amount)
    return next(waiting, None)
