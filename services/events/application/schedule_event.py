"""The office announces an event; the orientation of a call invites everyone who goes with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from chassis.ids import new_id
from chassis.refusal import Kind, LocalizedText, Refusal
from contracts.vocabulary import EventKind
from services.events.application.published import each, event_scheduled, invited
from services.events.application.work import Work
from services.events.domain import registration
from services.events.domain.check_in_code import new_code
from services.events.domain.gathering import Gathering, schedule


class OrientationExists(Refusal):
    code, kind = "orientation-exists", Kind.CONFLICT
    tr, en = "Bu çağrının oryantasyonu zaten var.", "This call already has its orientation."
    next_tr, next_en = "Var olan oryantasyonu değiştirin.", "Change the orientation there is."

    def __init__(self) -> None:
        super().__init__("call_id")


@dataclass(frozen=True, slots=True)
class ScheduleEvent:
    kind: EventKind
    title: LocalizedText
    begins_at: datetime
    ends_at: datetime
    venue: str
    capacity: int
    call_id: UUID | None
    hours: Decimal | None = None


async def schedule_event(command: ScheduleEvent, work: Work, now: datetime) -> Gathering:
    """Raises: OrientationExists and what :func:`services.events.domain.gathering.schedule` raises."""
    gathering = Gathering(
        id=new_id(),
        kind=command.kind,
        title=command.title,
        begins_at=command.begins_at,
        ends_at=command.ends_at,
        venue=command.venue,
        capacity=command.capacity,
        call_id=command.call_id,
        hours=command.hours,
    )
    if gathering.call_id and gathering.by_invitation and await orientation_exists(gathering.call_id, work):
        raise OrientationExists
    return await announce(schedule(gathering, now), work)


async def orientation_exists(call_id: UUID, work: Work) -> bool:
    """From here on nobody else schedules or invites for the call until this transaction ends."""
    await work.goers.hold_call(call_id)
    return await work.gatherings.lock_orientation_of(call_id) is not None


async def announce(gathering: Gathering, work: Work) -> Gathering:
    """Save a gathering that is new, and invite those who already go with its call."""
    await work.gatherings.add(gathering, publishes=event_scheduled(gathering))
    if gathering.call_id is not None and gathering.by_invitation:
        persons = {goer.person_id: goer for goer in await work.goers.of_call(gathering.call_id)}
        await work.registrations.add(
            each(
                (
                    registration.invited(new_id(), gathering.id, goer.person_id, goer.faculty, new_code())
                    for goer in persons.values()
                ),
                invited,
            )
        )
    return gathering
