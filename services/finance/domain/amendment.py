"""Changing what was promised: the contract before the stay is over, deductions after it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from chassis.refusal import Kind, Refusal
from services.finance.domain.grant import Grant, GrantIsCancelled, Stay
from services.finance.domain.instalments import PaymentPlan, refit, set_balance_due
from services.finance.domain.money import Money
from services.finance.domain.rates import LONG_STAY_DAYS_MIN
from services.finance.domain.settlement import Deduction
from services.finance.domain.support import support_total
from services.finance.domain.terms import Terms, lines_of, undeducted
from services.finance.domain.travel import StayLength, stay_length


class StayIsOver(Refusal):
    code, kind = "stay-is-over", Kind.CONFLICT
    tr, en = (
        "Hareketlilik tamamlandı; sözleşme artık değiştirilmez.",
        "The stay is over: its contract stands.",
    )
    next_tr, next_en = "Eksikleri kapanışta kaydedin.", "Record what is missing in the settlement."


class StayNotOver(Refusal):
    code, kind = "stay-not-over", Kind.CONFLICT
    tr, en = "Hareketlilik henüz tamamlanmadı.", "The stay is not over yet."
    next_tr, next_en = "Kapanışı hareketlilik tamamlanınca yapın.", "Settle it when the stay is completed."


class NothingPromised(Refusal):
    code, kind = "nothing-promised", Kind.CONFLICT
    tr, en = "Bu hareketliliğe hibe sözü verilmedi.", "Nothing was promised to this mobility."
    next_tr, next_en = "Hibenin güncel durumuna bakın.", "Look at the grant's present state."


class BudgetDoesNotReach(Refusal):
    code, kind = "budget-does-not-reach", Kind.CONFLICT
    tr = "Bütçede {available} var; bu değişiklik {needed} daha gerektiriyor."
    en = "The budget has {available} left; this change needs {needed} more."
    next_tr, next_en = (
        "Bütçeye ödenek ekleyin ya da kalemler arasında aktarın.",
        "Allocate more, or transfer from another line.",
    )


class MoneyCameBack(Refusal):
    """A debt that was paid back in part cannot be smaller than what came."""

    code, kind = "money-came-back", Kind.CONFLICT
    tr = "Katılımcı bu borçtan {returned} geri ödedi; hibe bu kadar artırılamaz."
    en = "The participant already paid {returned} of this debt back; the grant cannot grow that far."
    next_tr, next_en = (
        "Fazla geri ödemeyi mali işlerle düzeltin.",
        "Settle the overpayment with the finance office.",
    )


class AmountUnknown(Refusal):
    code, kind = "amount-unknown", Kind.CONFLICT
    tr, en = "Bu hibe bir birim tutarı bekliyor.", "This grant waits for a rate."
    next_tr, next_en = "Önce birim tutarı girin.", "Enter the rate first."


class DaysExceedStay(Refusal):
    code = "days-exceed-stay"
    tr, en = (
        "Hareketlilik {days} gün; daha fazlası hibelendirilemez.",
        "The stay has {days} days; no more can be funded.",
    )
    next_tr, next_en = "Önce hareketliliği uzatın.", "Extend the mobility first."


class PartlyFundedTooShort(Refusal):
    """Source: National Agency, partial funding of at least two months (S09)."""

    code = "partly-funded-too-short"
    tr = "Kısmi hibe yalnızca uzun süreli öğrencilere ve en az {days_min} gün için verilir."
    en = "Only long student stays are funded in part, and for {days_min} days or more."
    next_tr, next_en = "Gün sayısını artırın ya da tamamını hibelendirin.", "Fund more days, or all of them."


class FundedDaysFewer(Refusal):
    code = "funded-days-fewer"
    tr, en = "{days} günün hibesi zaten söz verildi.", "{days} days are already promised."
    next_tr, next_en = "Daha fazla gün girin.", "Enter more days."


def funding(grant: Grant, days: int) -> Terms:
    """The grant's terms with ``days`` of the stay paid.

    Raises: DaysExceedStay, PartlyFundedTooShort, FundedDaysFewer.
    """
    if days > grant.days:
        raise DaysExceedStay(field="days", days=grant.days)
    if days < grant.days and (
        stay_length(grant.figure.kind) is not StayLength.LONG or days < LONG_STAY_DAYS_MIN
    ):
        raise PartlyFundedTooShort(field="days", days_min=LONG_STAY_DAYS_MIN)
    promised = grant.terms.paid_days(grant.days)
    if grant.contract_amount is not None and days <= promised:
        raise FundedDaysFewer(field="days", days=promised)
    return replace(grant.terms, funded_days=None if days == grant.days else days)


def amend(grant: Grant, terms: Terms, *, plan: PaymentPlan, available: Money) -> Grant:
    """The contract under other terms: its amount becomes what they give, and that is the new ceiling.

    What is not promised yet is only computed anew.
    Raises: GrantIsCancelled, StayIsOver, BudgetDoesNotReach, MoneyCameBack.
    """
    if grant.stay is Stay.WITHDRAWN:
        raise GrantIsCancelled
    if grant.stay is Stay.OVER:
        raise StayIsOver
    if grant.amount is None:
        return replace(grant, terms=terms)
    lines = lines_of(grant.days, grant.steps, terms)
    amount = support_total(lines)
    after = replace(grant, terms=terms, lines=lines, amount=amount)
    if grant.contract_amount is None:
        return after
    after = replace(after, contract_amount=amount, instalments=refit(grant.instalments, amount, plan))
    return _affordable(grant, after, available)


def settle(
    grant: Grant, deductions: tuple[Deduction, ...], *, plan: PaymentPlan, available: Money, today: date
) -> Grant:
    """The grant after the stay, less ``deductions``; they replace earlier ones, so a mistake can be mended.

    Raises: GrantIsCancelled, StayNotOver, NothingPromised, BudgetDoesNotReach, MoneyCameBack.
    """
    if grant.stay is Stay.WITHDRAWN:
        raise GrantIsCancelled
    if grant.contract_amount is None:
        raise NothingPromised
    if grant.stay is not Stay.OVER:
        raise StayNotOver
    terms = replace(grant.terms, deductions=deductions)
    lines = lines_of(grant.days, grant.steps, terms, undeducted(grant.lines))
    amount = support_total(lines)
    due_on = today + timedelta(days=plan.balance_days_max)
    parts = set_balance_due(refit(grant.instalments, amount, plan), due_on)
    return _affordable(
        grant, replace(grant, terms=terms, lines=lines, amount=amount, instalments=parts), available
    )


def _affordable(before: Grant, after: Grant, available: Money) -> Grant:
    needed = after.reserved - before.reserved
    if available < needed:
        raise BudgetDoesNotReach(available=available, needed=needed)
    if after.claim < after.returned:
        raise MoneyCameBack(returned=after.returned)
    return after
