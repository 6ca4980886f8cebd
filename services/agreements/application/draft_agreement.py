"""The office begins an agreement."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from chassis.refusal import Kind, Refusal
from contracts.agreements import AgreementDrafted
from services.agreements.application.described import Described, describe
from services.agreements.application.published_language import agreement_state
from services.agreements.application.standing import standing_partner
from services.agreements.application.work import Work
from services.agreements.domain.agreements import draft
from services.agreements.domain.rulebook import Rulebook
from services.agreements.domain.terms import Terms


class ReferenceTaken(Refusal):
    """Another agreement has the number; the database's unique constraint says so."""

    code, kind = "reference-taken", Kind.CONFLICT
    tr, en = "Bu numarayla bir anlaşma zaten var.", "There is already an agreement with this reference."
    next_tr, next_en = (
        "Var olan anlaşmayı arayın ya da başka numara verin.",
        "Find it, or give another number.",
    )


async def draft_agreement(agreement_id: UUID, terms: Terms, work: Work, rules: Rulebook) -> Described:
    """Raises: PartnerUnknown, the refusals of the terms; ReferenceTaken at the commit's edge."""
    partner = await standing_partner(terms.partner_id, work)
    drafted = draft(agreement_id, replace(terms, partner_id=partner.id), partner.facts, rules)
    await work.agreements.add([drafted], publishes=[AgreementDrafted(state=agreement_state(drafted))])
    return describe(drafted, partner, rules)
