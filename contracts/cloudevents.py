"""CloudEvents 1.0 in Kafka's binary mode: attributes are headers, the value is the event's JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from pydantic import ValidationError

import contracts.agreements
import contracts.announcements
import contracts.event_plans
import contracts.events
import contracts.expense_proposals
import contracts.finance
import contracts.incoming
import contracts.letters
import contracts.mobility
import contracts.opportunities
import contracts.payments
import contracts.projects
import contracts.reminders
import contracts.statements
import contracts.stays
import contracts.visits  # noqa: F401  importing registers the types
from contracts.event import EVENT_TYPES, Event, Tombstone
from contracts.superseding import BESIDE, raised

Headers = list[tuple[str, bytes]]

JSON = "application/json"
READ = frozenset({"ce_id", "ce_type", "ce_source", "ce_sequence", BESIDE, "traceparent"})


class Undecodable(Exception):
    """A record that this version of the language cannot read; the consumer parks it."""


@dataclass(frozen=True, slots=True)
class Received:
    """An event as it arrived, with what its headers say."""

    id: str
    type: str
    source: str
    key: UUID
    sequence: int
    event: Event | Tombstone
    traceparent: str | None


def encode(event: Event | Tombstone) -> bytes | None:
    """The record's value; null erases the key."""
    if isinstance(event, Tombstone):
        return None
    return event.model_dump_json().encode()


def headers(
    event: Event | Tombstone, *, event_id: UUID, source: str, at: datetime, traceparent: str | None
) -> dict[str, str]:
    """The record's headers as the outbox stores them."""
    found = {
        "ce_specversion": "1.0",
        "ce_id": str(event_id),
        "ce_source": f"/kervan/{source}",
        "ce_type": event.TYPE,
        "ce_time": at.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        "ce_subject": str(event.key),
        "ce_sequence": str(event.sequence),
        "content-type": JSON,
    }
    if traceparent is not None:
        found["traceparent"] = traceparent
    return found


def wire_headers(stored: Mapping[str, str]) -> Headers:
    return [(name, value.encode()) for name, value in stored.items()]


def attributes(record_headers: Iterable[tuple[str, bytes]]) -> dict[str, str]:
    """Those of a record's headers that a reader needs."""
    return {name: raw.decode("utf-8", "replace") for name, raw in record_headers if name in READ}


def decode(key: bytes | None, value: bytes | None, record_headers: Iterable[tuple[str, bytes]]) -> Received:
    """Read a record. Raises Undecodable for an unknown type or version and for a broken body."""
    return read(key, value, attributes(record_headers))


def read(key: bytes | None, value: bytes | None, found: Mapping[str, str]) -> Received:
    """Like :func:`decode`, for who has the record's attributes already."""
    event_type = EVENT_TYPES.get(found.get("ce_type", ""))
    if event_type is None:
        raise Undecodable(f"unknown event type {found.get('ce_type')!r}")
    try:
        event = raised(_body(event_type, key, value, found))
        return Received(
            id=found["ce_id"],
            type=event.TYPE,
            source=found["ce_source"],
            key=event.key,
            sequence=event.sequence,
            event=event,
            traceparent=found.get("traceparent"),
        )
    except ValidationError as error:
        places = ", ".join(".".join(map(str, e["loc"])) + ": " + e["type"] for e in error.errors()[:3])
        raise Undecodable(f"{found['ce_type']} does not match its schema ({places})") from None
    except (KeyError, ValueError) as error:
        raise Undecodable(f"{found.get('ce_type')} is not a CloudEvent: {error}") from error


def _body(
    event_type: type[Event] | type[Tombstone],
    key: bytes | None,
    value: bytes | None,
    found: Mapping[str, str],
) -> Event | Tombstone:
    if issubclass(event_type, Tombstone):
        return event_type(key=UUID((key or b"").decode()), sequence=int(found["ce_sequence"]))
    event = event_type.model_validate_json(value or b"")
    if key is not None and key != str(event.key).encode():
        raise ValueError("the record's key is not its aggregate's id")
    return event
