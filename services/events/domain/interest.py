"""What a person wants to hear of and how, and whether an offer is for them.

Nobody is told who did not ask. Mail needs a consent for its kind of opportunity; a link in it takes it back.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import UUID

from chassis.refusal import Refusal
from contracts.vocabulary import EqfLevel, OpportunityKind
from services.events.domain.opportunity import Offer


class MailWithoutInterest(Refusal):
    code = "mail-without-interest"
    tr = "İlgilenilmeyen bir tür için e-posta istenemez: {kinds}."
    en = "There is no mail of kinds that are not of interest: {kinds}."
    next_tr, next_en = "Türü ilgi alanlarına da ekleyin.", "Add the kind to the interests too."


@dataclass(frozen=True, slots=True)
class Interest:
    """``mail_kinds``: consented to be told by mail; each is one of ``kinds``."""

    id: UUID
    person_id: UUID
    kinds: frozenset[OpportunityKind]
    languages: frozenset[str] = frozenset()
    mail_kinds: frozenset[OpportunityKind] = frozenset()
    version: int = 1


@dataclass(frozen=True, slots=True)
class Attributes:
    """What is known of a person that offers ask for."""

    faculty: str | None
    eqf_level: EqfLevel | None


def state(interest: Interest) -> Interest:
    """Raises: MailWithoutInterest."""
    beyond = interest.mail_kinds - interest.kinds
    if beyond:
        raise MailWithoutInterest("mail_kinds", kinds=", ".join(sorted(beyond)))
    return interest


def take_consent_back(interest: Interest, kind: OpportunityKind) -> Interest | None:
    """No more mail of the kind, though it stays of interest; None when there was no consent."""
    if kind not in interest.mail_kinds:
        return None
    return replace(interest, mail_kinds=interest.mail_kinds - {kind}, version=interest.version + 1)


def is_for(offer: Offer, interest: Interest, known: Attributes) -> bool:
    """Whether the person wants such an offer, and the offer such a person."""
    return (
        offer.kind in interest.kinds
        and (not offer.faculties or known.faculty in offer.faculties)
        and (not offer.eqf_levels or known.eqf_level in offer.eqf_levels)
        and (not offer.languages or not offer.languages.isdisjoint(interest.languages))
    )
