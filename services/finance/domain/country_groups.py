"""Country groups by cost of living. They changed with call 2024, so a country's group has its call years."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CountryGroup:
    country: str
    first_call_year: int
    last_call_year: int
    group: str
    source: str


def group_of(country: str, call_year: int, groups: Iterable[CountryGroup]) -> str:
    """The group of a country in a call year; a country that belongs to none is its own group.

    So the office can enter a figure for that country alone, and nothing is guessed for it meanwhile.
    """
    for row in groups:
        if row.country == country and row.first_call_year <= call_year <= row.last_call_year:
            return row.group
    return country
