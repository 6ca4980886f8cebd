"""Commands about payments before they go out: approval by a second person, singly or in batches."""

from datetime import date
from typing import Annotated

import strawberry

from contracts.vocabulary import PaymentChannel
from gateway.commands.command import Command, Service
from gateway.schema.mutations.finance import BudgetPayload
from gateway.schema.mutations.inputs import given
from gateway.schema.mutations.performing import ORDER, ChangeInput, CommandInput, Payload, perform
from gateway.schema.node import Ask
from gateway.schema.payment_batch import PaymentBatch
from gateway.schema.payment_request import PaymentRequest

APPROVE = Command(Service.FINANCE, "POST", "/v1/payment-requests/{id}/approval", "PaymentRequest")
TAKE_OUT = Command(Service.FINANCE, "POST", "/v1/payment-requests/{id}/leaving", "PaymentRequest")
GATHER = Command(Service.FINANCE, "POST", "/v1/budgets/{id}/payment-batches", "PaymentBatch")
APPROVE_BATCH = Command(Service.FINANCE, "POST", "/v1/payment-batches/{id}/approval", "PaymentBatch")
DISSOLVE = Command(Service.FINANCE, "POST", "/v1/payment-batches/{id}/dissolution", "PaymentBatch")
ENTER_ACCOUNT = Command(Service.FINANCE, "POST", "/v1/budgets/{id}/paying-account", "Budget")


@strawberry.type(description="A payment request after a command.")
class PaymentRequestPayload(Payload):
    payment_request: PaymentRequest | None = strawberry.field(
        description="The request, as the caller may see it"
    )


@strawberry.type(description="A payment batch after a command.")
class PaymentBatchPayload(Payload):
    payment_batch: PaymentBatch | None = strawberry.field(description="The batch, as the caller may see it")


@strawberry.input(description="Which payment is meant.")
class PaymentRequestInput(ChangeInput):
    pass


@strawberry.input(description="Which batch is meant.")
class PaymentBatchInput(ChangeInput):
    pass


@strawberry.input(description="What a new batch takes.")
class GatherPaymentsInput(CommandInput):
    id: strawberry.ID = strawberry.field(description="The budget's node id")
    channel: PaymentChannel = strawberry.field(description="Who will be asked to pay")
    due_by: date | None = given("Only what is due by this day")


@strawberry.input(description="The university's own account that a budget is paid from.")
class EnterPayingAccountInput(CommandInput):
    id: strawberry.ID = strawberry.field(description="The budget's node id")
    holder: str = strawberry.field(description="Whose account, as the bank writes it")
    iban: str = strawberry.field(description="Without spaces")
    bic: str | None = given("Where the bank asks for it")


@strawberry.type
class PaymentsMutations:
    @strawberry.mutation(
        description="Approve a payment that somebody else caused; the finance office is asked to pay. "
        "Finance, office."
    )
    async def approve_payment(
        self, info: Ask, input: Annotated[PaymentRequestInput, ORDER]
    ) -> PaymentRequestPayload:
        return await perform(info, APPROVE, input, PaymentRequestPayload, "payment_request")

    @strawberry.mutation(description="Take a payment out of its open batch. Finance, office.")
    async def take_payment_out(
        self, info: Ask, input: Annotated[PaymentRequestInput, ORDER]
    ) -> PaymentRequestPayload:
        return await perform(info, TAKE_OUT, input, PaymentRequestPayload, "payment_request")

    @strawberry.mutation(
        description="Gather what waits for approval and can be paid, at most 200. Finance, office."
    )
    async def gather_payments(
        self, info: Ask, input: Annotated[GatherPaymentsInput, ORDER]
    ) -> PaymentBatchPayload:
        return await perform(info, GATHER, input, PaymentBatchPayload, "payment_batch")

    @strawberry.mutation(
        description="Approve all of a batch that somebody else gathered; it is closed. Finance, office."
    )
    async def approve_payment_batch(
        self, info: Ask, input: Annotated[PaymentBatchInput, ORDER]
    ) -> PaymentBatchPayload:
        return await perform(info, APPROVE_BATCH, input, PaymentBatchPayload, "payment_batch")

    @strawberry.mutation(description="Let go of what an open batch holds. Finance, office.")
    async def dissolve_payment_batch(
        self, info: Ask, input: Annotated[PaymentBatchInput, ORDER]
    ) -> PaymentBatchPayload:
        return await perform(info, DISSOLVE, input, PaymentBatchPayload, "payment_batch")

    @strawberry.mutation(description="Enter the account that a bank's file names as the payer's. Finance.")
    async def enter_paying_account(
        self, info: Ask, input: Annotated[EnterPayingAccountInput, ORDER]
    ) -> BudgetPayload:
        return await perform(info, ENTER_ACCOUNT, input, BudgetPayload, "budget")
