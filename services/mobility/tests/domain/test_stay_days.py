from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.vocabulary import ActivityKind
from services.mobility.domain.stay_days import StayEndsBeforeItStarts, long_term_days, stay_days

DAYS = st.dates(date(2015, 1, 1), date(2035, 1, 1))


@pytest.mark.parametrize(
    ("begins", "ends", "days"),
    [
        (date(2025, 9, 15), date(2026, 1, 31), 136),
        (date(2027, 2, 1), date(2027, 6, 30), 150),
        (date(2026, 1, 31), date(2026, 1, 31), 1),
        (date(2026, 1, 31), date(2026, 2, 1), 2),
        (date(2025, 9, 1), date(2026, 8, 31), 360),
    ],
)
def test_a_long_stay_counts_months_of_thirty_days(begins: date, ends: date, days: int) -> None:
    assert stay_days(ActivityKind.STUDENT_STUDY, False, begins, ends) == days


def test_staff_and_short_stays_count_calendar_days() -> None:
    begins, ends = date(2026, 1, 30), date(2026, 2, 3)
    assert stay_days(ActivityKind.STAFF_TEACHING, False, begins, ends) == 5
    assert stay_days(ActivityKind.STUDENT_STUDY, True, begins, ends) == 5


def test_a_degree_is_not_counted_in_days() -> None:
    assert stay_days(ActivityKind.DEGREE, False, date(2018, 9, 1), date(2022, 6, 30)) is None


def test_a_stay_cannot_end_before_it_begins() -> None:
    with pytest.raises(StayEndsBeforeItStarts):
        stay_days(ActivityKind.STUDENT_STUDY, False, date(2026, 2, 2), date(2026, 2, 1))


@given(DAYS, st.integers(0, 400))
def test_every_stay_has_a_day_and_a_longer_one_never_fewer(begins: date, length: int) -> None:
    ends = begins + timedelta(days=length)
    days = long_term_days(begins, ends)
    assert 1 <= days <= long_term_days(begins, ends + timedelta(days=1))
