"""What others offer: open until its deadline, for some faculties, levels and languages or for all."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from chassis.refusal import Kind, LocalizedText, Refusal, require_version
from contracts.vocabulary import EqfLevel, OpportunityKind
from contracts.vocabulary import OpportunityStatus as Status


class DeadlineHasPassed(Refusal):
    code = "opportunity-deadline-has-passed"
    tr, en = "Son başvuru tarihi geçmişte: {deadline}.", "The deadline has passed: {deadline}."
    next_tr, next_en = "İleri bir tarih verin.", "Give a deadline to come."


class OpportunityIsNotOpen(Refusal):
    code, kind = "opportunity-is-not-open", Kind.CONFLICT
    tr, en = "Bu fırsat artık açık değil.", "This opportunity is not open any more."
    next_tr, next_en = "Yeni bir fırsat yayımlayın.", "Publish a new one."


@dataclass(frozen=True, slots=True)
class Offer:
    """What the office writes of it; an empty set of faculties, levels or languages leaves nobody out."""

    kind: OpportunityKind
    title: LocalizedText
    body: LocalizedText
    source: str
    deadline: datetime
    url: str | None = None
    faculties: frozenset[str] = frozenset()
    eqf_levels: frozenset[EqfLevel] = frozenset()
    languages: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Opportunity:
    id: UUID
    offer: Offer
    status: Status = Status.OPEN
    version: int = 1

    @property
    def is_open(self) -> bool:
        return self.status is Status.OPEN

    def require_version(self, expected: int | None) -> None:
        """Raises: StaleVersion."""
        require_version(self.version, expected)


def publish(opportunity_id: UUID, offer: Offer, now: datetime) -> Opportunity:
    """Raises: DeadlineHasPassed."""
    _require_time(offer, now)
    return Opportunity(opportunity_id, offer)


def change(opportunity: Opportunity, offer: Offer, now: datetime) -> Opportunity:
    """Raises: OpportunityIsNotOpen, DeadlineHasPassed."""
    _require_open(opportunity)
    _require_time(offer, now)
    return replace(opportunity, offer=offer, version=opportunity.version + 1)


def withdraw(opportunity: Opportunity) -> Opportunity:
    """Raises: OpportunityIsNotOpen."""
    _require_open(opportunity)
    return replace(opportunity, status=Status.WITHDRAWN, version=opportunity.version + 1)


def close_when_over(opportunity: Opportunity, now: datetime) -> Opportunity | None:
    """None while it may still be applied for, or when it is closed already."""
    if not opportunity.is_open or now < opportunity.offer.deadline:
        return None
    return replace(opportunity, status=Status.CLOSED, version=opportunity.version + 1)


def _require_open(opportunity: Opportunity) -> None:
    if not opportunity.is_open:
        raise OpportunityIsNotOpen


def _require_time(offer: Offer, now: datetime) -> None:
    if offer.deadline <= now:
        raise DeadlineHasPassed("deadline", deadline=offer.deadline)
