from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from chassis.ids import new_id
from contracts.vocabulary import ActivityKind, Currency
from services.finance.domain.country_groups import CountryGroup, group_of
from services.finance.domain.rates import (
    Action,
    Figure,
    Rate,
    RateCurrencyWrong,
    RateKind,
    RateNotPositive,
    RateUnit,
    RateUnitWrong,
    RateUnknown,
    StayLengthWithoutRate,
    agreed_steps,
    rate_kind,
    require_enterable,
)


def a_rate(amount: str | None, **facts: Any) -> Rate:
    usual: dict[str, Any] = {
        "id": new_id(),
        "action": Action.KA131,
        "kind": RateKind.STUDENT_STUDY,
        "country_group": "1",
        "first_call_year": 2024,
        "last_call_year": 2024,
        "from_day": 1,
        "unit": RateUnit.MONTH,
        "amount": None if amount is None else Decimal(amount),
        "currency": Currency.EUR,
        "source": "S18",
        "confidence": "high",
        "note": "",
        "recorded_at": datetime(2026, 1, 1, tzinfo=UTC),
        "recorded_by": "tests",
    }
    return Rate(**(usual | facts))


def steps(days: int, *rates: Rate, **figure: Any) -> list[tuple[int, str, str]]:
    wanted: dict[str, Any] = {
        "action": Action.KA131,
        "kind": rates[0].kind,
        "country_group": "1",
        "call_year": 2024,
    }
    found = agreed_steps(Figure(**(wanted | figure)), days, rates)
    return [(step.from_day, str(step.rate.amount), step.source) for step in found]


def test_a_rate_holds_for_its_own_call_years_and_group_only() -> None:
    rate = a_rate("600")
    assert steps(100, rate) == [(1, "600.00", "S18")]
    for other in ({"call_year": 2025}, {"country_group": "3"}, {"action": Action.KA171}):
        with pytest.raises(RateUnknown):
            steps(100, rate, **other)


def test_an_unconfirmed_figure_is_unknown_and_is_named_in_both_languages() -> None:
    with pytest.raises(RateUnknown) as unknown:
        steps(100, a_rate(None))
    assert unknown.value.message.en == (
        "The student-study rate of country group 1 in call year 2024 is unknown (from day 1)."
    )
    assert unknown.value.message.tr.startswith("2024 çağrı yılında 1 ülke grubunun student-study tutarı")


def test_the_newer_row_corrects_the_older_one() -> None:
    later = datetime(2026, 5, 1, tzinfo=UTC)
    assert steps(100, a_rate("610", recorded_at=later, source="letter"), a_rate("600")) == [
        (1, "610.00", "letter")
    ]


def test_a_groups_own_figure_goes_before_one_for_every_group() -> None:
    later = datetime(2026, 5, 1, tzinfo=UTC)
    everyone = a_rate("500", country_group="*", recorded_at=later)
    assert steps(100, a_rate("600"), everyone) == [(1, "600.00", "S18")]


def test_staff_get_seventy_percent_of_the_day_rate_from_day_fifteen() -> None:
    day = a_rate("171", kind=RateKind.STAFF, unit=RateUnit.DAY, source="S23")
    share = a_rate(
        "70", kind=RateKind.STAFF, unit=RateUnit.PERCENT, from_day=15, country_group="*", source="S42"
    )
    assert steps(14, day, share) == [(1, "171.00", "S23")]
    assert steps(15, day, share) == [(1, "171.00", "S23"), (15, "119.70", "S42;S23")]


def test_the_second_step_of_a_short_stay_is_not_guessed_from_the_first() -> None:
    first = a_rate("79", kind=RateKind.STUDENT_SHORT_TERM, unit=RateUnit.DAY)
    assert len(steps(14, first)) == 1
    with pytest.raises(RateUnknown):
        steps(15, first)


@pytest.mark.parametrize(
    ("kind", "days", "expected"),
    [
        (ActivityKind.STUDENT_STUDY, 60, RateKind.STUDENT_STUDY),
        (ActivityKind.STUDENT_TRAINEESHIP, 360, RateKind.STUDENT_TRAINEESHIP),
        (ActivityKind.STUDENT_STUDY, 30, RateKind.STUDENT_SHORT_TERM),
        (ActivityKind.STAFF_TRAINING, 2, RateKind.STAFF),
    ],
)
def test_what_pays_for_a_stay(kind: ActivityKind, days: int, expected: RateKind) -> None:
    assert rate_kind(kind, days) is expected


@pytest.mark.parametrize("days", [4, 31, 59])
def test_a_student_stay_of_no_known_length_has_no_rate(days: int) -> None:
    with pytest.raises(StayLengthWithoutRate):
        rate_kind(ActivityKind.STUDENT_STUDY, days)


@pytest.mark.parametrize(
    ("rate", "refusal"),
    [
        (a_rate("0"), RateNotPositive),
        (a_rate("600", unit=RateUnit.DAY), RateUnitWrong),
        (a_rate("600", currency=Currency.TRY), RateCurrencyWrong),
    ],
)
def test_what_the_office_cannot_enter(rate: Rate, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        require_enterable(rate)


def test_a_country_outside_every_group_is_its_own() -> None:
    groups = [CountryGroup("CZ", 2021, 2023, "3", "S16"), CountryGroup("CZ", 2024, 2025, "2", "S24")]
    assert [group_of("CZ", year, groups) for year in (2020, 2023, 2024)] == ["CZ", "3", "2"]
