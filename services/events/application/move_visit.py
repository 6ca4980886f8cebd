"""A visit's next step, and what is still to be done after it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import UUID

from services.events.application.visited import changed, moved
from services.events.application.work import Work
from services.events.domain import visit as visits
from services.events.domain.visit import Visit


async def move_visit(
    visit_id: UUID, step: Callable[[Visit], Visit], expected_version: int | None, work: Work
) -> Visit:
    """``step``: confirm, hold, cancel or report of the domain, and what it raises.

    Raises also: NotFound, StaleVersion.
    """
    visit = await work.visits.lock(visit_id)
    visit.require_version(expected_version)
    after = step(visit)
    await work.visits.save(after, publishes=moved(after))
    return after


async def finish_follow_up(
    visit_id: UUID, number: int, expected_version: int | None, work: Work, today: date
) -> Visit:
    """Raises: NotFound, StaleVersion, NoSuchTask, TaskIsDone."""
    visit = await work.visits.lock(visit_id)
    visit.require_version(expected_version)
    after = visits.finish_follow_up(visit, number, today)
    await work.visits.save(after, publishes=changed(after))
    return after
