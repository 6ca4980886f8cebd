"""An agreement as it is answered: with its partner, and what the office should know about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from chassis.refusal import NotFound
from services.agreements.application.standing import standing_partner
from services.agreements.application.work import Work
from services.agreements.domain.advice import Advice
from services.agreements.domain.agreements import Agreement
from services.agreements.domain.partners import Partner
from services.agreements.domain.rulebook import Rulebook
from services.agreements.domain.terms import advise_on_terms


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
    """The agreement for a change, and its partner, which is held first. Raises: NotFound, StaleVersion."""
    known = await work.agreements.get(agreement_id)
    if known is None:
        raise NotFound(what="agreement")
    partner = await standing_partner(known.terms.partner_id, work)
    agreement = await work.agreements.lock(agreement_id)
    if agreement is None:
        raise NotFound(what="agreement")
    agreement.require_version(expected_version)
    if agreement.terms.partner_id != partner.id:  # edited since it was looked at
        partner = await standing_partner(agreement.terms.partner_id, work)
    return agreement, partner
