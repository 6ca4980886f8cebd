"""The checklist hears of courses: who completed one finds the task of their file settled.

The course may be over before the file is opened, or after: it is kept, and asked for by whoever opens one.
Both lock the person, so that neither misses the other.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from chassis.clock import academic_date
from contracts.events import RegistrationEvent
from contracts.vocabulary import EventKind
from services.mobility.application.mobility_file import settle_by
from services.mobility.application.work import Work
from services.mobility.domain.missing import NoSuchPerson
from services.mobility.domain.proofs import Proven
from services.mobility.domain.tasks import Proof

PROOF_OF: Final[Mapping[EventKind, Proof]] = {
    EventKind.LANGUAGE_COURSE: Proof.LANGUAGE_COURSE,
    EventKind.ORIENTATION: Proof.ORIENTATION,
}


async def hear_of_course(event: RegistrationEvent, work: Work, now: datetime) -> None:
    """A registration that says nothing of a completed course changes nothing, nor does an erased person's."""
    completion = event.state.completion
    if completion is None or completion.kind not in PROOF_OF:
        return
    person_id = event.state.person_id
    try:
        await work.people.lock(person_id)
    except NoSuchPerson:
        return
    proven = Proven(PROOF_OF[completion.kind], academic_date(completion.completed_at))
    await work.completions.note(event.state.id, person_id, proven)
    for file in await work.files.lock_of_person(person_id):
        await settle_by(file, (proven,), work)
