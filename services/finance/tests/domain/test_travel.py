from __future__ import annotations

from decimal import Decimal

import pytest

from contracts.vocabulary import Currency
from services.finance.domain.travel import (
    StayLength,
    TravelBand,
    TravelBandUnknown,
    Travellers,
    TravelMode,
    TravelRule,
    TravelRuleUnknown,
    gets_travel,
    travel_line,
)


def band(km_from: int, km_to: int | None, amount: str, mode: TravelMode = TravelMode.STANDARD) -> TravelBand:
    return TravelBand(mode, km_from, km_to, Decimal(amount), Currency.EUR, "S18")


BANDS = (
    band(100, 499, "211"),
    band(100, 499, "285", TravelMode.GREEN),
    band(500, 1999, "309"),
    band(8000, None, "1735"),
)
RULES = (
    TravelRule(StayLength.LONG, Travellers.NOBODY, "S26"),
    TravelRule(StayLength.SHORT, Travellers.FEWER_OPPORTUNITIES, "S26"),
    TravelRule(StayLength.STAFF, Travellers.EVERYONE, "S17"),
)


@pytest.mark.parametrize(
    ("distance_km", "mode", "amount"),
    [
        (100, TravelMode.STANDARD, "211.00 EUR"),
        (498, TravelMode.GREEN, "285.00 EUR"),
        (499, TravelMode.STANDARD, "211.00 EUR"),
        (500, TravelMode.STANDARD, "309.00 EUR"),
        (12_000, TravelMode.STANDARD, "1735.00 EUR"),
    ],
)
def test_a_band_holds_up_to_its_last_kilometre(distance_km: int, mode: TravelMode, amount: str) -> None:
    assert str(travel_line(distance_km, mode, 2024, BANDS).amount) == amount


@pytest.mark.parametrize("distance_km", [9, 2000])
def test_a_distance_of_no_band_is_refused(distance_km: int) -> None:
    with pytest.raises(TravelBandUnknown):
        travel_line(distance_km, TravelMode.STANDARD, 2024, BANDS)


@pytest.mark.parametrize(
    ("stay", "fewer_opportunities", "gets"),
    [
        (StayLength.LONG, True, False),
        (StayLength.SHORT, False, False),
        (StayLength.SHORT, True, True),
        (StayLength.STAFF, False, True),
    ],
)
def test_who_travels_with_support_is_said_by_the_call_year(
    stay: StayLength, fewer_opportunities: bool, gets: bool
) -> None:
    found = gets_travel(stay, fewer_opportunities=fewer_opportunities, call_year=2021, rules=RULES)
    assert found is gets


def test_a_call_year_that_says_nothing_is_refused() -> None:
    with pytest.raises(TravelRuleUnknown):
        gets_travel(StayLength.LONG, fewer_opportunities=False, call_year=2030, rules=())
