"""Who was there: once, on the day or later; opinions and certificates only from those who came."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, timedelta

import pytest

from contracts.vocabulary import RegistrationStatus as Status
from services.events.domain import places, presence
from services.events.domain.check_in_code import ALPHABET, LENGTH, as_read, new_code
from services.events.domain.gathering import EventTookPlace, Gathering
from services.events.domain.presence import (
    AlreadyCheckedIn,
    AlreadyRated,
    CheckInTooEarly,
    DidNotAttend,
    EventIsNotOver,
    HasNoPlace,
    Opinion,
    RatingOutOfRange,
)
from services.events.domain.registration import Attended, Registration
from services.events.tests.builders import BEGINS, NOW, a_gathering, a_newcomer

AT_THE_DOOR = BEGINS - timedelta(minutes=10)
AFTERWARDS = BEGINS + timedelta(days=1)


@pytest.fixture
def placed() -> tuple[Gathering, Registration]:
    gathering = a_gathering(capacity=1)
    return places.register(gathering, None, a_newcomer(gathering), NOW)


@pytest.fixture
def came(placed: tuple[Gathering, Registration]) -> tuple[Gathering, Registration]:
    return presence.check_in(*placed, AT_THE_DOOR, UTC)


def test_who_comes_is_counted_once(came: tuple[Gathering, Registration]) -> None:
    gathering, registration = came
    assert (gathering.attended, registration.checked_in_at) == (1, AT_THE_DOOR)
    with pytest.raises(AlreadyCheckedIn) as refused:
        presence.check_in(gathering, registration, BEGINS, UTC)
    assert AT_THE_DOOR.isoformat() in refused.value.message.en


def test_nobody_checks_in_before_the_day(placed: tuple[Gathering, Registration]) -> None:
    with pytest.raises(CheckInTooEarly):
        presence.check_in(*placed, BEGINS - timedelta(days=1), UTC)


@pytest.mark.parametrize("status", [Status.INVITED, Status.WAITING, Status.CANCELLED])
def test_who_has_no_place_does_not_come_in(placed: tuple[Gathering, Registration], status: Status) -> None:
    gathering, registration = placed
    with pytest.raises(HasNoPlace):
        presence.check_in(gathering, replace(registration, status=status), BEGINS, UTC)


def test_an_opinion_is_given_once_and_afterwards(came: tuple[Gathering, Registration]) -> None:
    with pytest.raises(EventIsNotOver):
        presence.rate(*came, Opinion(5, None), BEGINS)
    gathering, registration = presence.rate(*came, Opinion(4, "Good."), AFTERWARDS)
    assert (gathering.rated, gathering.rating_total) == (1, 4)
    assert (registration.rating, registration.comment) == (4, "Good.")
    with pytest.raises(AlreadyRated):
        presence.rate(gathering, registration, Opinion(1, None), AFTERWARDS)


@pytest.mark.parametrize("rating", [0, 6, -1])
def test_an_opinion_is_one_to_five(came: tuple[Gathering, Registration], rating: int) -> None:
    with pytest.raises(RatingOutOfRange):
        presence.rate(*came, Opinion(rating, None), AFTERWARDS)


def test_who_was_absent_has_no_opinion_and_no_certificate(placed: tuple[Gathering, Registration]) -> None:
    with pytest.raises(DidNotAttend):
        presence.rate(*placed, Opinion(5, None), AFTERWARDS)
    with pytest.raises(DidNotAttend):
        presence.require_attended(*placed, AFTERWARDS)


def test_who_came_keeps_the_place(came: tuple[Gathering, Registration]) -> None:
    gathering, registration = came
    with pytest.raises(Attended):
        places.cancel(gathering, registration, [], BEGINS)
    with pytest.raises(EventTookPlace):
        places.cancel_all(gathering, [registration], None)


def test_who_is_erased_is_counted_no_more(came: tuple[Gathering, Registration]) -> None:
    gathering, registration = presence.rate(*came, Opinion(4, None), AFTERWARDS)
    after, _ = places.release(gathering, registration, [], AFTERWARDS)
    assert (after.registered, after.attended, after.rated, after.rating_total) == (0, 0, 0, 0)


def test_codes_are_long_and_read_however_they_are_typed() -> None:
    code = new_code()
    assert len(code) == LENGTH
    assert set(code) <= set(ALPHABET)
    assert len({new_code() for _ in range(1000)}) == 1000
    assert as_read(f"{code[:4]}-{code[4:]} ".lower()) == code
    assert as_read("oil") == "011"
