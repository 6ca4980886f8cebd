"""A person is forgotten; what remains speaks of an id behind which nobody stands any more."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from chassis.clock import academic_date
from chassis.refusal import Kind, Refusal
from contracts.vocabulary import MobilityStatus
from services.mobility.application.buddy import forget_buddy
from services.mobility.application.giving_up import give_up
from services.mobility.application.incoming import refuse_incoming
from services.mobility.application.work import Work
from services.mobility.domain.application import GONE, Application
from services.mobility.domain.erasure import pseudonymous

RUNNING = frozenset({MobilityStatus.PLANNED, MobilityStatus.ONGOING})


class StayStillRuns(Refusal):
    code, kind = "person-has-a-running-stay", Kind.CONFLICT
    tr = "Kişinin süren bir hareketliliği var; sözleşmesi bitmeden verisi silinemez."
    en = "The person has a stay that is not over; while its contract runs the data must stay."
    next_tr, next_en = "Önce hareketliliği tamamlayın ya da geri çekin.", "Complete or withdraw it first."


async def erase_person(person_id: UUID, work: Work, now: datetime, *, asked_by: str) -> None:
    """Open applications are withdrawn first, so that nobody waits behind a person who is gone.

    Raises: NoSuchPerson, StayStillRuns.
    """
    person = await work.people.lock(person_id)
    stays = await work.mobilities.of_person(person_id)
    if any(stay.status in RUNNING for stay in stays):
        raise StayStillRuns
    completed_in = {stay.call_id for stay in stays if stay.status is MobilityStatus.COMPLETED}
    for application in await work.applications.of_person(person_id):
        await _close(application, application.call_id in completed_in, work, now)
    for coming in await work.incoming.lock_open_of(person_id):
        await refuse_incoming(coming.id, academic_date(now), work, expected=None)
    await forget_buddy(person_id, work)
    await work.mobilities.forget_reasons(person_id)
    await work.learning_agreements.forget_reasons(person_id)
    await work.completions.forget(person_id)
    await work.people.erase(person, asked_by)


async def _close(application: Application, done: bool, work: Work, now: datetime) -> None:
    call = await work.calls.lock(application.call_id)
    present = await work.applications.lock(application.id)
    if present.status not in GONE and not done:
        await give_up(present, call, work, academic_date(now), reason=None)
    await work.applications.redact(pseudonymous(await work.applications.get(application.id)))
