"""The orientation of a call: for everyone who goes, before they go, with limited places.

When: so many weeks before the stays begin, at the office's hour, but never sooner than tomorrow; a call
without stay dates gets the shortest notice that the office allows. The figures are the office's settings.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from uuid import UUID

from chassis.refusal import LocalizedText
from contracts.vocabulary import EventKind
from services.events.domain.gathering import Gathering


@dataclass(frozen=True, slots=True)
class OrientationRule:
    """``places`` people, ``weeks_before`` the stays begin, from ``at`` in ``zone`` for ``length``."""

    places: int
    weeks_before: int
    notice_days: int
    at: time
    length: timedelta
    venue: str
    zone: tzinfo


@dataclass(frozen=True, slots=True)
class GoingCall:
    """What the orientation needs to know of its call."""

    id: UUID
    title: LocalizedText
    stay_begins: date | None


def plan_orientation(gathering_id: UUID, call: GoingCall, rule: OrientationRule, now: datetime) -> Gathering:
    begins_at = datetime.combine(_day(call.stay_begins, rule, now), rule.at, rule.zone)
    return Gathering(
        id=gathering_id,
        kind=EventKind.ORIENTATION,
        title=LocalizedText(tr=f"Oryantasyon: {call.title.tr}", en=f"Orientation: {call.title.en}"),
        begins_at=begins_at,
        ends_at=begins_at + rule.length,
        venue=rule.venue,
        capacity=rule.places,
        call_id=call.id,
    )


def _day(stay_begins: date | None, rule: OrientationRule, now: datetime) -> date:
    """Stays from 14 September 2026 with three weeks: 24 August 2026."""
    today = now.astimezone(rule.zone).date()
    if stay_begins is None:
        return today + timedelta(days=rule.notice_days)
    return max(stay_begins - timedelta(weeks=rule.weeks_before), today + timedelta(days=1))
