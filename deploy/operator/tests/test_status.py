"""What an operator reads of a process that lags, has parked something and has not forgotten somebody."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC, datetime

from rich.console import Console

from deploy.operator.status import Account, erasures, show_lag, staleness

NOW = datetime(2026, 6, 20, 12, tzinfo=UTC)
REPORT = {
    "groups": [
        {"group": "gateway.views", "lag": 7, "lag_seconds": 42.5, "parked": 0, "healthy": True},
        {"group": "events.erasures", "lag": None, "lag_seconds": None, "parked": 3, "healthy": False},
    ],
    "erasures": [
        {"group": "events.erasures", "since": "2026-06-01T12:00:00+03:00", "due": "2026-07-01T12:00:00+03:00"}
    ],
}


def rows(shown: str, of: str) -> list[str]:
    """The cells of the line about a group."""
    line = next(line for line in shown.splitlines() if of in line)
    return [cell.strip() for cell in line.strip("│ ").split("│")]


def printed(show: Callable[[Console], object]) -> str:
    written = io.StringIO()
    show(Console(file=written, width=120))
    return written.getvalue()


def test_lag_is_told_in_records_and_in_seconds() -> None:
    shown = printed(lambda console: show_lag(console, [Account("gateway", True, REPORT)]))
    assert rows(shown, "gateway.views") == ["gateway.views", "7", "42.5", "0", "ok · iyi"]
    assert rows(shown, "events.erasures") == ["events.erasures", "–", "–", "3", "stuck · takıldı"]


def test_an_erasure_that_waits_is_told_with_the_days_that_the_law_leaves() -> None:
    shown = printed(lambda console: console.print(erasures([Account("events", True, REPORT)], NOW)))
    assert rows(shown, "events.erasures") == ["events.erasures", "2026-06-01 09:00:00", "10"]


def test_where_all_are_forgotten_nothing_is_said() -> None:
    assert erasures([Account("events", True, {"erasures": []}), Account("mobility", False)], NOW) is None


def test_the_views_are_as_old_as_the_oldest_change_they_lack() -> None:
    assert staleness([Account("mobility", True), Account("gateway", True, REPORT)]) == 42.5
    assert staleness([Account("gateway", False)]) is None
