"""Domain values as the published language says them."""

from __future__ import annotations

from chassis.refusal import LocalizedText
from contracts import expense_proposals, finance, payments, statements
from contracts.event import Money as PublishedMoney
from contracts.event import Text
from contracts.mobility import Reason
from contracts.vocabulary import BudgetLine, ExpenseKind
from services.finance.application.work import Posting
from services.finance.domain.budget import Budget, Contract
from services.finance.domain.expense import Expense
from services.finance.domain.expense_proposal import ExpenseProposal
from services.finance.domain.grant import Grant, why_owed
from services.finance.domain.instalments import Instalment
from services.finance.domain.money import Money
from services.finance.domain.payment_batch import PaymentBatch
from services.finance.domain.payment_order import PaymentOrder
from services.finance.domain.payment_request import PaymentRequest
from services.finance.domain.recovery_plan import RecoveryPlan, holds, next_due_on, received
from services.finance.domain.spending_plan import Forecast, PlanStep, SpendingPlan
from services.finance.domain.statement import StatementLine
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
        lines=tuple(_part(line, budget) for line in BudgetLine),
        contract=_contract(budget.contract) if budget.contract else None,
        support=tuple(_line(line) for line in budget.support),
    )


def _part(line: BudgetLine, budget: Budget) -> finance.BudgetPart:
    expended = budget.lines.expended if line is BudgetLine.ORGANISATIONAL_SUPPORT else None
    return finance.BudgetPart(
        line=line,
        allocated=money(budget.lines.of(line, budget.allocated)),
        expended=money(expended) if expended is not None else None,
    )


def _contract(contract: Contract) -> finance.Contract:
    return finance.Contract(number=contract.number, begins_on=contract.begins_on, ends_on=contract.ends_on)


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
        days=grant.terms.paid_days(grant.days),
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


def request_state(request: PaymentRequest) -> payments.PaymentRequest:
    return payments.PaymentRequest(
        id=request.id,
        version=request.version,
        budget_id=request.budget_id,
        grant_id=request.grant_id,
        person_id=request.person_id,
        faculty=request.faculty,
        instalment=request.instalment,
        amount=money(request.amount),
        due_on=request.due_on,
        drafted_at=request.drafted_at,
        status=request.status,
        batch_id=request.batch_id,
        decided_at=request.decided_at,
    )


def batch_state(batch: PaymentBatch) -> payments.PaymentBatch:
    return payments.PaymentBatch(
        id=batch.id,
        version=batch.version,
        budget_id=batch.budget_id,
        programme=batch.programme,
        call_year=batch.call_year,
        channel=batch.channel,
        status=batch.status,
        count=batch.count,
        total=money(batch.total),
        gathered_at=batch.gathered_at,
        closed_at=batch.closed_at,
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
            finance.LedgerEntry(account=entry.account, amount=money(entry.amount), line=entry.line)
            for entry in posting.entries
        ),
    )


def statement_line_state(line: StatementLine) -> statements.StatementLine:
    return statements.StatementLine(
        id=line.id,
        version=line.version,
        line=line.line,
        taken_at=line.taken_at,
        booked_on=line.booked_on,
        direction=line.direction,
        amount=money(line.amount),
        account=line.account,
        order_id=line.order_id,
        status=line.status,
        problem=line.problem,
        origin=line.origin,
        decided_at=line.decided_at,
    )


def expense_state(expense: Expense) -> finance.Expense:
    return finance.Expense(
        id=expense.id,
        version=expense.version,
        budget_id=expense.budget_id,
        event_id=expense.event_id,
        kind=expense.kind,
        purpose=expense.purpose,
        incurred_on=expense.incurred_on,
        amount=money(expense.amount),
        receipt=expense.receipt,
        status=expense.status,
        decided_at=expense.decided_at,
        objection=expense.objection,
    )


def proposal_state(proposal: ExpenseProposal) -> expense_proposals.ExpenseProposal:
    return expense_proposals.ExpenseProposal(
        id=proposal.id,
        version=proposal.version,
        kind=proposal.kind,
        visit_id=proposal.source_id if proposal.kind is ExpenseKind.VISIT else None,
        event_id=proposal.source_id if proposal.kind is ExpenseKind.EVENT else None,
        cost=proposal.cost,
        amount=money(proposal.amount),
        proposed_at=proposal.proposed_at,
        status=proposal.status,
        expense_id=proposal.expense_id,
        decided_at=proposal.decided_at,
        objection=proposal.objection,
    )


def plan_state(plan: SpendingPlan) -> finance.SpendingPlan:
    return finance.SpendingPlan(
        id=plan.id,
        version=plan.version,
        budget_id=plan.budget_id,
        programme=plan.programme,
        call_year=plan.call_year,
        drawn_up_at=plan.drawn_up_at,
        available=money(plan.available),
        used=money(plan.used),
        bound=money(plan.bound),
        steps=tuple(_step(step) for step in plan.steps),
        forecasts=tuple(_forecast(each) for each in plan.forecasts),
    )


def _step(step: PlanStep) -> finance.PlanStep:
    refusal = step.refusal
    return finance.PlanStep(
        number=step.number,
        kind=step.kind,
        grant_id=step.grant_id,
        days=step.days,
        amount=money(step.amount),
        status=step.status,
        refusal=Reason(code=refusal.code, message=text(refusal.message)) if refusal else None,
    )


def _forecast(each: Forecast) -> finance.Forecast:
    return finance.Forecast(
        scenario=each.scenario, released_percent=each.released_percent, free_at_end=money(each.free_at_end)
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
        amount=money(grant.claim),
        recovered=money(grant.returned),
        reason=text(why_owed(grant)),
        plan=_recovery_plan(grant.recovery_plan, grant) if grant.recovery_plan else None,
    )


def _recovery_plan(plan: RecoveryPlan, grant: Grant) -> finance.RecoveryPlan:
    came = received(plan, grant.returned)
    return finance.RecoveryPlan(
        agreed_on=plan.agreed_on,
        holds=holds(plan, grant.claim),
        next_due_on=next_due_on(plan, grant.claim, grant.returned),
        parts=tuple(
            finance.RecoveryPart(due_on=part.due_on, amount=money(part.amount), received=money(got))
            for part, got in zip(plan.parts, came, strict=True)
        ),
    )
