"""What every panel shows right now, read from a Prometheus: to see the dashboards without Grafana.

``python -m deploy.observability look http://127.0.0.1:9090``: a line a query, and those that show nothing.
"""

from __future__ import annotations

import json
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import isnan
from typing import Any, Final

from deploy.observability.dashboards import DASHBOARDS
from deploy.observability.panels import Query

ANSWER_SECONDS_MAX: Final = 30
STEP_SECONDS: Final = 15


@dataclass(frozen=True, slots=True)
class Seen:
    """One query of a panel over a span of time: how many lines it draws, and between which values."""

    dashboard: str
    panel: str
    legend: str
    lines: int
    least: float
    most: float

    def __str__(self) -> str:
        drawn = f"{self.lines} lines, {self.least:.4g} to {self.most:.4g}" if self.lines else "nothing"
        return f"{self.dashboard} | {self.panel} | {self.legend} | {drawn}"


def look(prometheus: str, seconds: int) -> Iterator[Seen]:
    """Every query of every panel over the last ``seconds``. Raises: OSError when Prometheus is not there."""
    for dashboard in DASHBOARDS:
        for panel in dashboard.panels:
            for query in panel.queries:
                drawn = _drawn(prometheus, query, seconds)
                values = [value for line in drawn for value in line]
                least, most = (min(values), max(values)) if values else (0.0, 0.0)
                yield Seen(dashboard.uid, panel.title, query.legend, len(drawn), least, most)


def _drawn(prometheus: str, query: Query, seconds: int) -> Sequence[Sequence[float]]:
    """Lines of at least one number."""
    now = time.time()
    span = {"start": now - seconds, "end": now, "step": STEP_SECONDS}
    asked = urllib.parse.urlencode({"query": query.expression, **span})
    url = f"{prometheus.rstrip('/')}/api/v1/query_range?{asked}"
    with urllib.request.urlopen(url, timeout=ANSWER_SECONDS_MAX) as answer:  # noqa: S310  the operator's own
        found: list[dict[str, Any]] = json.load(answer)["data"]["result"]
    lines = ([float(value) for _, value in line["values"]] for line in found)
    numbers = ([value for value in line if not isnan(value)] for line in lines)
    return [line for line in numbers if line]
