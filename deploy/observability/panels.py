"""What a dashboard is made of, and how Grafana writes it down (its JSON model, schema version 39).

Of that model only what Kervan uses: rows of equal panels, each with a sentence about what is normal.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from chassis.telemetry.catalogue import BY_NAME
from chassis.telemetry.names import EXEMPLARY

SCHEMA: Final = 39
WIDTH, HEIGHT, COLUMNS = 8, 8, 3
PROMETHEUS: Final = {"type": "prometheus", "uid": "kervan-prometheus"}
"""The data source of ``grafana/provisioning/datasources``; it knows where an exemplar's trace is shown."""
WITH_EXEMPLARS: Final = tuple(BY_NAME[name].prometheus for name in EXEMPLARY)


class Unit(StrEnum):
    """Grafana's names."""

    SECONDS = "s"
    DAYS = "d"
    A_SECOND = "ops"
    SHARE = "percentunit"
    BYTES = "bytes"
    COUNT = "short"


@dataclass(frozen=True, slots=True)
class Query:
    """``legend``: with labels as ``{{group}}``."""

    expression: str
    legend: str


@dataclass(frozen=True, slots=True)
class Panel:
    """``en`` and ``tr``: one sentence each, what is normal."""

    title: str
    en: str
    tr: str
    unit: Unit
    queries: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Dashboard:
    uid: str
    title: str
    panels: Sequence[Panel]
    tags: Sequence[str] = field(default=("kervan",))


def written(dashboard: Dashboard) -> dict[str, Any]:
    """As Grafana reads it from a provisioned folder."""
    return {
        "uid": dashboard.uid,
        "title": dashboard.title,
        "tags": list(dashboard.tags),
        "schemaVersion": SCHEMA,
        "editable": False,
        "refresh": "30s",
        "time": {"from": "now-1h", "to": "now"},
        "timezone": "browser",
        "panels": [_panel(panel, place) for place, panel in enumerate(dashboard.panels)],
    }


def _panel(panel: Panel, place: int) -> dict[str, Any]:
    row, column = divmod(place, COLUMNS)
    return {
        "id": place + 1,
        "type": "timeseries",
        "title": panel.title,
        "description": f"{panel.en}\n\n{panel.tr}",
        "datasource": PROMETHEUS,
        "gridPos": {"x": column * WIDTH, "y": row * HEIGHT, "w": WIDTH, "h": HEIGHT},
        "fieldConfig": {"defaults": {"unit": str(panel.unit), "min": 0}, "overrides": []},
        "options": {"legend": {"displayMode": "list", "placement": "bottom", "showLegend": True}},
        "targets": [_target(query, number) for number, query in enumerate(panel.queries)],
    }


def _target(query: Query, number: int) -> dict[str, Any]:
    return {
        "refId": chr(ord("A") + number),
        "datasource": PROMETHEUS,
        "expr": query.expression,
        "legendFormat": query.legend,
        "range": True,
        "exemplar": any(f"{metric}_bucket" in query.expression for metric in WITH_EXEMPLARS),
    }
