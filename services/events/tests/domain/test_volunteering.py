"""Volunteers' hours: confirmed once it is over, in quarters, never more than were asked for."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, timedelta
from decimal import Decimal

import pytest

from chassis.ids import new_id
from chassis.refusal import StaleVersion
from services.events.domain import places, presence
from services.events.domain.gathering import Gathering, NoHoursOffered, VolunteersGoWithNoCall, schedule
from services.events.domain.presence import DidNotAttend, EventIsNotOver
from services.events.domain.registration import Registration
from services.events.domain.volunteering import (
    HoursNotConfirmed,
    HoursOutOfRange,
    NotVolunteering,
    confirm_hours,
    require_confirmed,
)
from services.events.tests.builders import BEGINS, NOW, a_gathering, a_newcomer

AFTERWARDS = BEGINS + timedelta(days=1)
Volunteered = tuple[Gathering, Registration]


@pytest.fixture
def helped() -> Volunteered:
    """Somebody who checked in where eight hours were asked for."""
    gathering = schedule(a_gathering(hours=Decimal(8)), NOW)
    return presence.check_in(*places.register(gathering, None, a_newcomer(gathering), NOW), BEGINS, UTC)


def confirmed(helped: Volunteered, hours: str) -> Volunteered:
    return confirm_hours(*helped, Decimal(hours), AFTERWARDS, helped[1].version)


def test_a_later_word_replaces_an_earlier_one(helped: Volunteered) -> None:
    first = confirmed(helped, "7.5")
    gathering, registration = confirmed(first, "6.25")
    assert (gathering.confirmed_hours, registration.hours) == (Decimal("6.25"), Decimal("6.25"))
    with pytest.raises(StaleVersion):
        confirm_hours(gathering, registration, Decimal(1), AFTERWARDS, first[1].version)


@pytest.mark.parametrize("hours", ["-0.25", "8.25", "1.1"])
def test_hours_are_quarters_of_what_was_asked_for(helped: Volunteered, hours: str) -> None:
    with pytest.raises(HoursOutOfRange):
        confirmed(helped, hours)


def test_nothing_is_confirmed_before_it_is_over(helped: Volunteered) -> None:
    with pytest.raises(EventIsNotOver):
        confirm_hours(*helped, Decimal(8), BEGINS, None)


def test_who_did_not_come_has_no_hours(helped: Volunteered) -> None:
    gathering, registration = helped
    with pytest.raises(DidNotAttend):
        confirm_hours(gathering, replace(registration, checked_in_at=None), Decimal(8), AFTERWARDS, None)


def test_a_fair_has_no_hours(helped: Volunteered) -> None:
    gathering, registration = helped
    with pytest.raises(NotVolunteering):
        confirm_hours(replace(gathering, hours=None), registration, Decimal(1), AFTERWARDS, None)


def test_what_proves_it_waits_for_the_office(helped: Volunteered) -> None:
    with pytest.raises(HoursNotConfirmed):
        require_confirmed(*helped)
    require_confirmed(*confirmed(helped, "8"))
    with pytest.raises(HoursNotConfirmed):
        require_confirmed(*confirmed(confirmed(helped, "8"), "0"))


def test_where_nobody_volunteers_nothing_is_waited_for(helped: Volunteered) -> None:
    gathering, registration = helped
    require_confirmed(replace(gathering, hours=None), registration)


def test_who_is_forgotten_counts_no_more(helped: Volunteered) -> None:
    gathering, registration = confirmed(helped, "8")
    left, _ = places.release(gathering, registration, (), AFTERWARDS)
    assert (left.confirmed_hours, left.attended) == (Decimal(0), 0)


def test_what_it_asks_of_a_volunteer_is_more_than_nothing_and_in_quarters() -> None:
    for hours in ("0", "-1", "1.1"):
        with pytest.raises(NoHoursOffered):
            schedule(a_gathering(hours=Decimal(hours)), NOW)


def test_it_belongs_to_no_call() -> None:
    with pytest.raises(VolunteersGoWithNoCall):
        schedule(a_gathering(hours=Decimal(2), call_id=new_id()), NOW)
