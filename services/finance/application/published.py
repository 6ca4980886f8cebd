"""Domain values as the published language says them."""

from __future__ import annotations

from chassis.refusal import LocalizedText
from contracts import finance
from contracts.event import Money as PublishedMoney
from contracts.event import Text
from contracts.mobility import Reason
from services.finance.application.work import Posting
from services.finance.domain.budget import Budget
from services.finance.domain.grant import Grant, why_owed
from services.finance.domain.instalments import Instalment
from services.finance.domain.money import Money
from services.finance.domain.payment_order import PaymentOrder
from services.finance.domain.support import Line


def money(amount: Money) -> PublishedMoney:
    return PublishedMoney(amount=amount.amount, currency=amount.currency)


def text(words: LocalizedText) -> Text:
    return Text(tr=words.tr, en=words.en)


def budget_state(budget: Budget) -> finance.Budget:
    return finance.Budget(
        id=budget.id,
        version=budget.version,
        programme=budget.programme,
        call_year=budget.call_year,
        allocated=money(budget.allocated),
        reserved=money(budget.reserved),
        spent=money(budget.spent),
        available=money(budget.available),
    )


def grant_state(grant: Grant) -> finance.Grant:
    waiting = grant.waiting_for
    return finance.Grant(
        id=grant.id,
        version=grant.version,
        mobility_id=grant.mobility_id,
        person_id=grant.person_id,
        faculty=grant.faculty,
        programme=grant.programme,
        call_year=grant.call_year,
        rank=grant.rank,
        status=grant.status,
        days=grant.days,
        amount=money(grant.amount) if grant.amount is not None else None,
        contract_amount=money(grant.contract_amount) if grant.contract_amount is not None else None,
        paid=money(grant.paid),
        lines=tuple(_line(line) for line in grant.lines),
        instalments=tuple(_instalment(part) for part in grant.instalments),
        recovery=_recovery(grant),
        waiting_for=Reason(code=waiting.code, message=text(waiting.message)) if waiting else None,
    )


def order_state(order: PaymentOrder) -> finance.PaymentOrder:
    rejection = order.rejection
    return finance.PaymentOrder(
        id=order.id,
        version=order.version,
        grant_id=order.grant_id,
        person_id=order.person_id,
        faculty=order.faculty,
        instalment=order.instalment,
        amount=money(order.amount),
        issued_at=order.issued_at,
        due_on=order.due_on,
        payee_version=order.payee_version,
        status=order.status,
        answered_at=order.answered_at,
        rejection=Reason(code=rejection.code, message=text(rejection.message)) if rejection else None,
    )


def transaction_state(posting: Posting) -> finance.LedgerTransaction:
    return finance.LedgerTransaction(
        id=posting.id,
        version=1,
        grant_id=posting.grant_id,
        payment_order_id=posting.payment_order_id,
        description=text(posting.description),
        posted_at=posting.posted_at,
        entries=tuple(
            finance.LedgerEntry(account=entry.account, amount=money(entry.amount))
            for entry in posting.entries
        ),
    )


def _line(line: Line) -> finance.GrantLine:
    return finance.GrantLine(
        rule=line.rule,
        label=text(line.label),
        quantity=line.quantity,
        unit=line.unit,
        rate=money(line.rate),
        amount=money(line.amount),
        source=line.source,
    )


def _instalment(part: Instalment) -> finance.Instalment:
    return finance.Instalment(
        number=part.number,
        kind=part.kind,
        amount=money(part.amount),
        due_on=part.due_on,
        status=part.status,
        payment_order_id=part.payment_order_id,
    )


def _recovery(grant: Grant) -> finance.Recovery | None:
    if not grant.claim:
        return None
    return finance.Recovery(
        amount=money(grant.claim), recovered=money(grant.returned), reason=text(why_owed(grant))
    )
