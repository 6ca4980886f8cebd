"""The one place that asks what time it is. Everything else takes the time as an argument."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

Clock = Callable[[], datetime]

ISTANBUL = ZoneInfo("Europe/Istanbul")


def utc_now() -> datetime:
    return datetime.now(UTC)


def academic_date(instant: datetime) -> date:
    """The calendar day in Istanbul: deadlines and stays are counted in it."""
    return instant.astimezone(ISTANBUL).date()
