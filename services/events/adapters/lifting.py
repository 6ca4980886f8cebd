"""Rows from what was said of them: for a database that was restored to an earlier point.

What somebody wrote of an event is not said. Nor is the last number that a gathering gave in line: it is taken
from who waits now, so a number may be given anew that only somebody had who waits no more.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Table, delete, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from contracts import announcements, event_plans, events, opportunities, projects, reminders, visits
from contracts.event import Event, State, Tombstone
from services.events.adapters.event_plans import EVENT_PLANS
from services.events.adapters.projects import PROJECTS
from services.events.adapters.tables import (
    ANNOUNCEMENT,
    ANNOUNCEMENT_REACH,
    EVENT_PLAN,
    GATHERING,
    INTEREST,
    OPPORTUNITY,
    PROJECT,
    REGISTRATION,
    REMINDER,
    VISIT,
)
from services.events.adapters.visits import VISITS
from services.events.adapters.work import EventsWork
from services.events.domain.check_in_code import new_code

LAST_IN_LINE = text("""
    UPDATE gathering SET last_in_line = greatest(last_in_line, (
        SELECT max(place_in_line) FROM registration WHERE event_id = gathering.id
    ))
""")


async def lift_gatherings(work: EventsWork, said: Sequence[Event | Tombstone]) -> None:
    states = [event.state for event in said if isinstance(event, events.GatheringEvent)]
    rows = [_in_two_columns(state, "title") | {"last_in_line": 0} for state in states]
    await _upsert(work.connection, GATHERING, rows, kept=("last_in_line",))


async def lift_registrations(work: EventsWork, said: Sequence[Event | Tombstone]) -> None:
    """An erased one goes."""
    erased = [event.key for event in said if isinstance(event, Tombstone)]
    await work.connection.execute(delete(REGISTRATION).where(REGISTRATION.c.id.in_(erased)))
    states = [event.state for event in said if isinstance(event, events.RegistrationEvent)]
    await _upsert(work.connection, REGISTRATION, [_with_code(state) for state in states])
    await work.connection.execute(LAST_IN_LINE)


async def lift_announcements(work: EventsWork, said: Sequence[Event | Tombstone]) -> None:
    states = [event.state for event in said if isinstance(event, announcements.AnnouncementEvent)]
    await _upsert(
        work.connection, ANNOUNCEMENT, [_in_two_columns(state, "title", "body") for state in states]
    )


async def lift_reach(work: EventsWork, said: Sequence[Event | Tombstone]) -> None:
    states = [event.state for event in said if isinstance(event, announcements.AnnouncementReachEvent)]
    await _upsert(work.connection, ANNOUNCEMENT_REACH, [state.model_dump() for state in states])


async def lift_opportunities(work: EventsWork, said: Sequence[Event | Tombstone]) -> None:
    """Told or not is not said: whoever has a mail already gets no other."""
    states = [event.state for event in said if isinstance(event, opportunities.OpportunityEvent)]
    await _upsert(work.connection, OPPORTUNITY, [_in_two_columns(state, "title", "body") for state in states])


async def lift_interests(work: EventsWork, said: Sequence[Event | Tombstone]) -> None:
    """An erased one goes. When a consent was given is not said: it stands with the mail kinds."""
    erased = [event.key for event in said if isinstance(event, Tombstone)]
    await work.connection.execute(delete(INTEREST).where(INTEREST.c.id.in_(erased)))
    states = [event.state for event in said if isinstance(event, opportunities.InterestEvent)]
    await _upsert(work.connection, INTEREST, [state.model_dump() for state in states])


async def lift_reminders(work: EventsWork, said: Sequence[Event | Tombstone]) -> None:
    """An erased one goes. Titles are the domain's, but for a part's, which is its name."""
    erased = [event.key for event in said if isinstance(event, Tombstone)]
    await work.connection.execute(delete(REMINDER).where(REMINDER.c.id.in_(erased)))
    states = [event.state for event in said if isinstance(event, reminders.ReminderEvent)]
    await _upsert(work.connection, REMINDER, [_with_name(state) for state in states])


async def lift_visits(work: EventsWork, said: Sequence[Event | Tombstone]) -> None:
    """Guests' names were said to nobody: they are gone."""
    states = [event.state for event in said if isinstance(event, visits.VisitEvent)]
    await _upsert(work.connection, VISIT, [VISITS.row(VISITS.told(state)) for state in states])


async def lift_projects(work: EventsWork, said: Sequence[Event | Tombstone]) -> None:
    states = [event.state for event in said if isinstance(event, projects.ProjectEvent)]
    await _upsert(work.connection, PROJECT, [PROJECTS.row(PROJECTS.told(state)) for state in states])


async def lift_event_plans(work: EventsWork, said: Sequence[Event | Tombstone]) -> None:
    states = [event.state for event in said if isinstance(event, event_plans.EventPlanEvent)]
    await _upsert(work.connection, EVENT_PLAN, [EVENT_PLANS.row(EVENT_PLANS.told(state)) for state in states])


def _with_name(state: reminders.Reminder) -> dict[str, Any]:
    name = None if state.part is None else state.title.model_dump()
    return state.model_dump(exclude={"title"}) | {"name": name}


def _with_code(state: events.Registration) -> dict[str, Any]:
    """What was said before there were check-in codes holds none."""
    return state.model_dump() | {"check_in_code": state.check_in_code or new_code()}


async def _upsert(
    connection: AsyncConnection, table: Table, rows: Sequence[dict[str, Any]], kept: Sequence[str] = ()
) -> None:
    incoming = insert(table)
    changed = {column.name: column for column in incoming.excluded if column.name not in ("id", *kept)}
    for row in rows:
        await connection.execute(
            incoming.values(row).on_conflict_do_update(index_elements=[table.c.id], set_=changed)
        )


def _in_two_columns(state: State, *names: str) -> dict[str, Any]:
    """The state's row: each of these texts is a column a language."""
    found = state.model_dump()
    for name in names:
        text_ = found.pop(name)
        found |= {f"{name}_tr": text_["tr"], f"{name}_en": text_["en"]}
    return found
