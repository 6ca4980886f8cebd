"""What others offer to people of the university, and who wants to hear of it."""

from __future__ import annotations

from uuid import UUID

from pydantic import Field

from contracts import topics
from contracts.event import Event, Instant, State, Text, Tombstone
from contracts.vocabulary import EqfLevel, OpportunityKind, OpportunityStatus


class Opportunity(State):
    """An offer with its deadline. An empty list of faculties, levels or languages leaves nobody out."""

    kind: OpportunityKind
    title: Text
    body: Text
    source: str = Field(description="Who offers it")
    url: str | None = None
    deadline: Instant
    faculties: tuple[str, ...] = ()
    eqf_levels: tuple[EqfLevel, ...] = ()
    languages: tuple[str, ...] = Field(default=(), description="ISO 639-1; one of them is enough")
    status: OpportunityStatus


class OpportunityEvent(Event):
    TOPIC = topics.OPPORTUNITY
    state: Opportunity


class OpportunityPublished(OpportunityEvent):
    TYPE = "kervan.events.opportunity-published.v1"


class OpportunityChanged(OpportunityEvent):
    """Other words, dates or people; who matches now and was not told is told."""

    TYPE = "kervan.events.opportunity-changed.v1"


class OpportunityClosed(OpportunityEvent):
    """Its deadline has passed."""

    TYPE = "kervan.events.opportunity-closed.v1"


class OpportunityWithdrawn(OpportunityEvent):
    TYPE = "kervan.events.opportunity-withdrawn.v1"


class OpportunityRepublished(OpportunityEvent):
    """Nothing changed; the present state was sent again."""

    TYPE = "kervan.events.opportunity-republished.v1"


class Interest(State):
    """What one person wants to hear of. ``mail_kinds``: of these also by mail, as the person consented."""

    person_id: UUID
    kinds: tuple[OpportunityKind, ...]
    languages: tuple[str, ...] = Field(default=(), description="ISO 639-1 of those the person works in")
    mail_kinds: tuple[OpportunityKind, ...] = ()


class InterestEvent(Event):
    TOPIC = topics.INTEREST
    state: Interest


class InterestStated(InterestEvent):
    """By the person, or by the link in a mail that takes a consent back."""

    TYPE = "kervan.events.interest-stated.v1"


class InterestErased(Tombstone):
    """The person asked to be forgotten."""

    TYPE = "kervan.events.interest-erased.v1"
    TOPIC = topics.INTEREST


class InterestRepublished(InterestEvent):
    """Nothing changed; the present state was sent again."""

    TYPE = "kervan.events.interest-republished.v1"
