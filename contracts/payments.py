"""Events about payments before anybody outside is asked: requests to pay, and their batches."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from pydantic import Field

from contracts import topics
from contracts.event import Event, Instant, Money, State
from contracts.vocabulary import PaymentBatchStatus, PaymentChannel, PaymentRequestStatus, Programme


class PaymentRequest(State):
    """A drafted payment of one instalment: nobody is asked to pay until a second person approved it.

    The order that follows has the request's id. Who drafted and who approved stays with finance.
    """

    budget_id: UUID
    grant_id: UUID
    person_id: UUID
    faculty: str | None = None
    instalment: int = Field(ge=1)
    amount: Money
    due_on: date | None = None
    drafted_at: Instant
    status: PaymentRequestStatus
    batch_id: UUID | None = Field(default=None, description="The batch that holds it, or held it")
    decided_at: Instant | None = None


class PaymentRequestEvent(Event):
    TOPIC = topics.PAYMENT_REQUEST
    state: PaymentRequest


class PaymentRequested(PaymentRequestEvent):
    """An instalment is due to be ordered: somebody has to approve it."""

    TYPE = "kervan.finance.payment-requested.v1"


class PaymentRequestAmended(PaymentRequestEvent):
    """Its grant changed, so did its amount or its day; it is in no batch any more."""

    TYPE = "kervan.finance.payment-request-amended.v1"


class PaymentRequestWithdrawn(PaymentRequestEvent):
    """The instalment is not due any more."""

    TYPE = "kervan.finance.payment-request-withdrawn.v1"


class PaymentRequestGathered(PaymentRequestEvent):
    """A batch holds it, or has let it go."""

    TYPE = "kervan.finance.payment-request-gathered.v1"


class PaymentApproved(PaymentRequestEvent):
    """A second person approved it, and it is on its way."""

    TYPE = "kervan.finance.payment-approved.v1"


class PaymentRequestRepublished(PaymentRequestEvent):
    """Nothing changed; the present state was sent again."""

    TYPE = "kervan.finance.payment-request-republished.v1"


class PaymentBatch(State):
    """Requests of one budget that are approved at once, and go out by events or in one file to the bank."""

    budget_id: UUID
    programme: Programme
    call_year: int
    channel: PaymentChannel
    status: PaymentBatchStatus
    count: int = Field(ge=0)
    total: Money
    gathered_at: Instant
    closed_at: Instant | None = None


class PaymentBatchEvent(Event):
    TOPIC = topics.PAYMENT_BATCH
    state: PaymentBatch


class PaymentBatchGathered(PaymentBatchEvent):
    TYPE = "kervan.finance.payment-batch-gathered.v1"


class PaymentBatchChanged(PaymentBatchEvent):
    """A request left it."""

    TYPE = "kervan.finance.payment-batch-changed.v1"


class PaymentBatchApproved(PaymentBatchEvent):
    """A second person approved all of it; it is closed."""

    TYPE = "kervan.finance.payment-batch-approved.v1"


class PaymentBatchDissolved(PaymentBatchEvent):
    """Its requests wait again, each by itself."""

    TYPE = "kervan.finance.payment-batch-dissolved.v1"


class PaymentBatchRepublished(PaymentBatchEvent):
    """Nothing changed; the present state was sent again."""

    TYPE = "kervan.finance.payment-batch-republished.v1"
