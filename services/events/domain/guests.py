"""Who comes from a partner: names and roles, for the office alone, and no longer than they are needed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Guest:
    name: str
    role: str


def ended_before(today: date, kept_days: int) -> date:
    """Guests of visits that ended before this day are forgotten."""
    return today - timedelta(days=kept_days)
