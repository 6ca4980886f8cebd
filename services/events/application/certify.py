"""What a certificate says: for those who were there, once it is over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chassis.identity.access import Sight
from chassis.refusal import Kind, NotFound, Refusal
from services.events.application.work import Work
from services.events.domain.gathering import Gathering
from services.events.domain.presence import DidNotAttend, EventIsNotOver, require_attended


class NameUnknown(Refusal):
    code, kind = "name-unknown", Kind.CONFLICT
    tr, en = "Kişinin adı henüz bilinmiyor.", "The person's name is not known yet."
    next_tr = "Birkaç saniye sonra yeniden deneyin ya da ofise başvurun."
    next_en = "Try again in a few seconds, or ask the office."


@dataclass(frozen=True, slots=True)
class Certificate:
    """``code`` is what the page that verifies it is asked for."""

    name: str
    gathering: Gathering
    code: str


async def certificate_of(registration_id: UUID, sight: Sight, work: Work, now: datetime) -> Certificate:
    """Raises: NotFound, also of what the caller may not know; EventIsNotOver, DidNotAttend, NameUnknown."""
    found = await work.registrations.get(registration_id)
    sight.require(NotFound(what="registration"), person_id=found.person_id)
    gathering = await work.gatherings.get(found.event_id)
    require_attended(gathering, found, now)
    name = await work.recipients.name(found.person_id)
    if name is None:
        raise NameUnknown
    return Certificate(name, gathering, found.check_in_code)


async def verified(code: str, work: Work, now: datetime) -> Gathering | None:
    """The event of which ``code`` proves a certificate; a code that still opens a door proves nothing."""
    found = await work.registrations.with_code(code)
    if found is None:
        return None
    gathering = await work.gatherings.get(found.event_id)
    try:
        require_attended(gathering, found, now)
    except (EventIsNotOver, DidNotAttend):
        return None
    return gathering
