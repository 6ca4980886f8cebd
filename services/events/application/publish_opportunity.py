"""The office publishes what others offer, and corrects it; who matches is told afterwards."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from chassis.ids import new_id
from services.events.application.offered import changed, published
from services.events.application.work import Work
from services.events.domain.opportunity import Offer, Opportunity, change, publish


async def publish_opportunity(offer: Offer, work: Work, now: datetime) -> Opportunity:
    """Raises: DeadlineHasPassed."""
    opportunity = publish(new_id(), offer, now)
    await work.opportunities.add(opportunity, publishes=published(opportunity))
    return opportunity


async def change_opportunity(
    opportunity_id: UUID, offer: Offer, expected_version: int | None, work: Work, now: datetime
) -> Opportunity:
    """Who matches now is told, whoever was told before is not.

    Raises: NotFound, StaleVersion, OpportunityIsNotOpen, DeadlineHasPassed.
    """
    opportunity = await work.opportunities.lock(opportunity_id)
    opportunity.require_version(expected_version)
    after = change(opportunity, offer, now)
    await work.opportunities.save(after, publishes=changed(after))
    await work.opportunities.tell_from_the_first(after.id)
    return after
