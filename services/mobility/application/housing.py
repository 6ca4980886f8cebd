"""Beds: listed, booked for a stay, released."""

from __future__ import annotations

from uuid import UUID

from contracts.incoming import HousingBooked, HousingPlaceListed, HousingReleased
from contracts.vocabulary import BookingStatus
from services.mobility.application.published_language import housing_booking_state, housing_place_state
from services.mobility.application.work import Work
from services.mobility.domain.housing import Booking, HousingPlace, booked, listed, released, stay_to_house


async def list_place(place: HousingPlace, work: Work) -> HousingPlace:
    """Raises: StayEndsBeforeItStarts; BedListedAlready from the table."""
    kept = listed(place)
    await work.housing.list_place(kept, HousingPlaceListed(state=housing_place_state(kept)))
    return kept


async def book_housing(mobility_id: UUID, work: Work) -> Booking:
    """Raises: the refusals of ``booked``; HousingTaken from the table."""
    mobility = await work.mobilities.lock(mobility_id)
    begins, ends = stay_to_house(mobility)
    before = await work.housing.booking_if_any(mobility_id)
    places = await work.housing.lock_places(begins, ends)
    bookings = await work.housing.bookings_of([place.id for place in places])
    booking = booked(mobility, places, bookings, before)
    await work.housing.save_booking(booking, HousingBooked(state=housing_booking_state(booking)))
    return booking


async def release_housing(mobility_id: UUID, work: Work, *, expected: int | None) -> Booking:
    """Raises: NoSuchBooking, ReleasedAlready, StaleVersion."""
    booking = released(await work.housing.booking(mobility_id), expected)
    await work.housing.save_booking(booking, HousingReleased(state=housing_booking_state(booking)))
    return booking


async def leave_housing(mobility_id: UUID, work: Work) -> None:
    """The stay is over or given up: whoever comes next may have the bed."""
    booking = await work.housing.booking_if_any(mobility_id)
    if booking is not None and booking.status is BookingStatus.BOOKED:
        free = released(booking, None)
        await work.housing.save_booking(free, HousingReleased(state=housing_booking_state(free)))
