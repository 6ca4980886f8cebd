"""Housing of those who come to us: places with the days on which they can be had, and bookings of stays.

A place is one bed. No two bookings of it share a day; the table's exclusion constraint has the last word.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from chassis.refusal import Kind, NotFound, Refusal, require_version
from contracts.vocabulary import BookingStatus, Direction, MobilityStatus
from services.mobility.domain.mobility import DatesMissing, Mobility, StayIsOver
from services.mobility.domain.stay_days import StayEndsBeforeItStarts


class NoSuchHousingPlace(NotFound):
    code = "housing-place-not-found"
    tr, en = "Böyle bir yurt yeri yok.", "There is no such housing place."


class NoSuchBooking(NotFound):
    code = "housing-booking-not-found"
    tr, en = "Bu hareketlilik için ayrılmış yer yok.", "This stay has no housing booked."


class HousingForIncomingOnly(Refusal):
    code = "housing-for-incoming"
    tr, en = "Yer yalnızca bize gelenlere ayrılır.", "Housing is for those who come to us."
    next_tr, next_en = "Gelen bir hareketlilik seçin.", "Choose an incoming stay."


class HousedAlready(Refusal):
    code, kind = "housing-booked-already", Kind.CONFLICT
    tr, en = "Bu hareketliliğe yer ayrılmış.", "This stay has its housing booked."
    next_tr, next_en = "Önce ayrılmış yeri bırakın.", "Release the booked place first."


class ReleasedAlready(Refusal):
    code, kind = "housing-released-already", Kind.CONFLICT
    tr, en = "Bu yer zaten bırakılmış.", "This place is released already."
    next_tr, next_en = "Gerekiyorsa yeniden ayırın.", "Book again, if it is needed."


class HousingTaken(Refusal):
    code, kind = "housing-taken", Kind.CONFLICT
    tr, en = "Bu yer bu günlerde dolu.", "This place is taken on these days."
    next_tr, next_en = "Başka bir yer seçin.", "Choose another place."


class BedListedAlready(Refusal):
    code, kind = "housing-bed-listed-already", Kind.CONFLICT
    tr, en = "Bu yatak zaten listede.", "This bed is on the list already."
    next_tr, next_en = "Bina, oda ve yatağı kontrol edin.", "Check building, room and bed."


class NoHousingFree(Refusal):
    code, kind = "housing-none-free", Kind.CONFLICT
    tr, en = "{begins}–{ends} arasında boş yer yok.", "No place is free from {begins} to {ends}."
    next_tr, next_en = "Yer ekleyin ya da tarihleri değiştirin.", "Add a place, or change the dates."


@dataclass(frozen=True, slots=True)
class HousingPlace:
    """One bed; both days of its availability are counted."""

    id: UUID
    version: int
    building: str
    room: str
    bed: str
    available_from: date
    available_until: date


@dataclass(frozen=True, slots=True)
class Booking:
    """``id`` is the mobility's: a stay has one place at a time."""

    id: UUID
    version: int
    place_id: UUID
    person_id: UUID
    faculty: str | None
    begins: date
    ends: date
    status: BookingStatus


def listed(place: HousingPlace) -> HousingPlace:
    """Raises: StayEndsBeforeItStarts."""
    if place.available_until < place.available_from:
        raise StayEndsBeforeItStarts(
            "available_until", begins=place.available_from, ends=place.available_until
        )
    return place


def booked(
    mobility: Mobility, places: Iterable[HousingPlace], bookings: Sequence[Booking], before: Booking | None
) -> Booking:
    """The stay gets the free place that fits it tightest, so that long gaps stay for long stays.

    ``bookings``: those of the places. ``before``: what the stay had and released, if anything.
    Raises: HousingForIncomingOnly, StayIsOver, DatesMissing, HousedAlready, NoHousingFree.
    """
    begins, ends = stay_to_house(mobility)
    if before is not None and before.status is BookingStatus.BOOKED:
        raise HousedAlready
    free = [(gap, place) for place in places if (gap := gap_around(place, begins, ends, bookings))]
    if not free:
        raise NoHousingFree(begins=begins, ends=ends)
    _, place = min(free, key=lambda one: (one[0], one[1].building, one[1].room, one[1].bed, one[1].id))
    return Booking(
        id=mobility.id,
        version=1 if before is None else before.version + 1,
        place_id=place.id,
        person_id=mobility.person_id,
        faculty=mobility.faculty,
        begins=begins,
        ends=ends,
        status=BookingStatus.BOOKED,
    )


def stay_to_house(mobility: Mobility) -> tuple[date, date]:
    """First and last day. Raises: HousingForIncomingOnly, StayIsOver, DatesMissing."""
    if mobility.direction is not Direction.INCOMING:
        raise HousingForIncomingOnly
    if mobility.status in (MobilityStatus.COMPLETED, MobilityStatus.WITHDRAWN):
        raise StayIsOver(status=mobility.status)
    if mobility.begins is None or mobility.ends is None:
        raise DatesMissing
    return mobility.begins, mobility.ends


def gap_around(
    place: HousingPlace, begins: date, ends: date, bookings: Iterable[Booking]
) -> timedelta | None:
    """How long the place is free around these days; None where it is not free on all of them."""
    if begins < place.available_from or ends > place.available_until:
        return None
    first, last = place.available_from, place.available_until
    for one in bookings:
        if one.place_id != place.id or one.status is not BookingStatus.BOOKED:
            continue
        if one.ends < begins:
            first = max(first, one.ends + timedelta(days=1))
        elif one.begins > ends:
            last = min(last, one.begins - timedelta(days=1))
        else:
            return None
    return last - first + timedelta(days=1)


def released(booking: Booking, expected: int | None) -> Booking:
    """The place is free again. Raises: StaleVersion, ReleasedAlready."""
    require_version(booking.version, expected)
    if booking.status is BookingStatus.RELEASED:
        raise ReleasedAlready
    return replace(booking, status=BookingStatus.RELEASED, version=booking.version + 1)
