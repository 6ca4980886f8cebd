"""The office corrects an institution it entered."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from chassis.refusal import NotFound
from contracts.agreements import PartnerChanged
from services.agreements.application.published_language import partner_state
from services.agreements.application.work import Work
from services.agreements.domain.partners import Partner
from services.agreements.domain.partners import change_partner as change


async def change_partner(
    partner_id: UUID, changes: dict[str, Any], expected_version: int, work: Work
) -> Partner:
    """``changes`` are fields of PartnerFacts. Raises: NotFound, StaleVersion, PartnerOfDirectory."""
    partner = await work.partners.lock(partner_id)
    if partner is None:
        raise NotFound(what="partner")
    partner.require_version(expected_version)
    changed = change(partner, replace(partner.facts, **changes))
    await work.partners.save(changed, publishes=[PartnerChanged(state=partner_state(changed))])
    return changed
