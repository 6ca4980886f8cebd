"""Housing: beds with the days on which they can be had, booked for those who come to us."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import Field

from chassis.http.paging import Page
from chassis.identity.access import PEOPLE, allowed
from chassis.identity.caller import Role
from chassis.ids import new_id
from contracts import incoming as published
from services.mobility.adapters.work import MobilityWork
from services.mobility.application.housing import book_housing, list_place, release_housing
from services.mobility.application.published_language import housing_booking_state, housing_place_state
from services.mobility.domain.housing import Booking, HousingPlace, NoSuchBooking
from services.mobility.domain.missing import NoSuchMobility
from services.mobility.entrypoints.api.edge import MobilityEdge, PageQuery
from services.mobility.entrypoints.api.inputs import Day, Input, Name

router = APIRouter(tags=["housing"])

Label = Annotated[str, Field(min_length=1, max_length=20)]


class HousingPlaceIn(Input):
    building: Name
    room: Label
    bed: Label
    available_from: Day
    available_until: Day


@router.post("/housing-places", status_code=201, response_model=published.HousingPlace)
@allowed(everything=[Role.OFFICE])
async def add_place(body: HousingPlaceIn, edge: MobilityEdge) -> Response:
    """One bed."""
    place = HousingPlace(id=new_id(), version=1, **dict(body))
    return await edge.run(lambda work: list_place(place, work), housing_place_state, 201)


@router.get("/housing-places", response_model=Page[published.HousingPlace])
@allowed(everything=[Role.OFFICE, Role.COORDINATOR])
async def list_places(edge: MobilityEdge, page: PageQuery) -> Response:
    async def query(work: MobilityWork) -> Page[published.HousingPlace]:
        (after,) = page.after(UUID) or (None,)
        found = await work.housing.places(after, page.fetch)
        return Page[published.HousingPlace].of(found, page, housing_place_state, lambda row: (row.id,))

    return await edge.read(query, lambda answer: answer)


@router.get("/housing-bookings", response_model=Page[published.HousingBooking])
@allowed(everything=[Role.OFFICE], faculty=[Role.COORDINATOR], own=PEOPLE)
async def list_bookings(edge: MobilityEdge, page: PageQuery) -> Response:
    async def query(work: MobilityWork) -> Page[published.HousingBooking]:
        (after,) = page.after(UUID) or (None,)
        found = await work.housing.bookings(edge.sight, after, page.fetch)
        return Page[published.HousingBooking].of(found, page, housing_booking_state, lambda row: (row.id,))

    return await edge.read(query, lambda answer: answer)


@router.post("/mobilities/{mobility_id}/housing", status_code=201, response_model=published.HousingBooking)
@allowed(everything=[Role.OFFICE], faculty=[Role.COORDINATOR])
async def book(mobility_id: UUID, edge: MobilityEdge) -> Response:
    """The free bed that fits the stay tightest."""

    async def command(work: MobilityWork) -> Booking:
        stay = await work.mobilities.get(mobility_id)
        edge.sight.require(NoSuchMobility(), person_id=stay.person_id, faculty=stay.faculty)
        return await book_housing(mobility_id, work)

    return await edge.run(command, housing_booking_state, 201)


@router.post("/housing-bookings/{housing_booking_id}/release", response_model=published.HousingBooking)
@allowed(everything=[Role.OFFICE], faculty=[Role.COORDINATOR])
async def release(housing_booking_id: UUID, edge: MobilityEdge) -> Response:
    """The bed is free again from now on, for all of its days."""
    version = edge.expected_version

    async def command(work: MobilityWork) -> Booking:
        booking = await work.housing.booking(housing_booking_id)
        edge.sight.require(NoSuchBooking(), person_id=booking.person_id, faculty=booking.faculty)
        return await release_housing(housing_booking_id, work, expected=version)

    return await edge.run(command, housing_booking_state)
