"""Where an institution is on a map, in degrees (WGS 84)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from chassis.refusal import Refusal

A_MILLIONTH = Decimal("0.000001")
"""Of a degree: a hand's breadth. So it is kept, and said alike each time."""
LATITUDE_MAX, LONGITUDE_MAX = Decimal(90), Decimal(180)


class CoordinatesHalfGiven(Refusal):
    code = "coordinates-half-given"
    tr, en = "Enlem ve boylam birlikte yazılır.", "Latitude and longitude are given together."
    next_tr, next_en = "İkisini de yazın ya da ikisini de boş bırakın.", "Give both, or neither."


class CoordinatesOutside(Refusal):
    code = "coordinates-outside"
    tr = "{written} olamaz; değer −{most} ile {most} derece arasındadır."
    en = "{written} cannot be; it lies between −{most} and {most} degrees."
    next_tr = "Enlem ile boylamın yer değiştirmediğine bakın; ondalıkla yazın: 39.92."
    next_en = "See that latitude and longitude are not exchanged; write decimals: 39.92."


@dataclass(frozen=True, slots=True)
class Coordinates:
    latitude: Decimal
    longitude: Decimal


def coordinates(latitude: Decimal | None, longitude: Decimal | None) -> Coordinates | None:
    """None where both are left out: not known. Raises: CoordinatesHalfGiven, CoordinatesOutside."""
    if latitude is None and longitude is None:
        return None
    if latitude is None or longitude is None:
        raise CoordinatesHalfGiven("latitude" if latitude is None else "longitude")
    _require_within("latitude", latitude, LATITUDE_MAX)
    _require_within("longitude", longitude, LONGITUDE_MAX)
    return Coordinates(latitude.quantize(A_MILLIONTH), longitude.quantize(A_MILLIONTH))


def _require_within(field: str, written: Decimal, most: Decimal) -> None:
    if not abs(written) <= most:
        raise CoordinatesOutside(field, written=written, most=most)
