"""People of the university may be named while they are not erased."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from services.events.application.register import PersonErased
from services.events.application.work import Work


async def require_known(people: Iterable[UUID], work: Work) -> None:
    """Held in one order, so that two who name the same people do not wait for each other.

    Raises: PersonErased.
    """
    for person_id in sorted(people):
        await work.erasures.hold_person(person_id)
        if await work.erasures.happened_to(person_id):
            raise PersonErased
