"""Housing in PostgreSQL. Beds are locked before one is chosen; an exclusion constraint guards every way."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.identity.access import Sight
from chassis.outbox import Outbox
from contracts import incoming as published
from contracts.vocabulary import BookingStatus
from services.mobility.adapters.aggregate_table import AggregateTable
from services.mobility.adapters.tables import HOUSING_BOOKING, HOUSING_PLACE
from services.mobility.adapters.visible import within_sight
from services.mobility.domain.housing import Booking, HousingPlace, NoSuchBooking, NoSuchHousingPlace


class PostgresHousing:
    def __init__(self, connection: AsyncConnection, outbox: Outbox) -> None:
        self._outbox = outbox
        self._places = AggregateTable(HOUSING_PLACE, HousingPlace, NoSuchHousingPlace, connection)
        self._bookings = AggregateTable(HOUSING_BOOKING, Booking, NoSuchBooking, connection)

    async def lock_places(self, begins: date, ends: date) -> Sequence[HousingPlace]:
        """Beds that can be had on all of these days; who else chooses waits."""
        place = HOUSING_PLACE.c
        return await self._places.lock_where(place.available_from <= begins, place.available_until >= ends)

    async def bookings_of(self, place_ids: Collection[UUID]) -> Sequence[Booking]:
        held = HOUSING_BOOKING.c.status == BookingStatus.BOOKED
        return await self._bookings.select(HOUSING_BOOKING.c.place_id.in_(place_ids), held)

    async def booking(self, mobility_id: UUID) -> Booking:
        return await self._bookings.lock(mobility_id)

    async def booking_if_any(self, mobility_id: UUID) -> Booking | None:
        found = await self._bookings.lock_where(HOUSING_BOOKING.c.id == mobility_id)
        return found[0] if found else None

    async def list_place(self, place: HousingPlace, publishes: published.HousingPlaceEvent) -> None:
        await self._places.save(place)
        self._outbox.add(publishes)

    async def save_booking(self, booking: Booking, publishes: published.HousingBookingEvent) -> None:
        await self._bookings.save(booking)
        self._outbox.add(publishes)

    async def places(self, after: UUID | None, limit: int) -> Sequence[HousingPlace]:
        return await self._places.page([], after, limit)

    async def bookings(self, sight: Sight, after: UUID | None, limit: int) -> Sequence[Booking]:
        return await self._bookings.page([within_sight(sight, HOUSING_BOOKING)], after, limit)

    async def following_places(self, after: UUID | None, limit: int) -> Sequence[HousingPlace]:
        where = [] if after is None else [HOUSING_PLACE.c.id > after]
        return await self._places.lock_where(*where, limit=limit)

    async def following_bookings(self, after: UUID | None, limit: int) -> Sequence[Booking]:
        where = [] if after is None else [HOUSING_BOOKING.c.id > after]
        return await self._bookings.lock_where(*where, limit=limit)
