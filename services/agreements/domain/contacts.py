"""People of a partner whom the office writes to: what they do there, how to reach them, since and until when.

They are personal data of others' staff. Nothing of them leaves this service in an event; who left stays as
former for a while, so that old letters can be understood, and is then forgotten.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from chassis.refusal import Kind, LocalizedText, NotFound, Refusal, require_version

CONTACTS_MAX = 200
EARLIER_KEPT_MAX = 50

ContactRoles = Mapping[str, LocalizedText]
"""Code → what people call it. They are data: ``data/contact_roles.csv``."""


class NoSuchContact(NotFound):
    code = "contact-not-found"
    tr, en = "Böyle bir ilgili kişi yok.", "There is no such contact."
    next_tr = "Silinmiş olabilir; ortağın kişilerini yeniden okuyun."
    next_en = "It may have been forgotten; read the partner's contacts again."


class ContactRoleMissing(Refusal):
    code = "contact-role-missing"
    tr, en = "Kişinin en az bir görevi olmalı.", "A contact has at least one role."
    next_tr, next_en = "Şunlardan seçin: {known}.", "Choose of these: {known}."


class ContactRoleUnknown(Refusal):
    code = "contact-role-unknown"
    tr, en = "“{written}” bilinen bir görev değil.", "“{written}” is no role that is known."
    next_tr, next_en = "Şunlardan seçin: {known}.", "Choose of these: {known}."


class ContactUnreachable(Refusal):
    code = "contact-unreachable"
    tr, en = "Kişiye ulaşmanın bir yolu yazılmamış.", "No way to reach the contact is given."
    next_tr, next_en = "E-posta ya da telefon yazın.", "Give an e-mail address or a telephone number."


class ValidityReversed(Refusal):
    code = "contact-validity-reversed"
    tr = "Görevin sonu ({until}) başından ({since}) önce."
    en = "The last day ({until}) is before the first ({since})."
    next_tr, next_en = "Günleri düzeltin.", "Correct the days."


class TooManyContacts(Refusal):
    code, kind = "too-many-contacts", Kind.CONFLICT
    tr, en = (
        "Bu kurumun zaten {count} kişisi var.",
        "This institution has {count} contacts already.",
    )
    next_tr, next_en = "Ayrılanları silin.", "Forget those who left."


@dataclass(frozen=True, slots=True)
class ContactFacts:
    """``roles``: codes of the data. ``valid_until``: the last day; None while no end is known."""

    name: str
    roles: tuple[str, ...]
    email: str | None = None
    phone: str | None = None
    notes: str | None = None
    valid_from: date | None = None
    valid_until: date | None = None

    def former(self, today: date) -> bool:
        return self.valid_until is not None and self.valid_until < today


@dataclass(frozen=True, slots=True)
class EarlierFacts:
    """What was known until ``changed_at``; ``changed_by``: who did, in the identity provider's words."""

    facts: ContactFacts
    changed_at: datetime
    changed_by: str


@dataclass(frozen=True, slots=True)
class Contact:
    """``earlier``: the newest first."""

    id: UUID
    partner_id: UUID
    version: int
    facts: ContactFacts
    earlier: tuple[EarlierFacts, ...] = ()


def require_facts(facts: ContactFacts, roles: ContactRoles) -> None:
    """Raises: ContactRoleMissing, ContactRoleUnknown, ContactUnreachable, ValidityReversed."""
    known = ", ".join(roles)
    if not facts.roles:
        raise ContactRoleMissing("roles", known=known)
    for place, role in enumerate(facts.roles):
        if role not in roles:
            raise ContactRoleUnknown(f"roles.{place}", written=role[:60], known=known)
    if not (facts.email or facts.phone):
        raise ContactUnreachable("email")
    if facts.valid_from and facts.valid_until and facts.valid_until < facts.valid_from:
        raise ValidityReversed("valid_until", since=facts.valid_from, until=facts.valid_until)


def enter_contact(
    contact_id: UUID, partner_id: UUID, facts: ContactFacts, *, present: int, roles: ContactRoles
) -> Contact:
    """``present``: how many the partner has. Raises: TooManyContacts, and as ``require_facts``."""
    if present >= CONTACTS_MAX:
        raise TooManyContacts(count=present)
    require_facts(facts, roles)
    return Contact(contact_id, partner_id, 1, facts)


def change_contact(
    contact: Contact, facts: ContactFacts, expected: int | None, *, by: str, at: datetime, roles: ContactRoles
) -> Contact:
    """What was known goes into the history. Raises: StaleVersion, and as ``require_facts``."""
    require_version(contact.version, expected)
    require_facts(facts, roles)
    if facts == contact.facts:
        return contact
    earlier = (EarlierFacts(contact.facts, at, by), *contact.earlier)[:EARLIER_KEPT_MAX]
    return replace(contact, version=contact.version + 1, facts=facts, earlier=earlier)


def in_reading_order(contacts: Sequence[Contact], today: date) -> list[Contact]:
    """Who is there first, then who left; each by name."""
    return sorted(contacts, key=lambda one: (one.facts.former(today), one.facts.name.casefold(), one.id))


def left_before(today: date, kept: timedelta) -> date:
    """Contacts whose last day is before this are forgotten."""
    return today - kept
