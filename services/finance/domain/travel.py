"""Travel support: who gets it in a call year, and how much for which distance.

The value is for the round trip, from the one-way distance of the official calculator, never doubled (S17,
S24). Both are data: what the bands give, and whom they are for, changed with call 2024.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from chassis.refusal import LocalizedText, Refusal
from contracts.vocabulary import Currency
from services.finance.domain.money import Money
from services.finance.domain.rates import RateKind, Step
from services.finance.domain.support import Line

TRAVEL = "travel"
GREEN_TOP_UP = f"{TRAVEL}-green-top-up"


class TravelMode(StrEnum):
    """``GREEN``: more than half of the way by train, bus, bicycle or shared car (S18)."""

    STANDARD = "standard"
    GREEN = "green"


class StayLength(StrEnum):
    """By which travel support distinguishes; staff have one rule for all."""

    LONG = "long"
    SHORT = "short"
    STAFF = "staff"


class Travellers(StrEnum):
    """Whom of these stays a call year gives travel support."""

    EVERYONE = "everyone"
    FEWER_OPPORTUNITIES = "fewer-opportunities"
    NOBODY = "nobody"


class TravelBandUnknown(Refusal):
    code = "travel-band-unknown"
    tr = "{call_year} çağrı yılında {distance_km} km ({mode}) için yol desteği tutarı bilinmiyor."
    en = "In call year {call_year} no travel support is known for {distance_km} km ({mode})."
    next_tr = "Mesafeyi ve ulaşım türünü resmî hesaplayıcıya göre düzeltin."
    next_en = "Correct the distance and the means of travel by the official calculator."


class TravelRuleUnknown(Refusal):
    code = "travel-rule-unknown"
    tr = "{call_year} çağrı yılında bu hareketlilik türüne yol desteği verilip verilmediği bilinmiyor."
    en = "It is unknown whether call year {call_year} gives travel support to this kind of stay."
    next_tr = "Mesafeyi boş bırakıp diğer koşulları kaydedin; kural bulununca yeniden girin."
    next_en = "Leave the distance out and record the rest; enter it again when the rule is found."


@dataclass(frozen=True, slots=True)
class TravelBand:
    """``km_to`` None: and everything farther."""

    mode: TravelMode
    km_from: int
    km_to: int | None
    amount: Decimal
    currency: Currency
    source: str

    def holds(self, distance_km: int) -> bool:
        return self.km_from <= distance_km and (self.km_to is None or distance_km <= self.km_to)


@dataclass(frozen=True, slots=True)
class TravelRule:
    stay: StayLength
    travellers: Travellers
    source: str


def stay_length(kind: RateKind) -> StayLength:
    match kind:
        case RateKind.STAFF:
            return StayLength.STAFF
        case RateKind.STUDENT_SHORT_TERM:
            return StayLength.SHORT
        case _:
            return StayLength.LONG


def gets_travel(
    stay: StayLength, *, fewer_opportunities: bool, call_year: int, rules: Iterable[TravelRule]
) -> bool:
    """Raises: TravelRuleUnknown when the call year says nothing of such stays."""
    for rule in rules:
        if rule.stay is stay:
            chosen = rule.travellers is Travellers.FEWER_OPPORTUNITIES and fewer_opportunities
            return rule.travellers is Travellers.EVERYONE or chosen
    raise TravelRuleUnknown(field="distance_km", call_year=call_year)


def travel_line(distance_km: int, mode: TravelMode, call_year: int, bands: Iterable[TravelBand]) -> Line:
    """498 km in call year 2024 are 211.00 EUR, by green means 285.00.

    Raises: TravelBandUnknown, also below the first band.
    """
    for band in bands:
        if band.mode is mode and band.holds(distance_km):
            return _line(distance_km, band)
    raise TravelBandUnknown(field="distance_km", call_year=call_year, distance_km=distance_km, mode=mode)


def green_top_up(step: Step) -> Line:
    """Once, beside no travel support (call years 2021 to 2023: S26, S27)."""
    return Line(
        rule=GREEN_TOP_UP,
        label=LocalizedText("Yeşil seyahat ek desteği", "Green travel top-up"),
        quantity=Decimal(1),
        unit="once",
        rate=step.rate,
        amount=step.rate,
        source=step.source,
    )


def _line(distance_km: int, band: TravelBand) -> Line:
    amount = Money(band.amount, band.currency)
    return Line(
        rule=f"{TRAVEL}-{band.mode}",
        label=LocalizedText(
            f"Yol desteği: tek yön {distance_km} km", f"Travel support: {distance_km} km one way"
        ),
        quantity=Decimal(1),
        unit="once",
        rate=amount,
        amount=amount,
        source=band.source,
    )
