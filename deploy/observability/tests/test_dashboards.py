"""Dashboards and the page of metrics: as generated, of what exists, each panel with its sentence."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from opentelemetry.trace import INVALID_SPAN_CONTEXT

from chassis.telemetry.catalogue import METRICS
from chassis.telemetry.durations import Exemplar
from deploy.local.layout import CHECKOUT
from deploy.observability.__main__ import different
from deploy.observability.dashboards import DASHBOARDS
from deploy.observability.expressions import unknown
from deploy.observability.panels import PROMETHEUS, WITH_EXEMPLARS, Dashboard, Panel, written
from deploy.observability.tests.evaluating import told

PANELS = [
    pytest.param(panel, id=f"{dashboard.uid}: {panel.title}")
    for dashboard in DASHBOARDS
    for panel in dashboard.panels
]
SENTENCE_CHARACTERS_MAX = 120


@pytest.mark.parametrize("panel", PANELS)
def test_a_panel_shows_what_exists_and_says_what_is_normal(panel: Panel) -> None:
    assert [complaint for query in panel.queries for complaint in unknown(query.expression)] == []
    for sentence in (panel.en, panel.tr):
        assert sentence.endswith(".")
        assert len(sentence) <= SENTENCE_CHARACTERS_MAX
    assert " · " in panel.title


@pytest.mark.parametrize("what", ["dashboards", "metrics", "logs"])
def test_what_is_generated_is_as_it_was_generated(what: str) -> None:
    assert different(what) == [], f"python -m deploy.observability {what}"


def test_every_metric_is_on_a_dashboard() -> None:
    shown = " ".join(query.expression for d in DASHBOARDS for panel in d.panels for query in panel.queries)
    assert [metric.name for metric in METRICS if metric.prometheus not in shown] == []


def test_every_service_has_a_dashboard() -> None:
    services = {path.parent.name for path in CHECKOUT.glob("services/*/app.py")} | {"gateway"}
    assert {f"kervan-{name}" for name in services | {"office", "flow"}} == {d.uid for d in DASHBOARDS}


@pytest.mark.parametrize("dashboard", DASHBOARDS, ids=lambda dashboard: dashboard.uid)
def test_panels_do_not_cover_each_other_and_read_the_provisioned_source(dashboard: Dashboard) -> None:
    panels = written(dashboard)["panels"]
    assert len({(p["gridPos"]["x"], p["gridPos"]["y"]) for p in panels}) == len(panels)
    assert len({p["id"] for p in panels}) == len(panels)
    assert source("prometheus")["uid"] == PROMETHEUS["uid"]


def source(name: str) -> dict[str, Any]:
    """A provisioned data source."""
    file = CHECKOUT / f"deploy/observability/grafana/provisioning/datasources/{name}.yml"
    [found] = yaml.safe_load(file.read_text(encoding="utf-8"))["datasources"]
    return dict(found)


def test_an_exemplar_leads_to_its_trace() -> None:
    """From the label that ``/metrics`` gives it to the source that shows it; Prometheus must keep it."""
    labels = Exemplar(INVALID_SPAN_CONTEXT, 0.1, 1).for_prometheus().labels
    [way] = source("prometheus")["jsonData"]["exemplarTraceIdDestinations"]
    assert way["name"] in labels
    assert way["datasourceUid"] == source("jaeger")["uid"]
    compose = yaml.safe_load((CHECKOUT / "docker-compose.yml").read_text(encoding="utf-8"))["services"]
    assert "--enable-feature=exemplar-storage" in compose["prometheus"]["command"]
    assert source("jaeger")["url"] == "http://jaeger:16686"
    assert "jaeger" in compose


def test_panels_of_durations_show_exemplars() -> None:
    targets = [t for d in DASHBOARDS for panel in written(d)["panels"] for t in panel["targets"]]
    asked = {target["expr"] for target in targets if target["exemplar"]}
    assert all("_bucket" in expression for expression in asked)
    assert {metric for metric in WITH_EXEMPLARS if not any(metric in one for one in asked)} == set()


def test_promtool_can_read_every_expression(promtool: Path, tmp_path: Path) -> None:
    expressions = {q.expression for d in DASHBOARDS for panel in d.panels for q in panel.queries}
    rules = "".join(f"  - record: shown:{n}\n    expr: {e!r}\n" for n, e in enumerate(sorted(expressions)))
    file = tmp_path / "expressions.yml"
    file.write_text(f"groups:\n- name: dashboards\n  rules:\n{rules}", encoding="utf-8")
    told(promtool, "check", "rules", "--lint=none", file)
