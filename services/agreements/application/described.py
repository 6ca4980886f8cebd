"""An agreement as it is answered: with its partner, and what the office should know about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from chassis.refusal import NotFound, Refusal
from services.agreements.application.work import Work
from services.agreements.domain.advice import Advice
from services.agreements.domain.agreements import Agreement
from services.agreements.domain.partners import Partner
from services.agreements.domain.rulebook import Rulebook
from services.agreements.domain.terms import advise_on_terms


class PartnerUnknown(Refusal):
    code = "partner-unknown"
    tr, en = "Böyle bir ortak kurum yok.", "There is no such partner institution."
    next_tr = "Kurumu adıyla arayın; rehberde yoksa önce ekleyin."
    next_en = "Search the institution by name; if it is not in the directory, add it first."


@dataclass(frozen=True, slots=True)
class Described:
    agreement: Agreement
    partner: Partner
    advice: tuple[Advice, ...]


def describe(agreement: Agreement, partner: Partner, rules: Rulebook) -> Described:
    return Described(agreement, partner, advise_on_terms(agreement.terms, partner.facts, rules))


async def describe_all(agreements: Sequence[Agreement], work: Work, rules: Rulebook) -> list[Described]:
    """One more query, however many agreements."""
    partners = await work.partners.get_many({agreement.terms.partner_id for agreement in agreements})
    return [describe(agreement, partners[agreement.terms.partner_id], rules) for agreement in agreements]


async def locked(agreement_id: UUID, expected_version: int | None, work: Work) -> tuple[Agreement, Partner]:
    """The agreement for a change, and its partner. Raises: NotFound, StaleVersion."""
    agreement = await work.agreements.lock(agreement_id)
    if agreement is None:
        raise NotFound(what="agreement")
    agreement.require_version(expected_version)
    return agreement, await partner_of(agreement.terms.partner_id, work)


async def partner_of(partner_id: UUID, work: Work) -> Partner:
    """Raises: PartnerUnknown."""
    partner = await work.partners.get(partner_id)
    if partner is None:
        raise PartnerUnknown("partner_id")
    return partner
