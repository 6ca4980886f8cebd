"""Events wait here, in the transaction that made them, until the relay has Kafka's acknowledgement."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Identity,
    LargeBinary,
    MetaData,
    Table,
    Text,
    func,
    insert,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.clock import utc_now
from chassis.database import new_metadata
from chassis.ids import new_id
from chassis.sealed import PREFIX, keyring
from chassis.telemetry.decisions import Published
from chassis.telemetry.tracing import current_traceparent
from contracts import cloudevents
from contracts.event import Event, Tombstone
from contracts.superseding import forms

PAYLOAD_BYTES_MAX = 900_000
SEALED_AS = "outbox.payload"


class EventTooLarge(Exception):
    """Kafka would refuse the record for ever; the command fails instead of blocking its key."""


def outbox_table(metadata: MetaData) -> Table:
    return Table(
        "outbox",
        metadata,
        Column("id", BigInteger, Identity(always=True), primary_key=True),
        Column("topic", Text, nullable=False),
        Column("aggregate_id", Text, nullable=False),
        Column("type", Text, nullable=False),
        Column("payload", LargeBinary, nullable=True),
        Column("headers", JSONB, nullable=False),
        Column("sequence", BigInteger, nullable=False),
        Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.clock_timestamp()),
    )


OUTBOX = outbox_table(new_metadata())
WRITE = insert(OUTBOX)
ROWS_HELD_MAX = 2_000
"""About 5 MiB: a row is its payload and ten headers."""


class Outbox:
    """Collects a transaction's events; ``flush`` writes them just before the commit.

    Writing last keeps the rows' ids in the order of the aggregates' locks: per key, the order of ids is
    the order of versions.
    """

    def __init__(self, connection: AsyncConnection, source: str) -> None:
        self._connection = connection
        self._source = source
        self._rows: list[dict[str, Any]] = []
        self.published: list[Published] = []
        """Every event of the transaction, in order; what is written twice for older readers stands once."""
        self.written = 0

    def add(self, *events: Event | Tombstone) -> None:
        """Publish ``events`` with this transaction, in this order. Raises EventTooLarge."""
        at, traceparent = utc_now(), current_traceparent()
        for event in events:
            event_id = new_id()
            self.published.append(Published(str(event_id), event.TYPE, str(event.key)))
            for form, beside in forms(event):
                headers = cloudevents.headers(
                    form, event_id=event_id, source=self._source, at=at, traceparent=traceparent
                )
                self._rows.append(_row(form, headers | beside))

    async def relieve(self) -> None:
        """For a command of tens of thousands of events: what waits is written once it is much.

        Only behind a ``save``: then the aggregates' locks are held, so each key's ids keep their order.
        """
        if len(self._rows) >= ROWS_HELD_MAX:
            await self.flush()

    async def flush(self) -> None:
        if not self._rows:
            return
        await self._connection.execute(WRITE, self._rows)
        self.written += len(self._rows)
        self._rows = []


def _row(event: Event | Tombstone, headers: dict[str, str]) -> dict[str, Any]:
    """Raises EventTooLarge."""
    payload = cloudevents.encode(event)
    if payload is not None and len(payload) > PAYLOAD_BYTES_MAX:
        raise EventTooLarge(f"{event.TYPE} of {event.key} has {len(payload)} bytes")
    return {
        "topic": event.TOPIC.name,
        "aggregate_id": str(event.key),
        "type": event.TYPE,
        "payload": _at_rest(event, payload),
        "headers": headers,
        "sequence": event.sequence,
    }


def _at_rest(event: Event | Tombstone, payload: bytes | None) -> bytes | None:
    """What may wait here for a broker that is away must not be readable when it is about a person."""
    if payload is None or not event.TOPIC.personal:
        return payload
    return keyring().seal_bytes(payload, SEALED_AS, str(event.key))


def as_sent(payload: bytes | None, aggregate_id: str) -> bytes | None:
    """The payload as Kafka gets it. Raises: NotOpened."""
    if payload is None or not payload.startswith(PREFIX):
        return payload
    return keyring().open_bytes(payload, SEALED_AS, aggregate_id)
