"""A second version of an event beside the first: who knows both takes the newer, who knows one takes that.

While both are published, a change is two records with one id, the older form before the newer; each names the
other in ``ce_beside``. Afterwards, and before, a record stands alone and is raised to the newest form known.

    class PlaceChangedV2(PlaceEvent):
        TYPE, SUPERSEDES = "kervan.events.place-changed.v2", PlaceChanged
        @classmethod
        def raised(cls, older): ...   # what the older form means in the newer one
        def lowered(self): ...        # only while both are published
"""

from __future__ import annotations

from collections.abc import Mapping

from contracts.event import EVENT_TYPES, SUPERSEDED_BY, Event, Tombstone

BESIDE = "ce_beside"


def newest_type(event_type: type[Event] | type[Tombstone]) -> type[Event] | type[Tombstone]:
    """The type that a record of ``event_type`` is handled as: itself, or what superseded it."""
    while newer := SUPERSEDED_BY.get(event_type):  # type: ignore[arg-type]
        event_type = newer
    return event_type


def raised(event: Event | Tombstone) -> Event | Tombstone:
    """``event`` in the newest form known here."""
    while newer := SUPERSEDED_BY.get(type(event)):  # type: ignore[arg-type]
        event = newer.raised(event)
    return event


def forms(event: Event | Tombstone) -> list[tuple[Event | Tombstone, dict[str, str]]]:
    """The records of one change in the order of sending, each with the header that names the other.

    The newer form comes last: compaction keeps the last record of a key.
    """
    if not hasattr(event, "lowered"):
        return [(event, {})]
    older: Event = event.lowered()
    return [(older, {BESIDE: event.TYPE}), (event, {BESIDE: older.TYPE})]


def told_beside(attributes: Mapping[str, str]) -> bool:
    """Whether this reader takes the other of two records, and passes this one over."""
    beside = EVENT_TYPES.get(attributes.get(BESIDE, ""))
    this = EVENT_TYPES.get(attributes.get("ce_type", ""))
    if beside is None:
        return False
    return this is None or (this is not beside and newest_type(this) is newest_type(beside) is not this)
