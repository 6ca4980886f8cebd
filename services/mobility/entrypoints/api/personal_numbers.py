"""IBANs and national ids in full for the person and for who needs them at work; a mask for others."""

from __future__ import annotations

from chassis.identity.caller import Caller, Role
from chassis.masks import masked_iban, masked_national_id
from contracts import mobility as published
from services.mobility.application.published_language import person_state
from services.mobility.domain.person import Person


def shown_to(caller: Caller, person: Person) -> published.Person:
    """A record that was asked for. The office reports people to the state by their national ids."""
    if caller.person_id == person.id:
        return person_state(person)
    if caller.has(Role.OFFICE):
        return confirmed(person).model_copy(update={"national_id": person.national_id})
    return confirmed(person)


def confirmed(person: Person) -> published.Person:
    """A command's answer. It is kept for repeated requests, so not even its sender gets the numbers back."""
    masks = {
        "iban": masked_iban(person.iban),
        "national_id": masked_national_id(person.national_id),
    }
    return person_state(person).model_copy(update=masks)
