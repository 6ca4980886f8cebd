"""The office enters the level that a placement test gave to somebody in a language course."""

from __future__ import annotations

from uuid import UUID

from contracts.vocabulary import LanguageLevel
from services.events.application.published import each, placement_recorded
from services.events.application.work import Work
from services.events.domain import attendance
from services.events.domain.registration import Registration


async def record_placement_result(
    registration_id: UUID, level: LanguageLevel, expected_version: int | None, work: Work
) -> Registration:
    """Raises: NotFound and what the domain's ``record_placement_result`` raises."""
    found = await work.registrations.get(registration_id)
    gathering = await work.gatherings.lock(found.event_id)
    present = await work.registrations.get(registration_id)
    after = attendance.record_placement_result(gathering, present, level, expected_version)
    await work.registrations.save(each([after], placement_recorded))
    return after
