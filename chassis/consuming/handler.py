"""What a consumer group is to the runtime: which topics, which events, and what to do with a batch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol, TypeVar

from chassis.consuming.record import Record
from chassis.telemetry.decisions import Published
from chassis.work import UnitOfWork
from contracts.cloudevents import Received
from contracts.topics import Topic

W_contra = TypeVar("W_contra", bound=UnitOfWork, contravariant=True)


ActedOn = Mapping[str, Sequence[Published]]
"""By event id, what was published for it: events that were acted on by name, each a line of the log."""


class Handler(Protocol[W_contra]):
    """A reactor or a projection. ``apply`` runs in one transaction and must not commit it."""

    @property
    def group(self) -> str: ...

    @property
    def topics(self) -> tuple[Topic, ...]: ...

    def wants(self, event_type: str) -> bool:
        """False for events that mean nothing to this group: they are passed over unread."""
        ...

    def together(self, polled: Sequence[list[Record]]) -> Sequence[list[Record]]:
        """How one poll, given by partition, is cut into batches; batches run side by side."""
        ...

    async def apply(self, work: W_contra, batch: Sequence[Received], now: datetime) -> ActedOn:
        """In the transaction of ``work``."""
        ...
