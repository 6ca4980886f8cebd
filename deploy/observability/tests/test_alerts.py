"""Rules name what exists, say it in two languages, lead to a page; promtool's tests show each fire."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from chassis.telemetry.catalogue import METRICS
from deploy.local.layout import CHECKOUT
from deploy.observability.expressions import unknown
from deploy.observability.tests.evaluating import ALERTS, rules, told

LINKS = re.compile(r"\]\(([^)#]+)\)")
RULES = [pytest.param(rule, id=name) for name, rule in rules().items()]


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_names_only_metrics_and_labels_that_exist(rule: dict[str, Any]) -> None:
    assert list(unknown(rule["expr"])) == []


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_says_what_is_wrong_in_both_languages_and_where_to_read_on(rule: dict[str, Any]) -> None:
    told = rule["annotations"]
    assert rule["labels"]["severity"] in {"critical", "warning"}
    assert set(told) == {"summary", "summary_tr", "description", "description_tr", "runbook"}
    assert all(told.values())
    assert told["summary"] != told["summary_tr"]
    assert (CHECKOUT / told["runbook"]).is_file()


@pytest.mark.parametrize("rule", RULES)
def test_the_page_of_a_rule_knows_its_alert(rule: dict[str, Any]) -> None:
    page = (CHECKOUT / rule["annotations"]["runbook"]).read_text(encoding="utf-8")
    assert f"`{rule['alert']}`" in page


@pytest.mark.parametrize(
    "page", sorted((CHECKOUT / "docs/runbook/alerts").glob("*.md")), ids=lambda p: p.stem
)
def test_a_page_is_whole_its_links_lead_somewhere_and_an_alert_leads_to_it(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    sections = re.split(r"^## (.+)$", text, flags=re.MULTILINE)
    assert sections[1::2] == ["Symptom", "Cause", "Command", "Over"]
    assert "```sh" in sections[6]
    assert [link for link in LINKS.findall(text) if not (page.parent / link).is_file()] == []
    assert str(page.relative_to(CHECKOUT)) in {rule["annotations"]["runbook"] for rule in rules().values()}


@pytest.mark.parametrize(
    "page", [*CHECKOUT.glob("docs/runbook/**/*.md"), CHECKOUT / "docs/operations.md"], ids=lambda p: p.stem
)
def test_a_page_names_metrics_that_exist(page: Path) -> None:
    named = set(re.findall(r"`(kervan_[a-z_]+|kervan\.[a-z_.]+)", page.read_text(encoding="utf-8")))
    there = [name for metric in METRICS for name in (metric.name, *metric.series)]
    assert [name for name in named if not any(each.startswith(name) for each in there)] == []


def test_every_alert_fires_in_one_of_promtools_tests() -> None:
    tested = " ".join(path.read_text(encoding="utf-8") for path in (ALERTS / "tests").glob("*.yml"))
    assert [name for name in rules() if f'alertname="{name}"' not in tested] == []


@pytest.mark.parametrize(
    ("expression", "complaint"),
    [
        ("rate(kervan_outbox_deep_total[5m]) > 0", "no metric is called kervan_outbox_deep_total"),
        ('kervan_outbox_depth{group="a"}', "kervan_outbox_depth has no label group"),
        ("sum by (topics) (kervan_consumer_lag)", "nothing here has the label topics"),
        ("sum by (le) (rate(kervan_outbox_depth[5m]))", "nothing here has the label le"),
        (
            "kervan_relay_batch_duration_seconds > 1",
            "no metric is called kervan_relay_batch_duration_seconds",
        ),
    ],
)
def test_what_does_not_exist_is_found(expression: str, complaint: str) -> None:
    assert list(unknown(expression)) == [complaint]


@pytest.mark.parametrize("tests", sorted((ALERTS / "tests").glob("*.yml")), ids=lambda path: path.stem)
def test_promtool_sees_each_alert_fire_and_stay_silent(tests: Path, promtool: Path) -> None:
    told(promtool, "test", "rules", tests)


def test_promtool_accepts_the_configuration(promtool: Path) -> None:
    told(promtool, "check", "config", ALERTS.parent / "prometheus.yml")


def test_every_service_is_scraped_by_its_own_name() -> None:
    config = yaml.safe_load((ALERTS.parent / "prometheus.yml").read_text(encoding="utf-8"))
    services = {path.parent.name for path in CHECKOUT.glob("services/*/app.py")} | {"gateway"}
    assert {job["job_name"] for job in config["scrape_configs"]} == services
