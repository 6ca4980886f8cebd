"""A visit's next step, and what is still to be done after it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import UUID

from services.events.application.known_people import require_known
from services.events.application.visited import changed, moved
from services.events.application.work import Work
from services.events.domain import visit as visits
from services.events.domain.task import responsible
from services.events.domain.visit import Report, Visit


async def move_visit(
    visit_id: UUID, step: Callable[[Visit], Visit], expected_version: int | None, work: Work
) -> Visit:
    """``step``: confirm, hold or cancel of the domain, and what it raises.

    Raises also: NotFound, StaleVersion.
    """
    visit = await work.visits.lock(visit_id)
    visit.require_version(expected_version)
    after = step(visit)
    await work.visits.save(after, publishes=moved(after))
    return after


async def report_visit(visit_id: UUID, written: Report, expected_version: int | None, work: Work) -> Visit:
    """Raises: NotFound, StaleVersion, PersonErased, VisitOutOfTurn."""
    await require_known(responsible(written.follow_ups), work)
    return await move_visit(visit_id, lambda visit: visits.report(visit, written), expected_version, work)


async def finish_follow_up(
    visit_id: UUID, number: int, expected_version: int | None, work: Work, today: date
) -> Visit:
    """Raises: NotFound, StaleVersion, NoSuchTask, TaskIsDone."""
    visit = await work.visits.lock(visit_id)
    visit.require_version(expected_version)
    after = visits.finish_follow_up(visit, number, today)
    await work.visits.save(after, publishes=changed(after))
    return after
