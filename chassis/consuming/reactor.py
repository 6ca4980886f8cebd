"""A reactor acts on named changes, once each: inbox row, effect and outgoing events in one transaction."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from chassis import inbox
from chassis.consuming.handler import ActedOn
from chassis.consuming.record import Record
from chassis.failpoints import Failpoint, reached
from chassis.telemetry import tracing
from chassis.telemetry.decisions import Published
from chassis.work import UnitOfWork
from contracts.cloudevents import Received
from contracts.event import EVENT_TYPES, Event, Tombstone
from contracts.superseding import newest_type
from contracts.topics import Topic

W = TypeVar("W", bound=UnitOfWork)

Reaction = Callable[[Any, W, datetime], Awaitable[object]]


@dataclass(frozen=True)
class Reactor(Generic[W]):
    """A group and its reactions by event: ``Reactor("finance.grants", {MobilityPlanned: draft_grant})``.

    A reaction is a use case whose command is an event: ``async def draft_grant(event, work, now)``. What it
    raises parks the event's key.
    """

    group: str
    reactions: Mapping[type[Event] | type[Tombstone], Reaction[W]]

    @property
    def topics(self) -> tuple[Topic, ...]:
        return tuple(dict.fromkeys(event.TOPIC for event in self.reactions))

    def wants(self, event_type: str) -> bool:
        """An unknown type is wanted: the runtime finds it undecodable and parks it."""
        known = EVENT_TYPES.get(event_type)
        return known is None or newest_type(known) in self.reactions

    def together(self, polled: Sequence[list[Record]]) -> Sequence[list[Record]]:
        """In order within a partition, side by side across partitions."""
        return polled

    async def apply(self, work: W, batch: Sequence[Received], now: datetime) -> ActedOn:
        fresh = await inbox.claim(work.connection, self.group, [received.id for received in batch])
        reached(Failpoint.INBOX_CLAIMED)
        acted_on: dict[str, Sequence[Published]] = {}
        for received in batch:
            if received.id in fresh:
                fresh.discard(received.id)
                before = len(work.outbox.published)
                with tracing.within(received.traceparent):
                    await self.reactions[type(received.event)](received.event, work, now)
                acted_on[received.id] = work.outbox.published[before:]
        return acted_on
