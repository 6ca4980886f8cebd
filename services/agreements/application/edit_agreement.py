"""The office changes the content of an agreement that is not yet in force."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from contracts.agreements import AgreementEdited
from services.agreements.application.described import Described, describe, locked
from services.agreements.application.published_language import agreement_state
from services.agreements.application.standing import standing_partner
from services.agreements.application.work import Work
from services.agreements.domain.agreements import edit
from services.agreements.domain.rulebook import Rulebook
from services.agreements.domain.terms import Terms


async def edit_agreement(
    agreement_id: UUID, terms: Terms, expected_version: int, work: Work, rules: Rulebook
) -> Described:
    """Back to a draft without signatures. Raises: NotEditable, PartnerUnknown, the refusals of the terms."""
    agreement, _ = await locked(agreement_id, expected_version, work)
    partner = await standing_partner(terms.partner_id, work)
    edited = edit(agreement, replace(terms, partner_id=partner.id), partner.facts, rules)
    await work.agreements.save(edited, publishes=[AgreementEdited(state=agreement_state(edited))])
    return describe(edited, partner, rules)
