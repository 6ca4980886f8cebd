"""Commands to the agreements service about people of partners and notes; no view knows of them."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any

import strawberry

from gateway.commands.command import Command, Service
from gateway.reading.ids import node_id
from gateway.schema.mutations.inputs import given
from gateway.schema.mutations.performing import ORDER, ChangeInput, Payload, ask
from gateway.schema.node import Ask
from gateway.schema.values import LocalizedText


def _to(method: str, path: str) -> Command:
    return Command(Service.AGREEMENTS, method, path, None)


OPEN_CONTACTS = _to("GET", "/v1/partners/{id}/contacts")
ENTER_CONTACT = _to("POST", "/v1/partners/{id}/contacts")
CHANGE_CONTACT = _to("PUT", "/v1/contacts/{id}")
NOTE_DEPARTURE = _to("POST", "/v1/contacts/{id}/departure")
FORGET_CONTACT = _to("POST", "/v1/contacts/{id}/forget")
OPEN_NOTES = _to("GET", "/v1/partners/{id}/notes")
WRITE_NOTE = _to("POST", "/v1/partners/{id}/notes")
FORGET_NOTE = _to("POST", "/v1/notes/{id}/forget")


@strawberry.type(description="What somebody does at a partner.")
class ContactRole:
    code: str = strawberry.field(description="For programs, and for entering contacts")
    label: LocalizedText = strawberry.field(description="What people call it")


@strawberry.type(description="What was known of somebody of a partner, until it changed.")
class EarlierContact:
    name: str = strawberry.field(description="Name")
    roles: list[ContactRole] = strawberry.field(description="What they did there")
    email: str | None = strawberry.field(description="E-mail address")
    phone: str | None = strawberry.field(description="Telephone")
    notes: str | None = strawberry.field(description="What else the office knew")
    valid_from: date | None = strawberry.field(description="First day there")
    valid_until: date | None = strawberry.field(description="Last day there")
    changed_at: datetime = strawberry.field(description="When it changed")
    changed_by: str = strawberry.field(description="Who changed it, as the identity provider calls them")


@strawberry.type(description="Somebody of a partner, as the agreements service keeps them.")
class PartnerContact:
    id: strawberry.ID = strawberry.field(description="For changing and forgetting them")
    version: int = strawberry.field(description="For changing them")
    name: str = strawberry.field(description="Name")
    roles: list[ContactRole] = strawberry.field(description="What they do there")
    email: str | None = strawberry.field(description="E-mail address")
    phone: str | None = strawberry.field(description="Telephone")
    notes: str | None = strawberry.field(description="What else the office knows")
    valid_from: date | None = strawberry.field(description="First day there")
    valid_until: date | None = strawberry.field(description="Last day there")
    former: bool = strawberry.field(description="Their last day is over")
    earlier: list[EarlierContact] = strawberry.field(description="What was known before, the newest first")


@strawberry.type(description="Who a partner's people are. Null when refused.")
class PartnerContactsPayload(Payload):
    contacts: list[PartnerContact] | None = strawberry.field(description="Who is there first, then who left")
    roles: list[ContactRole] | None = strawberry.field(description="The roles there are to choose from")


@strawberry.type(description="A contact after a command; who they are, only `openPartnerContacts` tells.")
class PartnerContactPayload(Payload):
    contact_id: strawberry.ID | None = strawberry.field(description="Of the contact; null when refused")
    version: int | None = strawberry.field(description="Its version now")


@strawberry.type(description="After something was forgotten.")
class ForgottenPayload(Payload):
    partner_id: strawberry.ID | None = strawberry.field(description="Of which partner; null when refused")


@strawberry.type(description="What the office wrote about a partner.")
class PartnerNote:
    id: strawberry.ID = strawberry.field(description="For forgetting it")
    author: str = strawberry.field(description="Who wrote it, as the identity provider calls them")
    written_at: datetime = strawberry.field(description="When")
    text: str = strawberry.field(description="What")


@strawberry.type(description="A page of notes. Null when refused.")
class PartnerNotesPayload(Payload):
    notes: list[PartnerNote] | None = strawberry.field(description="The newest first")
    next: str | None = strawberry.field(description="Cursor of the next page, if there is one")


@strawberry.type(description="A note after it was written.")
class PartnerNotePayload(Payload):
    note_id: strawberry.ID | None = strawberry.field(description="Of the note; null when refused")


@strawberry.input(description="Which partner.")
class PartnerInput(ChangeInput):
    pass


@strawberry.input
class ContactFacts:
    """What both inputs say of somebody."""

    name: str = strawberry.field(description="Name")
    roles: list[str] = strawberry.field(
        description="Codes of what they do there; openPartnerContacts lists them"
    )
    email: str | None = given("E-mail address")
    phone: str | None = given("Telephone")
    notes: str | None = given("What else is good to know")
    valid_from: date | None = given("First day there")
    valid_until: date | None = given("Last day there")


@strawberry.input(description="Somebody of the partner that the id names.")
class EnterPartnerContactInput(ChangeInput, ContactFacts):
    pass


@strawberry.input(description="All that is known of a contact from now on; needs expectedVersion.")
class ChangePartnerContactInput(ChangeInput, ContactFacts):
    pass


@strawberry.input(description="Who leaves.")
class NoteDepartureInput(ChangeInput):
    last_day: date = strawberry.field(description="Their last day there")


@strawberry.input(description="Which contact.")
class PartnerContactInput(ChangeInput):
    pass


@strawberry.input(description="Which partner's notes.")
class OpenPartnerNotesInput(ChangeInput):
    limit: int | None = given("How many at most")
    cursor: str | None = given("From which page on")


@strawberry.input(description="A note on the partner that the id names.")
class WritePartnerNoteInput(ChangeInput):
    text: str = strawberry.field(description="In the office's own words")


@strawberry.input(description="Which note.")
class PartnerNoteInput(ChangeInput):
    pass


@strawberry.type
class ContactMutations:
    @strawberry.mutation(
        description="Be told who a partner's people are; no view knows. Office, coordinators."
    )
    async def open_partner_contacts(
        self, info: Ask, input: Annotated[PartnerInput, ORDER]
    ) -> PartnerContactsPayload:
        return await ask(info, OPEN_CONTACTS, input, PartnerContactsPayload, _contacts)

    @strawberry.mutation(description="Enter somebody of a partner. Office.")
    async def enter_partner_contact(
        self, info: Ask, input: Annotated[EnterPartnerContactInput, ORDER]
    ) -> PartnerContactPayload:
        return await ask(info, ENTER_CONTACT, input, PartnerContactPayload, _contact)

    @strawberry.mutation(description="Change what is known of a contact; what was known stays. Office.")
    async def change_partner_contact(
        self, info: Ask, input: Annotated[ChangePartnerContactInput, ORDER]
    ) -> PartnerContactPayload:
        return await ask(info, CHANGE_CONTACT, input, PartnerContactPayload, _contact)

    @strawberry.mutation(description="Somebody left a partner, or will; they stay as former. Office.")
    async def note_contact_departure(
        self, info: Ask, input: Annotated[NoteDepartureInput, ORDER]
    ) -> PartnerContactPayload:
        return await ask(info, NOTE_DEPARTURE, input, PartnerContactPayload, _contact)

    @strawberry.mutation(description="Forget a contact with the history, at once and for good. Office.")
    async def forget_partner_contact(
        self, info: Ask, input: Annotated[PartnerContactInput, ORDER]
    ) -> ForgottenPayload:
        return await ask(info, FORGET_CONTACT, input, ForgottenPayload, _of_partner)

    @strawberry.mutation(
        description="Be told what was noted of a partner; no view knows. Office, coordinators."
    )
    async def open_partner_notes(
        self, info: Ask, input: Annotated[OpenPartnerNotesInput, ORDER]
    ) -> PartnerNotesPayload:
        return await ask(info, OPEN_NOTES, input, PartnerNotesPayload, _notes)

    @strawberry.mutation(description="Note something about a partner, with your name and the time. Office.")
    async def write_partner_note(
        self, info: Ask, input: Annotated[WritePartnerNoteInput, ORDER]
    ) -> PartnerNotePayload:
        return await ask(info, WRITE_NOTE, input, PartnerNotePayload, _note)

    @strawberry.mutation(description="Forget a note, at once and for good. Office.")
    async def forget_partner_note(
        self, info: Ask, input: Annotated[PartnerNoteInput, ORDER]
    ) -> ForgottenPayload:
        return await ask(info, FORGET_NOTE, input, ForgottenPayload, _of_partner)


def _contacts(answer: Mapping[str, Any]) -> dict[str, Any]:
    contacts = [
        {
            **_known(one),
            "id": node_id("PartnerContact", one["id"]),
            "earlier": [_known(each) | {"changed_at": _at(each["changed_at"])} for each in one["earlier"]],
        }
        for one in answer["contacts"]
    ]
    return {"contacts": contacts, "roles": answer["roles"]}


def _known(facts: Mapping[str, Any]) -> dict[str, Any]:
    days = {name: _day(facts[name]) for name in ("valid_from", "valid_until")}
    return {**facts, **days}


def _day(written: str | None) -> date | None:
    return None if written is None else date.fromisoformat(written)


def _at(written: str) -> datetime:
    return datetime.fromisoformat(written)


def _contact(answer: Mapping[str, Any]) -> dict[str, Any]:
    return {"contact_id": node_id("PartnerContact", answer["id"]), "version": answer["version"]}


def _of_partner(answer: Mapping[str, Any]) -> dict[str, Any]:
    return {"partner_id": node_id("Partner", answer["partner_id"])}


def _notes(answer: Mapping[str, Any]) -> dict[str, Any]:
    notes = [
        {**one, "id": node_id("PartnerNote", one["id"]), "written_at": _at(one["written_at"])}
        for one in answer["items"]
    ]
    return {"notes": notes, "next": answer["next"]}


def _note(answer: Mapping[str, Any]) -> dict[str, Any]:
    return {"note_id": node_id("PartnerNote", answer["id"])}
