"""Rows from what was said of them: for a database that was restored to an earlier point.

Everything of a registration is public. Of a gathering the last number given in line is not: it is taken from
who waits now, so a number may be given anew that only somebody had who waits no more.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Table, delete, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from contracts import announcements, events
from contracts.event import Event, Tombstone
from services.events.adapters.tables import ANNOUNCEMENT, ANNOUNCEMENT_REACH, GATHERING, REGISTRATION
from services.events.adapters.work import EventsWork

LAST_IN_LINE = text("""
    UPDATE gathering SET last_in_line = greatest(last_in_line, (
        SELECT max(place_in_line) FROM registration WHERE event_id = gathering.id
    ))
""")


async def lift_gatherings(work: EventsWork, said: Sequence[Event | Tombstone]) -> None:
    states = [event.state for event in said if isinstance(event, events.GatheringEvent)]
    await _upsert(work.connection, GATHERING, [_gathering(state) for state in states], kept=("last_in_line",))


async def lift_registrations(work: EventsWork, said: Sequence[Event | Tombstone]) -> None:
    """An erased one goes."""
    erased = [event.key for event in said if isinstance(event, Tombstone)]
    await work.connection.execute(delete(REGISTRATION).where(REGISTRATION.c.id.in_(erased)))
    states = [event.state for event in said if isinstance(event, events.RegistrationEvent)]
    await _upsert(work.connection, REGISTRATION, [state.model_dump() for state in states])
    await work.connection.execute(LAST_IN_LINE)


async def lift_announcements(work: EventsWork, said: Sequence[Event | Tombstone]) -> None:
    states = [event.state for event in said if isinstance(event, announcements.AnnouncementEvent)]
    await _upsert(work.connection, ANNOUNCEMENT, [_announcement(state) for state in states])


async def lift_reach(work: EventsWork, said: Sequence[Event | Tombstone]) -> None:
    states = [event.state for event in said if isinstance(event, announcements.AnnouncementReachEvent)]
    await _upsert(work.connection, ANNOUNCEMENT_REACH, [state.model_dump() for state in states])


async def _upsert(
    connection: AsyncConnection, table: Table, rows: Sequence[dict[str, Any]], kept: Sequence[str] = ()
) -> None:
    incoming = insert(table)
    changed = {column.name: column for column in incoming.excluded if column.name not in ("id", *kept)}
    for row in rows:
        await connection.execute(
            incoming.values(row).on_conflict_do_update(index_elements=[table.c.id], set_=changed)
        )


def _gathering(state: events.Gathering) -> dict[str, Any]:
    found = state.model_dump()
    title = found.pop("title")
    return found | {"title_tr": title["tr"], "title_en": title["en"], "last_in_line": 0}


def _announcement(state: announcements.Announcement) -> dict[str, Any]:
    found = state.model_dump()
    title, body = found.pop("title"), found.pop("body")
    words = {"title_tr": title["tr"], "title_en": title["en"], "body_tr": body["tr"], "body_en": body["en"]}
    return found | words
