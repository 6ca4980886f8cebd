"""An opportunity ends: withdrawn by the office, or closed by the clock at its deadline."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from services.events.application.offered import closed, withdrawn
from services.events.application.work import Work
from services.events.domain.opportunity import Opportunity, close_when_over, withdraw


async def withdraw_opportunity(opportunity_id: UUID, expected_version: int | None, work: Work) -> Opportunity:
    """Raises: NotFound, StaleVersion, OpportunityIsNotOpen."""
    opportunity = await work.opportunities.lock(opportunity_id)
    opportunity.require_version(expected_version)
    after = withdraw(opportunity)
    await work.opportunities.save(after, publishes=withdrawn(after))
    return after


async def close_opportunity(opportunity_id: UUID, work: Work, now: datetime) -> None:
    after = close_when_over(await work.opportunities.lock(opportunity_id), now)
    if after is not None:
        await work.opportunities.save(after, publishes=closed(after))
