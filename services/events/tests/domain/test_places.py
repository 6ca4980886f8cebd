"""Places, the waiting list and who moves up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from chassis.refusal import StaleVersion
from contracts.vocabulary import EventStatus, RegistrationStatus
from services.events.domain import places
from services.events.domain.check_in_code import new_code
from services.events.domain.gathering import (
    CapacityBelowRegistered,
    CapacityZero,
    EventHasBegun,
    EventIsCancelled,
    Gathering,
)
from services.events.domain.registration import AlreadyCancelled, AlreadyRegistered, Registration, invited
from services.events.tests.builders import BEGINS, NOW, a_gathering, a_newcomer


def filled(gathering: Gathering, people: int) -> tuple[Gathering, list[Registration]]:
    found = []
    for _ in range(people):
        gathering, registration = places.register(gathering, None, a_newcomer(gathering), NOW)
        found.append(registration)
    return gathering, found


def waiting(registrations: Sequence[Registration]) -> list[Registration]:
    return [one for one in registrations if one.status is RegistrationStatus.WAITING]


def test_who_comes_while_there_are_places_has_one() -> None:
    gathering, [registration] = filled(a_gathering(capacity=1), 1)
    assert registration.status is RegistrationStatus.REGISTERED
    assert (gathering.registered, gathering.free, gathering.version) == (1, 0, 2)


def test_who_comes_later_waits_in_order_of_arrival() -> None:
    gathering, registrations = filled(a_gathering(capacity=1), 3)
    assert [one.place_in_line for one in registrations] == [None, 1, 2]
    assert (gathering.registered, gathering.waiting) == (1, 2)


def test_an_invitation_becomes_a_registration_with_its_next_version() -> None:
    gathering = a_gathering()
    newcomer = a_newcomer(gathering)
    invitation = invited(newcomer.id, gathering.id, newcomer.person_id, "engineering", new_code())
    _, registration = places.register(gathering, invitation, newcomer, NOW)
    assert registration == replace(invitation, status=RegistrationStatus.REGISTERED, version=2)


def test_registering_twice_is_refused() -> None:
    gathering, [registration] = filled(a_gathering(), 1)
    with pytest.raises(AlreadyRegistered):
        places.register(gathering, registration, a_newcomer(gathering), NOW)


@pytest.mark.parametrize("late", [timedelta(0), timedelta(hours=1)])
def test_nobody_registers_once_it_has_begun(late: timedelta) -> None:
    gathering = a_gathering()
    with pytest.raises(EventHasBegun):
        places.register(gathering, None, a_newcomer(gathering), BEGINS + late)


def test_nobody_registers_for_a_cancelled_event() -> None:
    gathering = a_gathering(status=EventStatus.CANCELLED)
    with pytest.raises(EventIsCancelled):
        places.register(gathering, None, a_newcomer(gathering), NOW)


def test_a_cancelled_place_goes_to_the_first_in_line() -> None:
    gathering, registrations = filled(a_gathering(capacity=1), 3)
    after, off, moved_up = places.cancel(gathering, registrations[0], waiting(registrations), NOW)
    assert off.status is RegistrationStatus.CANCELLED
    assert moved_up == (registrations[1].now(RegistrationStatus.REGISTERED),)
    assert (after.registered, after.waiting, after.version) == (1, 1, gathering.version + 1)


def test_who_stops_waiting_leaves_the_places_as_they_are() -> None:
    gathering, registrations = filled(a_gathering(capacity=1), 3)
    after, _, moved_up = places.cancel(gathering, registrations[1], waiting(registrations), NOW)
    assert moved_up == ()
    assert (after.registered, after.waiting) == (1, 1)


def test_an_invitation_called_off_changes_no_places() -> None:
    gathering = a_gathering()
    newcomer = a_newcomer(gathering)
    invitation = invited(newcomer.id, gathering.id, newcomer.person_id, None, new_code())
    after, off, _ = places.cancel(gathering, invitation, (), NOW)
    assert after == gathering
    assert off.status is RegistrationStatus.CANCELLED


def test_cancelling_twice_is_refused() -> None:
    gathering, [registration] = filled(a_gathering(), 1)
    with pytest.raises(AlreadyCancelled):
        places.cancel(gathering, registration.now(RegistrationStatus.CANCELLED), (), NOW)


def test_who_cancelled_may_come_again_behind_the_others() -> None:
    gathering, registrations = filled(a_gathering(capacity=1), 3)
    gathering, off, _ = places.cancel(gathering, registrations[1], waiting(registrations), NOW)
    _, again = places.register(gathering, off, a_newcomer(gathering), NOW)
    assert again.place_in_line == 3


def test_once_it_has_begun_nobody_is_sent_for() -> None:
    gathering, registrations = filled(a_gathering(capacity=1), 2)
    after, _, moved_up = places.cancel(gathering, registrations[0], waiting(registrations), BEGINS)
    assert moved_up == ()
    assert (after.registered, after.waiting) == (0, 1)


def test_more_places_let_as_many_up_in_order() -> None:
    gathering, registrations = filled(a_gathering(capacity=1), 5)
    after, moved_up = places.change_capacity(gathering, 3, waiting(registrations), NOW, None)
    assert [one.id for one in moved_up] == [registrations[1].id, registrations[2].id]
    assert (after.registered, after.waiting, after.version) == (3, 2, gathering.version + 1)


def test_fewer_places_than_are_taken_are_refused() -> None:
    gathering, _ = filled(a_gathering(capacity=3), 2)
    with pytest.raises(CapacityBelowRegistered):
        places.change_capacity(gathering, 1, (), NOW, None)


def test_no_places_at_all_are_refused() -> None:
    with pytest.raises(CapacityZero):
        places.change_capacity(a_gathering(), 0, (), NOW, None)


def test_a_change_based_on_an_older_version_is_refused() -> None:
    with pytest.raises(StaleVersion):
        places.change_capacity(a_gathering(version=4), 20, (), NOW, 3)


def test_a_cancelled_event_takes_its_registrations_along() -> None:
    gathering, registrations = filled(a_gathering(capacity=1), 2)
    off, called_off = places.cancel_all(gathering, registrations, None)
    assert off.status is EventStatus.CANCELLED
    assert (off.registered, off.waiting) == (0, 0)
    assert {one.status for one in called_off} == {RegistrationStatus.CANCELLED}


def test_an_event_is_cancelled_once() -> None:
    off, _ = places.cancel_all(a_gathering(), (), None)
    with pytest.raises(EventIsCancelled):
        places.cancel_all(off, (), None)
