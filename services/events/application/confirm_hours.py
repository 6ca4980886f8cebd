"""The office says how long a volunteer worked."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from services.events.application.published import hours_confirmed, places_changed
from services.events.application.work import Work
from services.events.domain import volunteering
from services.events.domain.registration import Registration


async def confirm_hours(
    registration_id: UUID, hours: Decimal, expected_version: int | None, work: Work, now: datetime
) -> Registration:
    """Raises: NotFound and what the rule raises."""
    found = await work.registrations.get(registration_id)
    gathering = await work.gatherings.lock(found.event_id)
    present = await work.registrations.get(registration_id)
    after, worked = volunteering.confirm_hours(gathering, present, hours, now, expected_version)
    await work.registrations.save([(worked, hours_confirmed(worked))])
    await work.gatherings.save(after, publishes=places_changed(after))
    return worked
