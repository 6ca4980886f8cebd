"""Which of the office's two languages a caller prefers."""

from __future__ import annotations

from typing import Literal

Language = Literal["tr", "en"]


def preferred(accept_language: str | None) -> Language:
    """Turkish when ``Accept-Language`` ranks it above English (of equals, the first named), else English."""
    ranked = sorted(_offers(accept_language or ""), key=lambda offer: -offer[1])
    for tag, quality in ranked:
        if quality > 0 and tag in ("tr", "en", "*"):
            return "tr" if tag == "tr" else "en"
    return "en"


def _offers(header: str) -> list[tuple[str, float]]:
    offers = []
    for part in header.split(","):
        tag, _, parameters = part.partition(";")
        offers.append((tag.strip().lower().split("-")[0], _quality(parameters)))
    return offers


def _quality(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    if name.strip().lower() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0
