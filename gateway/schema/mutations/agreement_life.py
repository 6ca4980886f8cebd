"""Commands about agreements in force: amended, ended by notice, renewed."""

from datetime import date
from typing import Annotated

import strawberry

from contracts.vocabulary import Signatory
from gateway.commands.command import Command, Service
from gateway.schema.mutations.agreements import AgreementInput, AgreementPayload, ConditionInput
from gateway.schema.mutations.performing import ORDER, ChangeInput, perform
from gateway.schema.node import Ask

AMEND = Command(Service.AGREEMENTS, "PUT", "/v1/agreements/{id}/amendment", "Agreement")
WITHDRAW = Command(Service.AGREEMENTS, "POST", "/v1/agreements/{id}/amendment/withdraw", "Agreement")
NOTICE = Command(Service.AGREEMENTS, "POST", "/v1/agreements/{id}/notice", "Agreement")
RENEW = Command(Service.AGREEMENTS, "POST", "/v1/agreements/{id}/renewal", "Agreement")


@strawberry.input(description="All conditions as they are to be; needs expectedVersion.")
class AmendAgreementInput(ChangeInput):
    counts_from: str = strawberry.field(description="Academic year from which they count, like 2027/2028")
    conditions: list[ConditionInput] = strawberry.field(description="Who may go where")


@strawberry.input(description="Who ends an agreement in force, and when they said so.")
class GiveNoticeInput(ChangeInput):
    by: Signatory = strawberry.field(description="Who")
    given_on: date = strawberry.field(description="When")
    reason: str = strawberry.field(description="For the office's own record")


@strawberry.input(description="Which agreement goes on, and until when.")
class RenewAgreementInput(ChangeInput):
    last_year: str = strawberry.field(description="Last academic year of what follows, like 2033/2034")


@strawberry.type
class AgreementLifeMutations:
    @strawberry.mutation(
        description="Propose other conditions for an agreement in force; both sign them anew. Office."
    )
    async def amend_agreement(
        self, info: Ask, input: Annotated[AmendAgreementInput, ORDER]
    ) -> AgreementPayload:
        return await perform(info, AMEND, input, AgreementPayload, "agreement")

    @strawberry.mutation(description="Take back an amendment that waits for signatures. Office.")
    async def withdraw_amendment(
        self, info: Ask, input: Annotated[AgreementInput, ORDER]
    ) -> AgreementPayload:
        return await perform(info, WITHDRAW, input, AgreementPayload, "agreement")

    @strawberry.mutation(
        description="Record that a party ends an agreement; it goes on for a whole academic year. Office."
    )
    async def give_notice(self, info: Ask, input: Annotated[GiveNoticeInput, ORDER]) -> AgreementPayload:
        return await perform(info, NOTICE, input, AgreementPayload, "agreement")

    @strawberry.mutation(
        description="Draft what follows an agreement; one that has such a draft is answered with it. Office."
    )
    async def renew_agreement(
        self, info: Ask, input: Annotated[RenewAgreementInput, ORDER]
    ) -> AgreementPayload:
        return await perform(info, RENEW, input, AgreementPayload, "agreement")
