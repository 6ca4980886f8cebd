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
    GrantStatus,
    InstalmentKind,
    InstalmentStatus,
    PaymentOrderStatus,
    PaymentOutcome,
    Programme,
)


class Budget(State):
    """An allocation of one call year. ``available`` = allocated - reserved - spent."""

    programme: Programme
    call_year: int
    allocated: Money
    reserved: Money
    spent: Money
    available: Money


class BudgetEvent(Event):
    TOPIC = topics.BUDGET
    state: Budget


class BudgetAwaited(BudgetEvent):
    """A call year's line begins; no money was allocated yet."""

    TYPE = "kervan.finance.budget-awaited.v1"


class BudgetAllocated(BudgetEvent):
    """Money came, the first or more."""

    TYPE = "kervan.finance.budget-allocated.v1"


class BudgetChanged(BudgetEvent):
    """Money was reserved, spent or released."""

    TYPE = "kervan.finance.budget-changed.v1"


class BudgetRepublished(BudgetEvent):
    """Nothing changed; the present state was sent again."""

    TYPE = "kervan.finance.budget-republished.v1"


class GrantLine(Value):
    """One line of a grant's computation, with the source of its rate."""

    rule: str
    label: Text
    quantity: Decimal
    unit: str = Field(
        description="`day/30` is a thirtieth of the month rate", examples=["month", "day/30", "day"]
    )
    rate: Money
    amount: Money
    source: str = Field(description="Ids of the rate's sources, or what the office entered")


class Instalment(Value):
    number: int = Field(ge=1)
    kind: InstalmentKind
    amount: Money
    due_on: date | None = None
    status: InstalmentStatus
    payment_order_id: UUID | None = None


class Recovery(Value):
    """What the participant owes back, and how much of it came."""

    amount: Money
    recovered: Money
    reason: Text


class Grant(State):
    """The money of one mobility, at the rates of its own call year."""

    mobility_id: UUID
    person_id: UUID
    faculty: str | None = None
    programme: Programme
    call_year: int
    rank: int | None = None
    status: GrantStatus
    days: int | None = None
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


class GrantCancelled(GrantEvent):
    """Not going: reserved money is free again, paid money is owed back."""

    TYPE = "kervan.finance.grant-cancelled.v1"


class InstalmentOrdered(GrantEvent):
    TYPE = "kervan.finance.instalment-ordered.v1"


class InstalmentPaid(GrantEvent):
    TYPE = "kervan.finance.instalment-paid.v1"


class InstalmentRejected(GrantEvent):
    TYPE = "kervan.finance.instalment-rejected.v1"


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


class LedgerEntry(Value):
    """A line of a double-entry transaction: debit positive, credit negative."""

    account: str = Field(examples=["allocation:erasmus:2024", "participant:0192…", "bank"])
    amount: Money


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
