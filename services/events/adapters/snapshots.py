"""Every aggregate's present state, in chunks under lock, for saying it all again."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from contracts import announcements as told
from contracts import event_plans as planning
from contracts import events
from contracts import opportunities as offered
from contracts import projects as running
from contracts import reminders as reminding
from contracts import visits as visiting
from services.events.adapters.work import EventsWork
from services.events.application import announced, event_planned, pipelined, reminded, visited
from services.events.application import offered as offering
from services.events.application.published import registration_state, state_of


async def gatherings(work: EventsWork, after: UUID | None, limit: int) -> Sequence[events.EventRepublished]:
    found = await work.gatherings.lock_after(after, limit)
    return [events.EventRepublished(state=state_of(one)) for one in found]


async def registrations(
    work: EventsWork, after: UUID | None, limit: int
) -> Sequence[events.RegistrationRepublished]:
    found = await work.registrations.lock_after(after, limit)
    return [events.RegistrationRepublished(state=registration_state(one)) for one in found]


async def announcements(
    work: EventsWork, after: UUID | None, limit: int
) -> Sequence[told.AnnouncementRepublished]:
    found = await work.announcements.lock_after(after, limit)
    return [told.AnnouncementRepublished(state=announced.state_of(one)) for one in found]


async def reach(
    work: EventsWork, after: UUID | None, limit: int
) -> Sequence[told.AnnouncementReachRepublished]:
    found = await work.reach.lock_after(after, limit)
    return [told.AnnouncementReachRepublished(state=announced.reach_state(one)) for one in found]


async def opportunities(
    work: EventsWork, after: UUID | None, limit: int
) -> Sequence[offered.OpportunityRepublished]:
    found = await work.opportunities.lock_after(after, limit)
    return [offered.OpportunityRepublished(state=offering.opportunity_state(one)) for one in found]


async def interests(
    work: EventsWork, after: UUID | None, limit: int
) -> Sequence[offered.InterestRepublished]:
    found = await work.interests.lock_after(after, limit)
    return [offered.InterestRepublished(state=offering.interest_state(one)) for one in found]


async def reminders(
    work: EventsWork, after: UUID | None, limit: int
) -> Sequence[reminding.ReminderRepublished]:
    found = await work.reminders.lock_after(after, limit)
    return [reminding.ReminderRepublished(state=reminded.reminder_state(one)) for one in found]


async def visits(work: EventsWork, after: UUID | None, limit: int) -> Sequence[visiting.VisitRepublished]:
    found = await work.visits.lock_after(after, limit)
    return [visiting.VisitRepublished(state=visited.state_of(one)) for one in found]


async def projects(work: EventsWork, after: UUID | None, limit: int) -> Sequence[running.ProjectRepublished]:
    found = await work.projects.lock_after(after, limit)
    return [running.ProjectRepublished(state=pipelined.state_of(one)) for one in found]


async def event_plans(
    work: EventsWork, after: UUID | None, limit: int
) -> Sequence[planning.EventPlanRepublished]:
    found = await work.event_plans.lock_after(after, limit)
    return [planning.EventPlanRepublished(state=event_planned.state_of(one)) for one in found]
