"""The present state of everything, for sending it again (``republish``)."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from contracts import incoming, stays
from contracts import mobility as published
from contracts.event import Event
from services.mobility.adapters.work import MobilityWork
from services.mobility.application.published_language import (
    application_state,
    call_state,
    file_state,
    housing_booking_state,
    housing_place_state,
    incoming_state,
    learning_agreement_state,
    mobility_state,
    person_state,
    placement_state,
)


async def people(work: MobilityWork, after: UUID | None, limit: int) -> Sequence[Event]:
    found = await work.people.following(after, limit)
    return [published.PersonRepublished(state=person_state(one)) for one in found]


async def calls(work: MobilityWork, after: UUID | None, limit: int) -> Sequence[Event]:
    found = await work.calls.following(after, limit)
    return [published.CallRepublished(state=call_state(one)) for one in found]


async def applications(work: MobilityWork, after: UUID | None, limit: int) -> Sequence[Event]:
    found = await work.applications.following(after, limit)
    return [published.ApplicationRepublished(state=application_state(one)) for one in found]


async def placements(work: MobilityWork, after: UUID | None, limit: int) -> Sequence[Event]:
    found = await work.placements.following(after, limit)
    return [published.PlacementRepublished(state=placement_state(one)) for one in found]


async def mobilities(work: MobilityWork, after: UUID | None, limit: int) -> Sequence[Event]:
    found = await work.mobilities.following(after, limit)
    return [published.MobilityRepublished(state=mobility_state(one)) for one in found]


async def files(work: MobilityWork, after: UUID | None, limit: int) -> Sequence[Event]:
    found = await work.files.following(after, limit)
    return [stays.MobilityFileRepublished(state=file_state(one)) for one in found]


async def learning_agreements(work: MobilityWork, after: UUID | None, limit: int) -> Sequence[Event]:
    found = await work.learning_agreements.following(after, limit)
    return [stays.LearningAgreementRepublished(state=learning_agreement_state(one)) for one in found]


async def incoming_applications(work: MobilityWork, after: UUID | None, limit: int) -> Sequence[Event]:
    found = await work.incoming.following(after, limit)
    return [incoming.IncomingRepublished(state=incoming_state(one)) for one in found]


async def housing_places(work: MobilityWork, after: UUID | None, limit: int) -> Sequence[Event]:
    found = await work.housing.following_places(after, limit)
    return [incoming.HousingPlaceRepublished(state=housing_place_state(one)) for one in found]


async def housing_bookings(work: MobilityWork, after: UUID | None, limit: int) -> Sequence[Event]:
    found = await work.housing.following_bookings(after, limit)
    return [incoming.HousingBookingRepublished(state=housing_booking_state(one)) for one in found]
