"""The mobility service, put together."""

from __future__ import annotations

from chassis.http import erasures
from chassis.service import Service
from services.mobility.adapters import snapshots
from services.mobility.adapters.people import SEALED
from services.mobility.adapters.work import MobilityWork
from services.mobility.domain.application import AlreadyApplied
from services.mobility.domain.housing import BedListedAlready, HousingTaken
from services.mobility.domain.person import StudentNumberTaken
from services.mobility.entrypoints.api import (
    applications,
    calls,
    files,
    housing,
    imports,
    incoming,
    learning_agreements,
    mobilities,
    people,
    placements,
    staff,
)
from services.mobility.entrypoints.consumers import AGREEMENTS, COURSES

SERVICE: Service[MobilityWork] = Service(
    name="mobility",
    package="services.mobility",
    title="Kervan mobility",
    work=MobilityWork,
    routers=(
        people.router,
        calls.router,
        applications.router,
        placements.router,
        mobilities.router,
        files.router,
        staff.router,
        incoming.router,
        housing.router,
        learning_agreements.router,
        imports.router,
        erasures.router,
    ),
    handlers=(AGREEMENTS, COURSES),
    snapshots=(
        snapshots.people,
        snapshots.calls,
        snapshots.applications,
        snapshots.placements,
        snapshots.mobilities,
        snapshots.files,
        snapshots.learning_agreements,
        snapshots.incoming_applications,
        snapshots.housing_places,
        snapshots.housing_bookings,
    ),
    sealed=SEALED,
    constraints={
        "uq_person_student_number": StudentNumberTaken,
        "uq_application_one_each": AlreadyApplied,
        "uq_housing_place_bed": BedListedAlready,
        "ex_housing_booking_one_at_a_time": HousingTaken,
    },
)
