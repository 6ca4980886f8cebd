"""Contacts of partners: entered, changed and forgotten by the office; forgotten by the clock.

They are in this service's own table, sealed, and nowhere else: no event speaks of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from chassis.clock import academic_date
from services.agreements.application.standing import standing_partner
from services.agreements.application.work import Work
from services.agreements.domain import contacts
from services.agreements.domain.contacts import Contact, ContactFacts, ContactRoles
from services.agreements.domain.lead_times import Lead, LeadTime, lead_on


async def enter_contact(
    contact_id: UUID, partner_id: UUID, facts: ContactFacts, work: Work, roles: ContactRoles
) -> Contact:
    """Raises: PartnerUnknown and what ``contacts.enter_contact`` raises."""
    partner = await standing_partner(partner_id, work)
    present = await work.contacts.count_of(partner.id)
    entered = contacts.enter_contact(contact_id, partner.id, facts, present=present, roles=roles)
    await work.contacts.add(entered)
    return entered


async def change_contact(
    contact_id: UUID,
    facts: ContactFacts,
    expected_version: int,
    work: Work,
    roles: ContactRoles,
    *,
    by: str,
    now: datetime,
) -> Contact:
    """Raises: NoSuchContact, StaleVersion and what ``contacts.change_contact`` raises."""
    contact = await work.contacts.lock(contact_id)
    changed = contacts.change_contact(contact, facts, expected_version, by=by, at=now, roles=roles)
    await work.contacts.save(changed)
    return changed


async def note_departure(
    contact_id: UUID, last_day: date, work: Work, roles: ContactRoles, *, by: str, now: datetime
) -> Contact:
    """Somebody left, or will; they stay visible as former. Raises: NoSuchContact, ValidityReversed."""
    contact = await work.contacts.lock(contact_id)
    until = replace(contact.facts, valid_until=last_day)
    changed = contacts.change_contact(contact, until, None, by=by, at=now, roles=roles)
    await work.contacts.save(changed)
    return changed


async def forget_contact(contact_id: UUID, work: Work) -> Contact:
    """At once and for good, with the history. Raises: NoSuchContact."""
    contact = await work.contacts.lock(contact_id)
    await work.contacts.forget(contact_id)
    return contact


async def forget_contact_of_old(
    contact_id: UUID, work: Work, leads: Sequence[LeadTime], now: datetime
) -> None:
    """Their time is over; whoever is back since, or forgotten already, is left alone."""
    await work.contacts.forget_left_before(contact_id, forgotten_before(academic_date(now), leads))


def forgotten_before(today: date, leads: Sequence[LeadTime]) -> date:
    """Raises: LeadUnknown."""
    return contacts.left_before(today, lead_on(today, Lead.FORMER_CONTACT_KEPT, leads))


async def read_contacts(partner_id: UUID, work: Work, today: date) -> Sequence[Contact]:
    """Also by the id of a partner that was merged into another. Raises: PartnerUnknown."""
    partner = await standing_partner(partner_id, work, hold=False)
    return contacts.in_reading_order(await work.contacts.of(partner.id), today)
