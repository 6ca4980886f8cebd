"""A grant: the money of one mobility, from its computation to its last payment or recovery.

Every function returns the changed grant; ``revise`` counts the version, once for each event. What is set
aside, paid and owed back is read from the grant itself; the budget and the ledger follow it
(``budget.follow``, ``ledger.movement``) and count nothing on their own.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from chassis.refusal import Kind, LocalizedText, Refusal
from contracts.vocabulary import (
    ActivityKind,
    Currency,
    GrantStatus,
    InstalmentKind,
    InstalmentStatus,
    Programme,
)
from services.finance.domain.instalments import (
    OPEN,
    UNORDERED,
    Instalment,
    PaymentPlan,
    plan_instalments,
    set_balance_due,
    shrink,
)
from services.finance.domain.money import Money, total
from services.finance.domain.rates import Figure, Step
from services.finance.domain.recovery_plan import RecoveryPlan
from services.finance.domain.support import Line, support_total
from services.finance.domain.terms import PLAIN, Terms, lines_of, undeducted


class NothingToRecover(Refusal):
    code, kind = "nothing-to-recover", Kind.CONFLICT
    tr, en = "Bu hibede geri alınacak para yok.", "Nothing is owed back on this grant."
    next_tr, next_en = "Hibenin güncel durumuna bakın.", "Look at the grant's present state."


class RecoveryExceedsDebt(Refusal):
    code = "recovery-exceeds-debt"
    tr, en = "Geri ödenecek tutar yalnızca {owed}.", "Only {owed} is owed back."
    next_tr = "Fazlasını katılımcıya iade edin, borç kadarını kaydedin."
    next_en = "Return the rest to the participant and record no more than the debt."


class AmountNotPositive(Refusal):
    code = "amount-not-positive"
    tr, en = "Tutar sıfırdan büyük olmalıdır.", "The amount must be greater than zero."
    next_tr, next_en = "Tutarı düzeltin.", "Correct the amount."


class CurrencyDiffers(Refusal):
    code = "currency-differs"
    tr, en = "Para birimi {expected} olmalıdır.", "The currency must be {expected}."
    next_tr, next_en = "Tutarı bu para biriminde girin.", "Enter the amount in that currency."


class GrantIsCancelled(Refusal):
    code, kind = "grant-is-cancelled", Kind.CONFLICT
    tr = "Hareketlilik iptal edildiği için hibe yeniden hesaplanmaz."
    en = "The mobility was withdrawn, so its grant is not computed again."
    next_tr, next_en = "Hareketliliğin durumunu kontrol edin.", "Check the state of the mobility."


class Stay(StrEnum):
    """How far the mobility is, as money sees it."""

    AHEAD = "ahead"
    OVER = "over"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class WaitingFor:
    """The unknown figure a grant waits for."""

    code: str
    message: LocalizedText


@dataclass(frozen=True, slots=True)
class Grant:
    """``amount`` is None while a rate is unknown, ``contract_amount`` until the budget reached it.

    ``contract_amount`` is the ceiling: no recomputation goes above what was first promised. ``activity`` is
    None where it was drafted before that was kept: one rate pays for several. ``mobility_version``: which the
    grant last followed; an older event changes nothing.
    """

    id: UUID
    version: int
    budget_id: UUID
    mobility_id: UUID
    person_id: UUID
    faculty: str | None
    programme: Programme
    figure: Figure
    currency: Currency
    rank: int | None
    begins: date | None
    days: int
    activity: ActivityKind | None = None
    mobility_version: int = 0
    stay: Stay = Stay.AHEAD
    steps: tuple[Step, ...] = ()
    terms: Terms = PLAIN
    lines: tuple[Line, ...] = ()
    amount: Money | None = None
    contract_amount: Money | None = None
    instalments: tuple[Instalment, ...] = ()
    recovered: Money | None = None
    waiting_for: WaitingFor | None = None
    recovery_plan: RecoveryPlan | None = None

    @property
    def call_year(self) -> int:
        return self.figure.call_year

    @property
    def reserved(self) -> Money:
        """Set aside and not yet paid."""
        return total([part.amount for part in self.instalments if part.status in OPEN], self.currency)

    @property
    def paid(self) -> Money:
        """All that ever went to the participant; what came back is ``returned``."""
        paid = [part.amount for part in self.instalments if part.status is InstalmentStatus.PAID]
        return total(paid, self.currency)

    @property
    def returned(self) -> Money:
        return self.recovered or Money.zero(self.currency)

    @property
    def claim(self) -> Money:
        """What was paid above the present amount, returned or not."""
        if self.amount is None:
            return Money.zero(self.currency)
        return max(self.paid - self.amount, Money.zero(self.currency))

    @property
    def owed(self) -> Money:
        return self.claim - self.returned

    @property
    def status(self) -> GrantStatus:
        if self.owed:
            return GrantStatus.RECOVERING
        if self.stay is Stay.WITHDRAWN:
            return GrantStatus.CANCELLED
        if self.amount is None:
            return GrantStatus.WAITING_FOR_RATE
        if self.contract_amount is None:
            return GrantStatus.ZERO_GRANT
        settled = self.stay is Stay.OVER and not self.reserved
        return GrantStatus.SETTLED if settled else GrantStatus.RESERVED


def revise(before: Grant | None, after: Grant) -> Grant:
    """The version that is saved and published: one more than before."""
    return replace(after, version=before.version + 1 if before else 1)


def wait_for_rate(grant: Grant, waiting_for: WaitingFor) -> Grant:
    return replace(grant, waiting_for=waiting_for)


def price(grant: Grant, steps: tuple[Step, ...]) -> Grant:
    """Compute what the rules give; it stays in line until the budget reaches it."""
    lines = lines_of(grant.days, steps, grant.terms)
    return replace(grant, steps=steps, lines=lines, amount=support_total(lines), waiting_for=None)


def fund(grant: Grant, plan: PaymentPlan, today: date) -> Grant:
    """Promise the computed amount and plan how it is paid."""
    assert grant.amount is not None, "only a computed grant is funded"
    parts = plan_instalments(grant.amount, plan, today, grant.begins)
    if grant.stay is Stay.OVER:
        parts = set_balance_due(parts, today + timedelta(days=plan.balance_days_max))
    return replace(grant, contract_amount=grant.amount, instalments=parts)


def recount(grant: Grant, days: int, *, over: bool, plan: PaymentPlan, today: date) -> Grant:
    """The stay has other days than planned, or is over: compute again, never above the contract.

    Once shrunk, a promise does not grow again: the money may be somebody else's by now.
    Raises: GrantIsCancelled.
    """
    if grant.stay is Stay.WITHDRAWN:
        raise GrantIsCancelled
    stay = Stay.OVER if over else grant.stay
    if grant.amount is None:
        return replace(grant, days=days, stay=stay)
    ceiling = None if grant.contract_amount is None else undeducted(grant.lines)
    lines = lines_of(days, grant.steps, grant.terms, ceiling)
    amount = support_total(lines)
    parts = shrink(grant.instalments, amount)
    if over:
        parts = set_balance_due(parts, today + timedelta(days=plan.balance_days_max))
    return replace(grant, days=days, stay=stay, lines=lines, amount=amount, instalments=parts)


def cancel(grant: Grant) -> Grant:
    """Not going after all: nothing is due, and all that was paid is owed back."""
    nothing = Money.zero(grant.currency)
    return replace(
        grant,
        stay=Stay.WITHDRAWN,
        amount=nothing,
        waiting_for=None,
        instalments=shrink(grant.instalments, nothing),
    )


def due_to_order(grant: Grant, *, again: bool = False) -> tuple[Instalment, ...]:
    """What the finance office can be asked to pay now: the advance at once, the balance after the stay.

    ``again`` includes what it rejected: only when the payee's account has changed since.
    """
    wanted = UNORDERED if again else (InstalmentStatus.PLANNED,)
    return tuple(
        part
        for part in grant.instalments
        if part.status in wanted and (part.kind is InstalmentKind.ADVANCE or grant.stay is Stay.OVER)
    )


def order(grant: Grant, number: int, order_id: UUID) -> Grant:
    """The finance office was asked to pay this instalment."""
    return _with_instalment(grant, number, status=InstalmentStatus.ORDERED, payment_order_id=order_id)


def pay(grant: Grant, number: int) -> Grant:
    return _with_instalment(grant, number, status=InstalmentStatus.PAID)


def reject(grant: Grant, number: int) -> Grant:
    """Not paid. If the grant shrank while the order was out, the instalment shrinks now."""
    rejected = _with_instalment(grant, number, status=InstalmentStatus.REJECTED)
    assert rejected.amount is not None, "only a computed grant has instalments"
    return replace(rejected, instalments=shrink(rejected.instalments, rejected.amount))


def receive_recovery(grant: Grant, amount: Money) -> Grant:
    """Money came back. Raises: NothingToRecover, RecoveryExceedsDebt, AmountNotPositive, CurrencyDiffers."""
    require_positive(amount, grant.currency)
    if not grant.owed:
        raise NothingToRecover
    if grant.owed < amount:
        raise RecoveryExceedsDebt(field="amount", owed=grant.owed)
    return replace(grant, recovered=grant.returned + amount)


def require_positive(amount: Money, currency: Currency) -> None:
    """Raises: AmountNotPositive, CurrencyDiffers."""
    if amount.currency is not currency:
        raise CurrencyDiffers(field="amount.currency", expected=currency)
    if amount.amount <= 0:
        raise AmountNotPositive(field="amount.amount")


def why_owed(grant: Grant) -> LocalizedText:
    """The reason a participant reads beside the debt."""
    if grant.stay is Stay.WITHDRAWN:
        return LocalizedText("Hareketlilik gerçekleşmedi.", "The mobility did not take place.")
    if grant.terms.deductions:
        return grant.terms.deductions[0].label
    return LocalizedText("Kalış süresi kısaldı.", "The stay was shorter than planned.")


def _with_instalment(grant: Grant, number: int, **changes: object) -> Grant:
    parts = tuple(
        replace(part, **changes) if part.number == number else part  # type: ignore[arg-type]
        for part in grant.instalments
    )
    return replace(grant, instalments=parts)
