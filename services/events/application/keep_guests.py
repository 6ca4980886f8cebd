"""Guests of a visit: written by the office, forgotten on request and when their time is over.

Their names are in this service's own table, sealed, and nowhere else: events say how many they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from services.events.application.visited import changed
from services.events.application.work import Work
from services.events.domain.guests import Guest
from services.events.domain.visit import Visit, expect_guests


async def write_guests(visit_id: UUID, guests: Sequence[Guest], expected_version: int, work: Work) -> Visit:
    """These and no others. Raises: NotFound, StaleVersion, VisitOutOfTurn once it is over."""
    visit = await work.visits.lock(visit_id)
    visit.require_version(expected_version)
    after = expect_guests(visit, len(guests))
    await work.guests.write(visit_id, guests)
    await work.visits.save(after, publishes=changed(after))
    return after


async def forget_guests(visit_id: UUID, name: str | None, work: Work) -> Visit:
    """Those of this name, or all, in whatever state the visit is; how many they were stays.

    Raises: NotFound.
    """
    visit = await work.visits.lock(visit_id)
    left = [guest for guest in await work.guests.of(visit_id) if name not in (None, guest.name)]
    if left:
        await work.guests.write(visit_id, left)
    else:
        await work.guests.forget(visit_id)
    return visit


async def forget_guests_of_old(visit_id: UUID, work: Work, _now: datetime) -> None:
    """Their time is over."""
    await forget_guests(visit_id, None, work)
