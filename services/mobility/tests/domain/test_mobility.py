from __future__ import annotations

from datetime import date

import pytest

from chassis.refusal import Refusal
from contracts.vocabulary import ActivityKind, MobilityStatus, Programme
from services.mobility.adapters.rule_files import rule_book
from services.mobility.domain.call import StayOutsideLimits
from services.mobility.domain.mobility import (
    AlreadyThere,
    NotAnEarlyReturn,
    NotAnExtension,
    StayIsOver,
    StayTooShort,
    arrived,
    broken_off,
    completed,
    extended,
    shortened,
    withdrawn,
)
from services.mobility.domain.stay_days import StayEndsBeforeItStarts
from services.mobility.tests.builders import a_mobility

LIMITS = rule_book().stay_limits(Programme.ERASMUS, 2024, ActivityKind.STUDENT_STUDY, blended=False)


def test_an_early_return_counts_the_days_again() -> None:
    shorter = shortened(a_mobility(), date(2027, 5, 15), LIMITS, None)
    assert (shorter.days, shorter.status) == (105, MobilityStatus.ONGOING)


@pytest.mark.parametrize(
    ("ends", "refusal"),
    [
        (date(2027, 6, 30), NotAnEarlyReturn),
        (date(2027, 3, 29), StayTooShort),
        (date(2027, 1, 31), StayEndsBeforeItStarts),
    ],
)
def test_an_early_return_that_is_none_is_refused(ends: date, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        shortened(a_mobility(), ends, LIMITS, None)


def test_a_completed_stay_has_the_days_of_its_certificate_within_the_limits() -> None:
    assert completed(a_mobility(), date(2027, 7, 5), LIMITS, None).days == 155
    with pytest.raises(StayOutsideLimits):
        completed(a_mobility(), date(2028, 2, 1), LIMITS, None)


@pytest.mark.parametrize("status", [MobilityStatus.COMPLETED, MobilityStatus.WITHDRAWN])
def test_a_stay_that_is_over_does_not_change(status: MobilityStatus) -> None:
    with pytest.raises(StayIsOver):
        withdrawn(a_mobility(status=status), "…")
    with pytest.raises(StayIsOver):
        completed(a_mobility(status=status), date(2027, 6, 30), LIMITS, None)


def test_days_are_counted_from_the_confirmed_first_day() -> None:
    there = arrived(a_mobility(), date(2027, 2, 11), LIMITS, None)
    assert (there.begins, there.days, there.status) == (date(2027, 2, 11), 140, MobilityStatus.ONGOING)
    with pytest.raises(AlreadyThere):
        arrived(there, date(2027, 2, 12), LIMITS, None)
    with pytest.raises(StayOutsideLimits):
        arrived(a_mobility(), date(2027, 5, 15), LIMITS, None)


def test_an_extension_is_later_and_within_the_limits() -> None:
    assert extended(a_mobility(), date(2027, 7, 10), LIMITS, None).days == 160
    with pytest.raises(NotAnExtension):
        extended(a_mobility(), date(2027, 6, 30), LIMITS, None)
    with pytest.raises(StayOutsideLimits):
        extended(a_mobility(), date(2028, 2, 1), LIMITS, None)


def test_under_force_majeure_a_stay_counts_however_short_it_was() -> None:
    over = broken_off(a_mobility(), date(2027, 2, 20), None)
    assert (over.days, over.force_majeure) == (20, True)
    done = completed(over, date(2027, 2, 20), LIMITS, None)
    assert (done.status, done.days) == (MobilityStatus.COMPLETED, 20)
    with pytest.raises(NotAnEarlyReturn):
        broken_off(a_mobility(), date(2027, 6, 30), None)
