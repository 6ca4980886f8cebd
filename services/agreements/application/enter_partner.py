"""The office enters an institution that the European directory does not have."""

from __future__ import annotations

from uuid import UUID

from chassis.refusal import Kind, Refusal
from contracts.agreements import PartnerListed
from services.agreements.application.published_language import partner_state
from services.agreements.application.work import Work
from services.agreements.domain.partners import Partner, PartnerFacts, list_partner


class PartnerAlreadyListed(Refusal):
    code, kind = "partner-already-listed", Kind.CONFLICT
    tr, en = "Bu ülkede bu adla bir kurum zaten var.", "This country already has an institution of that name."
    next_tr, next_en = "Kurumu adıyla arayın.", "Search the institution by name."


async def enter_partner(partner_id: UUID, facts: PartnerFacts, work: Work) -> Partner:
    """Raises: PartnerNameMissing, PartnerAlreadyListed."""
    listed = list_partner(partner_id, facts)
    named = (facts.name, facts.country)
    if (await work.partners.named([named])).get(named):
        raise PartnerAlreadyListed("name")
    await work.partners.add([listed], publishes=[PartnerListed(state=partner_state(listed))])
    return listed
