"""Published figures and examples, worked through: rates as in ``data/``, results as printed or by the rule.

Each row names its source in ``data/sources.csv``.
"""

from __future__ import annotations

import csv
from decimal import Decimal

import pytest

from contracts.vocabulary import Currency
from services.finance.adapters.figures import DATA
from services.finance.domain.money import Money
from services.finance.domain.rates import RateUnit, Step
from services.finance.domain.settlement import credits_missing, survey_missing
from services.finance.domain.support import Line, support_total
from services.finance.domain.terms import Terms, lines_of
from services.finance.domain.travel import TravelBand, TravelMode, travel_line


def money(amount: str, currency: Currency = Currency.EUR) -> Money:
    return Money(Decimal(amount), currency)


def month(amount: str, currency: Currency = Currency.EUR) -> tuple[Step, ...]:
    return (Step(1, RateUnit.MONTH, money(amount, currency), "S18"),)


def days(*steps: tuple[int, str]) -> tuple[Step, ...]:
    return tuple(Step(day, RateUnit.DAY, money(amount), "S18") for day, amount in steps)


def once(*steps: tuple[int, str]) -> tuple[Step, ...]:
    return tuple(Step(day, RateUnit.ONCE, money(amount), "S18") for day, amount in steps)


def percent(share: str, currency: Currency = Currency.EUR) -> Step:
    return Step(1, RateUnit.PERCENT_OF_GRANT, money(share, currency), "S14")


def travel(distance_km: int, mode: TravelMode = TravelMode.STANDARD) -> tuple[Line, ...]:
    """By the bands of call year 2024."""
    with (DATA / "travel_bands.csv").open(encoding="utf-8", newline="") as file:
        bands = [
            TravelBand(
                TravelMode(row["travel"]),
                int(row["km_from"]),
                int(row["km_to"]) if row["km_to"] else None,
                Decimal(row["amount"]),
                Currency.EUR,
                row["source"],
            )
            for row in csv.DictReader(file)
            if int(row["first_call_year"]) <= 2024 <= int(row["last_call_year"])
        ]
    return (travel_line(distance_km, mode, 2024, bands),)


SHORT = days((1, "79"), (15, "56"))
STAFF = days((1, "171"), (15, "119.70"))

EXAMPLES = [
    # source, days, rates, terms, total
    ("S34: 450 a month, at most 2,700 in six", 180, month("450"), Terms(), "2700.00"),
    ("S01, S18: 15 September to 31 January", 136, month("600"), Terms(), "2720.00"),
    ("S18: group 3 study, the same stay", 136, month("450"), Terms(), "2040.00"),
    ("S18: group 1 traineeship, two months", 60, month("750"), Terms(), "1500.00"),
    ("S13: one day of a month is a thirtieth", 61, month("450"), Terms(), "915.00"),
    ("S18, S28: blended, five days", 5, SHORT, Terms(), "395.00"),
    ("S18, S28: blended, to day 14", 14, SHORT, Terms(), "1106.00"),
    ("S18, S28: blended, from day 15 the other rate", 15, SHORT, Terms(), "1162.00"),
    ("S18: blended, top-up of 5-14 days", 14, SHORT, Terms(top_ups=once((5, "100"), (15, "150"))), "1206.00"),
    (
        "S18: blended, top-up of 15-30 days",
        15,
        SHORT,
        Terms(top_ups=once((5, "100"), (15, "150"))),
        "1312.00",
    ),
    ("S18: long, top-up of 250 a month", 136, month("600"), Terms(top_ups=month("250")), "3853.33"),
    ("S23, S42: staff, 70 % from day 15", 16, STAFF, Terms(), "2633.40"),
    ("S18: staff with the way to Baku, 498 km", 5, STAFF, Terms(travel=travel(498)), "1066.00"),
    ("S18: the same by train", 5, STAFF, Terms(travel=travel(498, TravelMode.GREEN)), "1140.00"),
    ("S18: study with the way to Madrid, 4,007 km", 136, month("600"), Terms(travel=travel(4007)), "3908.00"),
    (
        "S14: no survey, a fifth less",
        136,
        month("600"),
        Terms(deductions=(survey_missing(percent("20")),)),
        "2176.00",
    ),
    ("YTÜ, S09: funded for 90 of 136 days", 136, month("600"), Terms(funded_days=90), "1800.00"),
]


@pytest.mark.parametrize(
    ("source", "stay", "rates", "terms", "total"), EXAMPLES, ids=[row[0] for row in EXAMPLES]
)
def test_an_example_comes_out_as_published(
    source: str, stay: int, rates: tuple[Step, ...], terms: Terms, total: str
) -> None:
    assert str(support_total(lines_of(stay, rates, terms)).amount) == total


def test_farabi_pays_seventy_percent_and_the_rest_by_success() -> None:
    """S46, S47: 650 lira for four months; 24 of 30 credits leave 1,820 + 780 × 0.8 = 2,444."""
    lost = credits_missing(Decimal(24), Decimal(30), percent("30", Currency.TRY))
    assert lost is not None
    lines = lines_of(120, month("650", Currency.TRY), Terms(deductions=(lost,)))
    assert str(support_total(lines)) == "2444.00 TRY"


def test_a_lira_day_is_a_thirtieth_of_its_month() -> None:
    """S47: 700 a month, 100 of 120 days: 2,333.33."""
    assert str(support_total(lines_of(100, month("700", Currency.TRY), Terms()))) == "2333.33 TRY"
