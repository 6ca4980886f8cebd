"""People of partners: kept by the office, read by it and by coordinators, and in no event.

Commands answer with ids alone, for answers are kept beside their idempotency keys.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Self
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from chassis.http.problems import Localized
from chassis.identity.access import allowed
from chassis.identity.caller import Role
from chassis.ids import new_id
from services.agreements.adapters.data_files import contact_roles
from services.agreements.application.keep_contacts import (
    change_contact,
    enter_contact,
    forget_contact,
    note_departure,
    read_contacts,
)
from services.agreements.domain.contacts import Contact, ContactFacts, EarlierFacts
from services.agreements.entrypoints.api.edge import AgreementsEdge

router = APIRouter(tags=["contacts"])

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Mail = Annotated[str, StringConstraints(max_length=254, pattern=r"^[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+$")]
Phone = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^\+?[0-9][0-9 ()/.-]{2,38}$")]
Notes = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000)]
RoleCode = Annotated[str, StringConstraints(max_length=60)]


class ContactIn(BaseModel):
    """All that is known of somebody; what is left out is not known."""

    model_config = ConfigDict(extra="forbid")

    name: Name
    roles: Annotated[
        list[RoleCode], Field(max_length=20, description="Codes; a partner's contacts list them")
    ]
    email: Mail | None = None
    phone: Phone | None = None
    notes: Notes | None = None
    valid_from: date | None = None
    valid_until: date | None = Field(default=None, description="Last day there")

    def facts(self) -> ContactFacts:
        given = self.model_dump(exclude={"roles", "notes"})
        return ContactFacts(roles=tuple(dict.fromkeys(self.roles)), notes=self.notes or None, **given)


class DepartureIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    last_day: date


class ContactWritten(BaseModel):
    id: UUID
    version: int
    partner_id: UUID

    @classmethod
    def of(cls, contact: Contact) -> Self:
        return cls(id=contact.id, version=contact.version, partner_id=contact.partner_id)


class ContactForgotten(BaseModel):
    partner_id: UUID

    @classmethod
    def of(cls, contact: Contact) -> Self:
        return cls(partner_id=contact.partner_id)


class ContactRoleOut(BaseModel):
    code: str
    label: Localized

    @classmethod
    def all(cls) -> list[Self]:
        return [cls.of(code) for code in contact_roles()]

    @classmethod
    def of(cls, code: str) -> Self:
        """A role that is out of the data by now keeps its code as its label."""
        label = contact_roles().get(code)
        return cls(code=code, label=Localized.of(label) if label else Localized(tr=code, en=code))


class FactsOut(BaseModel):
    name: str
    roles: list[ContactRoleOut]
    email: str | None
    phone: str | None
    notes: str | None
    valid_from: date | None
    valid_until: date | None


class EarlierOut(FactsOut):
    """What was known until then; `changed_by` as the identity provider calls them."""

    changed_at: datetime
    changed_by: str

    @classmethod
    def of(cls, earlier: EarlierFacts) -> Self:
        return cls(**_told(earlier.facts), changed_at=earlier.changed_at, changed_by=earlier.changed_by)


class ContactOut(FactsOut):
    id: UUID
    version: int
    former: bool = Field(description="Their last day is over")
    earlier: list[EarlierOut] = Field(description="The newest first")

    @classmethod
    def of(cls, contact: Contact, today: date) -> Self:
        return cls(
            **_told(contact.facts),
            id=contact.id,
            version=contact.version,
            former=contact.facts.former(today),
            earlier=[EarlierOut.of(one) for one in contact.earlier],
        )


def _told(facts: ContactFacts) -> dict[str, object]:
    names = ("name", "email", "phone", "notes", "valid_from", "valid_until")
    roles = [ContactRoleOut.of(code) for code in facts.roles]
    return {name: getattr(facts, name) for name in names} | {"roles": roles}


class ContactsOut(BaseModel):
    """Who is there first, then who left; and the roles there are to choose from."""

    contacts: list[ContactOut]
    roles: list[ContactRoleOut]


@router.get("/partners/{partner_id}/contacts", response_model=ContactsOut)
@allowed(everything=[Role.OFFICE, Role.COORDINATOR])
async def read(partner_id: UUID, edge: AgreementsEdge) -> Response:
    """All of them, former ones too, each with what was known before."""
    today = edge.today()

    def told(found: Sequence[Contact]) -> ContactsOut:
        contacts = [ContactOut.of(one, today) for one in found]
        return ContactsOut(contacts=contacts, roles=ContactRoleOut.all())

    return await edge.read(lambda work: read_contacts(partner_id, work, today), told)


@router.post("/partners/{partner_id}/contacts", status_code=201, response_model=ContactWritten)
@allowed(everything=[Role.OFFICE])
async def enter(partner_id: UUID, body: ContactIn, edge: AgreementsEdge) -> Response:
    return await edge.run(
        lambda work: enter_contact(new_id(), partner_id, body.facts(), work, contact_roles()),
        ContactWritten.of,
        status=201,
    )


@router.put("/contacts/{contact_id}", response_model=ContactWritten)
@allowed(everything=[Role.OFFICE])
async def change(contact_id: UUID, body: ContactIn, edge: AgreementsEdge) -> Response:
    """Needs ``If-Match``. What was known stays in the contact's history."""
    version, by, now = edge.require_version(), edge.caller.subject, edge.now()
    return await edge.run(
        lambda work: change_contact(contact_id, body.facts(), version, work, contact_roles(), by=by, now=now),
        ContactWritten.of,
    )


@router.post("/contacts/{contact_id}/departure", response_model=ContactWritten)
@allowed(everything=[Role.OFFICE])
async def leave(contact_id: UUID, body: DepartureIn, edge: AgreementsEdge) -> Response:
    """Somebody left, or will: from the day after they are shown as former."""
    by, now = edge.caller.subject, edge.now()
    return await edge.run(
        lambda work: note_departure(contact_id, body.last_day, work, contact_roles(), by=by, now=now),
        ContactWritten.of,
    )


@router.post("/contacts/{contact_id}/forget", response_model=ContactForgotten)
@allowed(everything=[Role.OFFICE])
async def forget(contact_id: UUID, edge: AgreementsEdge) -> Response:
    """At once and for good, with the history."""
    return await edge.run(lambda work: forget_contact(contact_id, work), ContactForgotten.of)
