"""Somebody wants to come: a place, or a number on the waiting list."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from chassis.identity.caller import Caller, Role
from chassis.ids import new_id
from chassis.refusal import Refusal
from contracts.vocabulary import RegistrationStatus as Status
from services.events.application.published import places_changed, registered, waiting
from services.events.application.work import Goer, Work
from services.events.domain import places
from services.events.domain.check_in_code import new_code
from services.events.domain.gathering import Gathering
from services.events.domain.registration import NotInvited, Registration


class PersonErased(Refusal):
    code = "person-erased"
    tr, en = "Bu kişinin kayıtları silinmiş.", "This person's records were erased."
    next_tr, next_en = "Kişiyi yeniden kaydedin.", "Register the person anew."

    def __init__(self) -> None:
        super().__init__("person_id")


async def register(event_id: UUID, person_id: UUID, by: Caller, work: Work, now: datetime) -> Registration:
    """``by`` may act for the person: the edge has seen to that.

    Raises: NotFound, PersonErased, NotInvited, EventIsCancelled, EventHasBegun, AlreadyRegistered.
    """
    await work.erasures.hold_person(person_id)
    if await work.erasures.happened_to(person_id):
        raise PersonErased
    gathering = await work.gatherings.lock(event_id)
    goer = await _goer(gathering, person_id, by, work)
    present = await work.registrations.of(event_id, person_id)
    faculty = goer.faculty if goer else None
    newcomer = Registration(new_id(), event_id, person_id, faculty, Status.REGISTERED, new_code())
    after, registration = places.register(gathering, present, newcomer, now)
    publishing = [
        (registration, (registered if registration.status is Status.REGISTERED else waiting)(registration))
    ]
    await (work.registrations.save if present else work.registrations.add)(publishing)
    await work.gatherings.save(after, publishes=places_changed(after))
    return registration


async def _goer(gathering: Gathering, person_id: UUID, by: Caller, work: Work) -> Goer | None:
    """The person as one who goes with the gathering's call. Raises: NotInvited, except for the office."""
    if gathering.call_id is None:
        return None
    goer = await work.goers.find(gathering.call_id, person_id)
    if goer is None and gathering.by_invitation and not by.has(Role.OFFICE):
        raise NotInvited
    return goer
