"""Who has a place and who waits: never more registered than places, first come first up.

Every function takes a gathering and what it needs of its registrations, and returns the next versions.
The invariants, for a gathering that is neither cancelled nor begun:

- ``registered`` ≤ ``capacity``, and nobody waits while a place is free;
- numbers in line rise in order of arrival, and the lowest waiting number moves up first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from chassis.refusal import require_version
from contracts.vocabulary import EventStatus
from contracts.vocabulary import RegistrationStatus as Status
from services.events.domain.gathering import (
    CapacityBelowRegistered,
    EventTookPlace,
    Gathering,
    require_places,
)
from services.events.domain.registration import AlreadyCancelled, AlreadyRegistered, Registration

MovedUp = tuple[Registration, ...]


def register(
    gathering: Gathering, present: Registration | None, newcomer: Registration, now: datetime
) -> tuple[Gathering, Registration]:
    """A place while there is one, else the next number in line.

    ``present`` is what the person had here before (an invitation, or a registration called off).
    Raises: EventIsCancelled, EventHasBegun, AlreadyRegistered.
    """
    gathering.require_open(now)
    if present is not None and present.holds_or_waits:
        raise AlreadyRegistered
    admit = _placed if gathering.free > 0 else _waiting
    return admit(gathering, present, newcomer)


def cancel(
    gathering: Gathering, registration: Registration, line: Sequence[Registration], now: datetime
) -> tuple[Gathering, Registration, MovedUp]:
    """Call a registration off; the first of ``line`` (who wait, in order) takes a place that came free.

    An invitation holds no place: calling it off leaves the gathering as it is.
    Raises: AlreadyCancelled, CourseIsClosed, Attended.
    """
    if registration.status is Status.CANCELLED:
        raise AlreadyCancelled
    gathering.require_results_open()
    registration.require_absent()
    after, moved_up = release(gathering, registration, line, now)
    return after, registration.now(Status.CANCELLED), moved_up


def release(
    gathering: Gathering, registration: Registration, line: Sequence[Registration], now: datetime
) -> tuple[Gathering, MovedUp]:
    """What the gathering is without ``registration``, and who moves up."""
    match registration.status:
        case Status.REGISTERED:
            return _fill(_without(gathering, registration), line, now)
        case Status.WAITING:
            return replace(gathering.next_version(), waiting=gathering.waiting - 1), ()
        case _:
            return gathering, ()


def change_capacity(
    gathering: Gathering,
    capacity: int,
    line: Sequence[Registration],
    now: datetime,
    expected_version: int | None,
) -> tuple[Gathering, MovedUp]:
    """More places let the first of ``line`` up; fewer than are taken are refused.

    Raises: StaleVersion, EventIsCancelled, EventHasBegun, CapacityZero, CapacityBelowRegistered.
    """
    require_version(gathering.version, expected_version)
    gathering.require_open(now)
    require_places(capacity)
    if capacity < gathering.registered:
        raise CapacityBelowRegistered("capacity", registered=gathering.registered, capacity=capacity)
    return _fill(replace(gathering.next_version(), capacity=capacity), line, now)


def cancel_all(
    gathering: Gathering, registrations: Sequence[Registration], expected_version: int | None
) -> tuple[Gathering, tuple[Registration, ...]]:
    """The gathering is off, and with it every invitation and registration.

    Raises: StaleVersion, EventIsCancelled, CourseIsClosed, EventTookPlace.
    """
    require_version(gathering.version, expected_version)
    gathering.require_not_cancelled()
    gathering.require_results_open()
    if gathering.attended:
        raise EventTookPlace(attended=gathering.attended)
    off = replace(gathering.next_version(), registered=0, waiting=0, status=EventStatus.CANCELLED)
    open_ones = (one for one in registrations if one.status is not Status.CANCELLED)
    return off, tuple(one.now(Status.CANCELLED) for one in open_ones)


def _without(gathering: Gathering, registration: Registration) -> Gathering:
    """One place fewer taken, and what its holder did there is counted no more."""
    return replace(
        gathering.next_version(),
        registered=gathering.registered - 1,
        attended=gathering.attended - (registration.checked_in_at is not None),
        rated=gathering.rated - (registration.rating is not None),
        rating_total=gathering.rating_total - (registration.rating or 0),
        confirmed_hours=gathering.confirmed_hours - (registration.hours or 0),
    )


def _placed(
    gathering: Gathering, present: Registration | None, newcomer: Registration
) -> tuple[Gathering, Registration]:
    after = replace(gathering.next_version(), registered=gathering.registered + 1)
    return after, _entered(present, newcomer, Status.REGISTERED)


def _waiting(
    gathering: Gathering, present: Registration | None, newcomer: Registration
) -> tuple[Gathering, Registration]:
    number = gathering.last_in_line + 1
    after = replace(gathering.next_version(), waiting=gathering.waiting + 1, last_in_line=number)
    return after, _entered(present, newcomer, Status.WAITING, number)


def _entered(
    present: Registration | None, newcomer: Registration, status: Status, number: int | None = None
) -> Registration:
    if present is not None:
        return present.now(status, number)
    return replace(newcomer, status=status, place_in_line=number)


def _fill(gathering: Gathering, line: Sequence[Registration], now: datetime) -> tuple[Gathering, MovedUp]:
    """Give free places to the first in ``line``; once it has begun, nobody is sent for any more."""
    if now >= gathering.begins_at:
        return gathering, ()
    first = tuple(one.now(Status.REGISTERED) for one in line[: gathering.free])
    filled = replace(
        gathering,
        registered=gathering.registered + len(first),
        waiting=gathering.waiting - len(first),
    )
    return filled, first
