"""When and for how many the orientation of a call is."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from chassis.ids import new_id
from chassis.refusal import LocalizedText
from services.events.domain.gathering import Gathering, schedule
from services.events.domain.orientation import GoingCall, OrientationRule, plan_orientation
from services.events.tests.builders import NOW

ISTANBUL = ZoneInfo("Europe/Istanbul")
RULE = OrientationRule(
    places=30,
    weeks_before=3,
    notice_days=14,
    at=time(14),
    length=timedelta(hours=2),
    venue="Hall",
    zone=ISTANBUL,
)


def planned(stay_begins: date | None) -> Gathering:
    call = GoingCall(new_id(), LocalizedText(tr="KA131 öğrenim", en="KA131 study"), stay_begins)
    return plan_orientation(new_id(), call, RULE, NOW)


@pytest.mark.parametrize(
    ("stay_begins", "day"),
    [
        (date(2026, 9, 14), date(2026, 8, 24)),
        (date(2026, 6, 10), date(2026, 6, 2)),
        (date(2026, 6, 1), date(2026, 6, 2)),
        (None, date(2026, 6, 15)),
    ],
    ids=["three weeks before", "not sooner than tomorrow", "even when stays begin today", "no stay dates"],
)
def test_the_day_of_the_orientation(stay_begins: date | None, day: date) -> None:
    assert planned(stay_begins).begins_at == datetime.combine(day, time(14), ISTANBUL)


def test_it_has_the_offices_places_and_the_calls_title_in_both_languages() -> None:
    orientation = planned(None)
    assert orientation.capacity == 30
    assert orientation.title == LocalizedText(tr="Oryantasyon: KA131 öğrenim", en="Orientation: KA131 study")


def test_what_is_planned_may_be_announced_and_is_by_invitation() -> None:
    orientation = planned(date(2026, 6, 1))
    assert schedule(orientation, NOW).by_invitation
