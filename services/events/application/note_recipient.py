"""What offers ask for of a person became known or changed, where mail reaches them, and their name."""

from __future__ import annotations

from datetime import datetime

from contracts.mobility import PersonChanged, PersonRegistered, PersonRepublished
from services.events.application.work import Recipient, Work
from services.events.domain.interest import Attributes

PersonTold = PersonRegistered | PersonChanged | PersonRepublished


async def note_recipient(event: PersonTold, work: Work, now: datetime) -> None:
    """An older event never wins; an erased person does not come back."""
    person = event.state
    await work.erasures.hold_person(person.id)
    if not await work.erasures.happened_to(person.id):
        attributes = Attributes(person.faculty, person.eqf_level)
        name = f"{person.given_name} {person.family_name}"
        await work.recipients.save(Recipient(person.id, person.version, attributes, person.email, name))
