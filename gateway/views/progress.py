"""How far the views have come: by topic, when an event was last taken in and how long it had travelled."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import Column, DateTime, Table, Text

from contracts.cloudevents import Received
from gateway.views.metadata import METADATA

TOPIC_PROGRESS = Table(
    "topic_progress",
    METADATA,
    Column("topic", Text, primary_key=True),
    Column("applied_at", DateTime(timezone=True), nullable=False, doc="When the newest batch was taken in"),
    Column("sent_at", DateTime(timezone=True), doc="When the newest event of that batch was written"),
)


def newest_sent_at(batch: Sequence[Received]) -> datetime | None:
    """The time of the youngest event: its id is a UUIDv7, which begins with its millisecond."""
    times = [moment for received in batch if (moment := _made_at(received.id)) is not None]
    return max(times, default=None)


def _made_at(event_id: str) -> datetime | None:
    """Events from outside Kervan may carry any id."""
    try:
        made = UUID(event_id)
    except ValueError:
        return None
    return datetime.fromtimestamp((made.int >> 80) / 1000, UTC) if made.version == 7 else None
