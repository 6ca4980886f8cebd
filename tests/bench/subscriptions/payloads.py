"""What is subscribed to, and the change that all are told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

from contracts import events
from contracts.event import Text
from contracts.vocabulary import EventKind, EventStatus

BEGINS = datetime(2026, 9, 28, 9, tzinfo=UTC)

PLACES = (
    "subscription { eventPlacesChanged { cursor event { id title { tr en } capacity registered waiting } } }"
)


def places_taken(event: UUID, version: int) -> events.EventScheduled:
    return events.EventScheduled(
        state=events.Gathering(
            id=event,
            version=version,
            kind=EventKind.ORIENTATION,
            title=Text(tr="Uyum haftası", en="Orientation week"),
            begins_at=BEGINS,
            ends_at=BEGINS + timedelta(hours=3),
            venue="Hall A",
            capacity=5000,
            registered=version,
            waiting=0,
            status=EventStatus.SCHEDULED,
        )
    )
