"""The events service, put together."""

from __future__ import annotations

from chassis.http import erasures
from chassis.service import Service
from contracts import topics
from services.events.adapters import snapshots
from services.events.adapters.guests import GUESTS
from services.events.adapters.lifting import (
    lift_announcements,
    lift_event_plans,
    lift_gatherings,
    lift_interests,
    lift_opportunities,
    lift_projects,
    lift_reach,
    lift_registrations,
    lift_reminders,
    lift_visits,
)
from services.events.adapters.recipients import EMAIL, NAME
from services.events.adapters.work import EventsWork
from services.events.application.schedule_event import OrientationExists
from services.events.domain.event_plan import EventIsPlanned
from services.events.domain.registration import AlreadyRegistered
from services.events.entrypoints.api import (
    announcements,
    attendance,
    courses,
    event_plans,
    events,
    opportunities,
    projects,
    readings,
    registrations,
    visits,
)
from services.events.entrypoints.consumers import REACTORS
from services.events.entrypoints.pages import routes as pages
from services.events.entrypoints.pages import unsubscribing, verifying
from services.events.entrypoints.timetable import TIMETABLE

SERVICE: Service[EventsWork] = Service(
    name="events",
    package="services.events",
    title="Kervan events",
    work=EventsWork,
    routers=(
        events.router,
        registrations.router,
        courses.router,
        attendance.router,
        announcements.router,
        opportunities.router,
        visits.router,
        projects.router,
        event_plans.router,
        readings.router,
        erasures.router,
    ),
    pages=(pages.router, unsubscribing.router, verifying.router),
    handlers=REACTORS,
    snapshots=(
        snapshots.gatherings,
        snapshots.registrations,
        snapshots.announcements,
        snapshots.reach,
        snapshots.opportunities,
        snapshots.interests,
        snapshots.reminders,
        snapshots.visits,
        snapshots.projects,
        snapshots.event_plans,
    ),
    lifts={
        topics.EVENT: lift_gatherings,
        topics.REGISTRATION: lift_registrations,
        topics.ANNOUNCEMENT: lift_announcements,
        topics.ANNOUNCEMENT_REACH: lift_reach,
        topics.OPPORTUNITY: lift_opportunities,
        topics.INTEREST: lift_interests,
        topics.REMINDER: lift_reminders,
        topics.VISIT: lift_visits,
        topics.PROJECT: lift_projects,
        topics.EVENT_PLAN: lift_event_plans,
    },
    timetable=TIMETABLE,
    sealed=(EMAIL, NAME, GUESTS),
    constraints={
        "uq_gathering_orientation": OrientationExists,
        "pk_event_plan": EventIsPlanned,
        "uq_registration_event_id_person_id": AlreadyRegistered,
    },
)
