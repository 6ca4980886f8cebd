"""Beds: which one a stay gets, and that no two stays ever share a day of one."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.ids import new_id
from contracts.vocabulary import BookingStatus, Direction
from services.mobility.domain.housing import (
    Booking,
    HousedAlready,
    HousingForIncomingOnly,
    HousingPlace,
    NoHousingFree,
    booked,
    gap_around,
    listed,
    released,
)
from services.mobility.domain.mobility import Mobility
from services.mobility.domain.stay_days import StayEndsBeforeItStarts
from services.mobility.tests.builders import a_mobility

YEAR = date(2026, 9, 1), date(2027, 6, 30)


def a_bed(bed: str = "1", days: tuple[date, date] = YEAR) -> HousingPlace:
    return listed(HousingPlace(new_id(), 1, "A", "101", bed, *days))


def a_guest(begins: date, ends: date) -> Mobility:
    return a_mobility(direction=Direction.INCOMING, begins=begins, ends=ends)


AUTUMN = a_guest(date(2026, 9, 15), date(2027, 1, 31))
SPRING = a_guest(date(2027, 2, 1), date(2027, 6, 15))


def test_stays_follow_each_other_in_one_bed_and_never_share_a_day() -> None:
    bed = a_bed()
    first = booked(AUTUMN, [bed], [], None)
    assert booked(SPRING, [bed], [first], None).place_id == bed.id
    with pytest.raises(NoHousingFree):
        booked(a_guest(date(2027, 1, 31), date(2027, 6, 1)), [bed], [first], None)


def test_the_tightest_bed_is_taken_so_that_long_gaps_stay_for_long_stays() -> None:
    whole, autumn = a_bed("1"), a_bed("2", (date(2026, 9, 10), date(2027, 2, 5)))
    assert booked(AUTUMN, [whole, autumn], [], None).place_id == autumn.id


def test_a_bed_is_free_between_its_bookings() -> None:
    bed = a_bed()
    around = [booked(a_guest(date(2026, 9, 1), date(2026, 9, 30)), [bed], [], None)]
    gap = gap_around(bed, date(2026, 10, 10), date(2026, 10, 20), around)
    assert gap == date(2027, 6, 30) - date(2026, 10, 1) + timedelta(days=1)
    assert gap_around(bed, date(2026, 8, 31), date(2026, 10, 20), []) is None


def test_a_stay_has_one_bed_and_after_release_may_have_another() -> None:
    first = booked(AUTUMN, [a_bed()], [], None)
    with pytest.raises(HousedAlready):
        booked(AUTUMN, [a_bed()], [], first)
    again = booked(AUTUMN, [a_bed()], [], released(first, None))
    assert (again.version, again.status) == (3, BookingStatus.BOOKED)


def test_housing_is_for_who_comes_to_us_and_days_run_forward() -> None:
    with pytest.raises(HousingForIncomingOnly):
        booked(a_mobility(), [a_bed()], [], None)
    with pytest.raises(StayEndsBeforeItStarts):
        a_bed(days=(YEAR[1], YEAR[0]))


@given(
    st.lists(
        st.tuples(st.integers(min_value=0, max_value=280), st.integers(min_value=0, max_value=120)),
        max_size=25,
    )
)
def test_whoever_comes_in_whatever_order_no_two_share_a_bed_on_a_day(stays: list[tuple[int, int]]) -> None:
    beds, bookings = [a_bed(str(number)) for number in range(3)], list[Booking]()
    for start, length in stays:
        begins = YEAR[0] + timedelta(days=start)
        guest = a_guest(begins, begins + timedelta(days=length))
        try:
            bookings.append(booked(guest, beds, bookings, None))
        except NoHousingFree:
            assert all(gap_around(bed, *_days(guest), bookings) is None for bed in beds)
    nights = [(one.place_id, day) for one in bookings for day in _each_day(one)]
    assert len(nights) == len(set(nights))


def _days(guest: Mobility) -> tuple[date, date]:
    assert guest.begins is not None
    assert guest.ends is not None
    return guest.begins, guest.ends


def _each_day(one: Booking) -> list[date]:
    return [one.begins + timedelta(days=number) for number in range((one.ends - one.begins).days + 1)]
