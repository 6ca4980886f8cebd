"""What a certificate says: for those who were there, once it is over; of volunteers, how long they worked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from chassis.identity.access import Sight
from chassis.refusal import Kind, NotFound, Refusal
from services.events.application.work import Work
from services.events.domain.gathering import Gathering
from services.events.domain.presence import DidNotAttend, EventIsNotOver, require_attended
from services.events.domain.registration import Registration
from services.events.domain.volunteering import HoursNotConfirmed, require_confirmed


class NameUnknown(Refusal):
    code, kind = "name-unknown", Kind.CONFLICT
    tr, en = "Kişinin adı henüz bilinmiyor.", "The person's name is not known yet."
    next_tr = "Birkaç saniye sonra yeniden deneyin ya da ofise başvurun."
    next_en = "Try again in a few seconds, or ask the office."


@dataclass(frozen=True, slots=True)
class Certificate:
    """``code`` is what the page that verifies it is asked for."""

    person_id: UUID
    name: str
    proof: Proof
    code: str


@dataclass(frozen=True, slots=True)
class Proof:
    """What is proven, of nobody by name. ``hours``: where it was volunteering, as the office confirmed."""

    gathering: Gathering
    hours: Decimal | None


async def certificate_of(registration_id: UUID, sight: Sight, work: Work, now: datetime) -> Certificate:
    """Raises: NotFound, also of what the caller may not know; EventIsNotOver, DidNotAttend,
    HoursNotConfirmed, NameUnknown.
    """
    found = await work.registrations.get(registration_id)
    sight.require(NotFound(what="registration"), person_id=found.person_id)
    proof = await _proof(found, work, now)
    name = await work.recipients.name(found.person_id)
    if name is None:
        raise NameUnknown
    return Certificate(found.person_id, name, proof, found.check_in_code)


async def verified(code: str, work: Work, now: datetime) -> Proof | None:
    """What ``code`` proves by a certificate; a code that still opens a door proves nothing."""
    found = await work.registrations.with_code(code)
    if found is None:
        return None
    try:
        return await _proof(found, work, now)
    except (EventIsNotOver, DidNotAttend, HoursNotConfirmed):
        return None


async def _proof(registration: Registration, work: Work, now: datetime) -> Proof:
    """Raises: EventIsNotOver, DidNotAttend, HoursNotConfirmed."""
    gathering = await work.gatherings.get(registration.event_id)
    require_attended(gathering, registration, now)
    require_confirmed(gathering, registration)
    return Proof(gathering, registration.hours)
