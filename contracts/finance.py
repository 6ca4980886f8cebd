"""Events of the finance service, and the finance office's answers."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID

from pydantic import Field

from contracts import topics
from contracts.event import Event, Instant, Money, State, Text, Value
from contracts.mobility import Reason
from contracts.vocabulary import (
    BudgetLine,
    ExpenseKind,
    ExpenseStatus,
    GrantStatus,
    InstalmentKind,
    InstalmentStatus,
    PaymentOrderStatus,
    PaymentOutcome,
    PlanStepKind,
    PlanStepStatus,
    Programme,
    Scenario,
)


class GrantLine(Value):
    """One line of a computation, with the source of its rate."""

    rule: str
    label: Text
    quantity: Decimal
    unit: str = Field(
        description="`day/30` is a thirtieth of the month rate", examples=["month", "day/30", "day"]
    )
    rate: Money
    amount: Money
    source: str = Field(description="Ids of the rate's sources, or what the office entered")


class BudgetPart(Value):
    """One line of a budget."""

    line: BudgetLine
    allocated: Money
    expended: Money | None = Field(
        default=None, description="Of organisational support, what approved expenses took"
    )


class Contract(Value):
    """The grant agreement behind a budget."""

    number: str = Field(examples=["2024-1-TR01-KA131-HED-000123456"])
    begins_on: date
    ends_on: date


class Budget(State):
    """An allocation of one call year. ``available`` = allocated - reserved - spent.

    These four are the participants' money; what the office works with stands in ``lines`` only.
    """

    programme: Programme
    call_year: int
    allocated: Money
    reserved: Money
    spent: Money
    available: Money
    lines: tuple[BudgetPart, ...] = Field(
        default=(), description="Mobility, travel and top-ups sum to allocated"
    )
    contract: Contract | None = None
    support: tuple[GrantLine, ...] = Field(
        default=(), description="How the organisational support of the contract was reckoned, by tiers"
    )


class BudgetEvent(Event):
    TOPIC = topics.BUDGET
    state: Budget


class BudgetAwaited(BudgetEvent):
    """A call year's line begins; no money was allocated yet."""

    TYPE = "kervan.finance.budget-awaited.v1"


class BudgetAllocated(BudgetEvent):
    """Money came, the first or more."""

    TYPE = "kervan.finance.budget-allocated.v1"


class BudgetAmended(BudgetEvent):
    """The contract or its lines changed."""

    TYPE = "kervan.finance.budget-amended.v1"


class BudgetChanged(BudgetEvent):
    """Money was reserved, spent or released."""

    TYPE = "kervan.finance.budget-changed.v1"


class BudgetRepublished(BudgetEvent):
    """Nothing changed; the present state was sent again."""

    TYPE = "kervan.finance.budget-republished.v1"


class Instalment(Value):
    number: int = Field(ge=1)
    kind: InstalmentKind
    amount: Money
    due_on: date | None = None
    status: InstalmentStatus
    payment_order_id: UUID | None = None


class RecoveryPart(Value):
    """What was agreed to come back by a day."""

    due_on: date
    amount: Money
    received: Money


class RecoveryPlan(Value):
    """By when what is owed comes back, as it was agreed."""

    agreed_on: date
    holds: bool = Field(description="False when the debt changed since: it has to be agreed anew")
    next_due_on: date | None = Field(
        default=None,
        description="Of the earliest part that is not all there; null when none is, or none holds",
    )
    parts: tuple[RecoveryPart, ...]


class Recovery(Value):
    """What the participant owes back, and how much of it came."""

    amount: Money
    recovered: Money
    reason: Text
    plan: RecoveryPlan | None = None


class Grant(State):
    """The money of one mobility, at the rates of its own call year."""

    mobility_id: UUID
    person_id: UUID
    faculty: str | None = None
    programme: Programme
    call_year: int
    rank: int | None = None
    status: GrantStatus
    days: int | None = Field(default=None, description="Days that are paid, not more than the stay has")
    amount: Money | None = Field(
        default=None,
        description="What the rules give, paid or still in line (zero-grant); null while a rate is unknown",
    )
    contract_amount: Money | None = Field(
        default=None, description="Ceiling: what was first promised; null until the budget reached it"
    )
    paid: Money = Field(description="All that was ever paid out; what came back is in `recovery`")
    lines: tuple[GrantLine, ...] = ()
    instalments: tuple[Instalment, ...] = ()
    recovery: Recovery | None = None
    waiting_for: Reason | None = None


class GrantEvent(Event):
    TOPIC = topics.GRANT
    state: Grant


class GrantWaiting(GrantEvent):
    """A figure is unknown: the office must enter it."""

    TYPE = "kervan.finance.grant-waiting.v1"


class ZeroGrantOffered(GrantEvent):
    """The budget does not reach: a place without money, first in line when money returns."""

    TYPE = "kervan.finance.zero-grant-offered.v1"


class GrantReserved(GrantEvent):
    """Computed, and its money set aside."""

    TYPE = "kervan.finance.grant-reserved.v1"


class GrantRecomputed(GrantEvent):
    """Days changed, so did the amount; an excess is a recovery."""

    TYPE = "kervan.finance.grant-recomputed.v1"


class GrantAmended(GrantEvent):
    """What was promised changed: circumstances of the stay, or how many of its days are paid."""

    TYPE = "kervan.finance.grant-amended.v1"


class GrantStayChanged(GrantEvent):
    """The stay began, or ends later: days beyond those that were promised can be funded now."""

    TYPE = "kervan.finance.grant-stay-changed.v1"


class GrantSettlementRecorded(GrantEvent):
    """Survey, proof of the stay or credits are known; what is missing is a line that takes off."""

    TYPE = "kervan.finance.grant-settlement-recorded.v1"


class GrantCancelled(GrantEvent):
    """Not going: reserved money is free again, paid money is owed back."""

    TYPE = "kervan.finance.grant-cancelled.v1"


class InstalmentOrdered(GrantEvent):
    TYPE = "kervan.finance.instalment-ordered.v1"


class InstalmentPaid(GrantEvent):
    TYPE = "kervan.finance.instalment-paid.v1"


class InstalmentRejected(GrantEvent):
    TYPE = "kervan.finance.instalment-rejected.v1"


class RecoveryPlanAgreed(GrantEvent):
    """In which parts, and by when, what is owed back comes."""

    TYPE = "kervan.finance.recovery-plan-agreed.v1"


class RecoveryReceived(GrantEvent):
    TYPE = "kervan.finance.recovery-received.v1"


class GrantRepublished(GrantEvent):
    """Nothing changed; the present state was sent again."""

    TYPE = "kervan.finance.grant-republished.v1"


class PaymentOrder(State):
    """An order to pay one instalment. The payee is named by id; the IBAN stands on the person's topic."""

    grant_id: UUID
    person_id: UUID
    faculty: str | None = None
    instalment: int = Field(ge=1)
    amount: Money
    issued_at: Instant
    due_on: date | None = None
    payee_version: int = Field(
        ge=1, description="Version of the person's record whose account is to be paid, or a later one"
    )
    status: PaymentOrderStatus
    answered_at: Instant | None = None
    rejection: Reason | None = None


class PaymentOrderEvent(Event):
    TOPIC = topics.PAYMENT_ORDER
    state: PaymentOrder


class PaymentOrderIssued(PaymentOrderEvent):
    """The finance office is asked to pay."""

    TYPE = "kervan.finance.payment-order-issued.v1"


class PaymentOrderPaid(PaymentOrderEvent):
    TYPE = "kervan.finance.payment-order-paid.v1"


class PaymentOrderRejected(PaymentOrderEvent):
    TYPE = "kervan.finance.payment-order-rejected.v1"


class PaymentOrderRepublished(PaymentOrderEvent):
    """Nothing changed; the present state was sent again."""

    TYPE = "kervan.finance.payment-order-republished.v1"


class PaymentResult(State):
    """The finance office's answer to one payment order; ``id`` is the order's id."""

    outcome: PaymentOutcome
    answered_at: Instant
    bank_reference: str | None = None
    reason_code: str | None = Field(default=None, examples=["wrong-iban"])


class PaymentAnswered(Event):
    """Sent by the finance office, not by Kervan."""

    TYPE = "kervan.finance-office.payment-answered.v1"
    TOPIC = topics.PAYMENT_RESULT
    state: PaymentResult


class PlanStep(Value):
    """One proposal: fund so many days of a stay."""

    number: int = Field(ge=1)
    kind: PlanStepKind
    grant_id: UUID
    days: int
    amount: Money = Field(description="What it takes from the budget")
    status: PlanStepStatus
    refusal: Reason | None = None


class Forecast(Value):
    """What is left when the contract ends, if so much of what is promised comes back."""

    scenario: Scenario
    released_percent: Decimal
    free_at_end: Money


class SpendingPlan(State):
    """How the free money of a budget could be used up: an optimiser's proposal.

    ``used`` is what the steps take; no choice of steps could take more than ``bound``.
    """

    budget_id: UUID
    programme: Programme
    call_year: int
    drawn_up_at: Instant
    available: Money
    used: Money
    bound: Money
    steps: tuple[PlanStep, ...] = ()
    forecasts: tuple[Forecast, ...] = ()


class SpendingPlanEvent(Event):
    TOPIC = topics.SPENDING_PLAN
    state: SpendingPlan


class SpendingPlanDrawnUp(SpendingPlanEvent):
    TYPE = "kervan.finance.spending-plan-drawn-up.v1"


class SpendingPlanApplied(SpendingPlanEvent):
    """Steps were carried out, or refused and why."""

    TYPE = "kervan.finance.spending-plan-applied.v1"


class SpendingPlanRepublished(SpendingPlanEvent):
    """Nothing changed; the present state was sent again."""

    TYPE = "kervan.finance.spending-plan-republished.v1"


class Expense(State):
    """What the office spent; paid from organisational support when a second person approved it."""

    budget_id: UUID
    event_id: UUID | None = None
    kind: ExpenseKind
    purpose: str = Field(description="In words, without names of people")
    incurred_on: date
    amount: Money
    receipt: str = Field(description="The receipt's number")
    status: ExpenseStatus
    decided_at: Instant | None = None
    objection: str | None = None


class ExpenseEvent(Event):
    TOPIC = topics.EXPENSE
    state: Expense


class ExpenseEntered(ExpenseEvent):
    TYPE = "kervan.finance.expense-entered.v1"


class ExpenseApproved(ExpenseEvent):
    TYPE = "kervan.finance.expense-approved.v1"


class ExpenseRejected(ExpenseEvent):
    TYPE = "kervan.finance.expense-rejected.v1"


class ExpenseRepublished(ExpenseEvent):
    """Nothing changed; the present state was sent again."""

    TYPE = "kervan.finance.expense-republished.v1"


class LedgerEntry(Value):
    """A line of a double-entry transaction: debit positive, credit negative."""

    account: str = Field(examples=["allocation:erasmus:2024", "participant:0192…", "bank"])
    amount: Money
    line: BudgetLine | None = Field(default=None, description="Of the budget; none on the money's side")


class LedgerTransaction(State):
    """Entries that sum to zero. Never changed: a correction is another transaction."""

    grant_id: UUID | None = None
    payment_order_id: UUID | None = None
    description: Text
    posted_at: Instant
    entries: tuple[LedgerEntry, ...] = Field(min_length=2)


class LedgerTransactionPosted(Event):
    TYPE = "kervan.finance.ledger-transaction-posted.v1"
    TOPIC = topics.LEDGER
    state: LedgerTransaction
