"""The present state of everything, for sending it again (``republish``)."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from contracts.agreements import AgreementRepublished, PartnerRepublished, PublishedAgreementRepublished
from contracts.event import Event
from contracts.letters import LetterRepublished
from services.agreements.adapters.work import AgreementsWork
from services.agreements.application.published_language import (
    agreement_state,
    letter_state,
    partner_state,
    published_state,
)


async def partners(work: AgreementsWork, after: UUID | None, limit: int) -> Sequence[Event]:
    return [
        PartnerRepublished(state=partner_state(partner))
        for partner in await work.partners.following(after, limit)
    ]


async def agreements(work: AgreementsWork, after: UUID | None, limit: int) -> Sequence[Event]:
    return [
        AgreementRepublished(state=agreement_state(agreement))
        for agreement in await work.agreements.following(after, limit)
    ]


async def published_agreements(work: AgreementsWork, after: UUID | None, limit: int) -> Sequence[Event]:
    found = await work.agreements.following(after, limit, only_published=True)
    known = await work.partners.get_many({agreement.terms.partner_id for agreement in found})
    return [
        PublishedAgreementRepublished(
            state=published_state(agreement, agreement.publication, known[agreement.terms.partner_id])
        )
        for agreement in found
        if agreement.publication is not None
    ]


async def letters(work: AgreementsWork, after: UUID | None, limit: int) -> Sequence[Event]:
    found = await work.letters.following(after, limit)
    return [LetterRepublished(state=letter_state(letter)) for letter in found]
