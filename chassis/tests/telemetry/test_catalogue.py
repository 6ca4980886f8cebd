"""The catalogue is what a real page shows: names, labels, meanings."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from prometheus_client.metrics_core import Metric as Family
from prometheus_client.parser import text_string_to_metric_families

from chassis.telemetry.catalogue import METRICS, Metric, Shape
from chassis.tests.telemetry import scraping
from chassis.tests.telemetry.conftest import Start
from chassis.tests.telemetry.every_metric import forget_everything, measure_everything

OURS = ("kervan_", "http_server_", "db_client_")


@pytest.fixture
def page(start: Start) -> Iterator[dict[str, Family]]:
    """A page on which everything was measured once: its families by the catalogue's names for them."""
    start()
    measure_everything()
    families = text_string_to_metric_families(scraping.page())
    yield {
        f"{family.name}_total" if family.type == "counter" else family.name: family
        for family in families
        if family.name.startswith(OURS)
    }
    forget_everything()


def test_a_page_shows_every_metric_of_the_catalogue_and_no_other(page: dict[str, Family]) -> None:
    assert set(page) == {metric.prometheus for metric in METRICS}


@pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.name)
def test_a_metric_has_the_shape_labels_series_and_meaning_of_the_catalogue(
    metric: Metric, page: dict[str, Family]
) -> None:
    family = page[metric.prometheus]
    labels = {label for sample in family.samples for label in sample.labels} - {"le"}
    assert (family.type, labels) == (str(metric.shape), set(metric.prometheus_labels))
    assert {sample.name for sample in family.samples} == set(metric.series)
    assert family.documentation == metric.meaning


def test_a_metric_says_what_is_normal() -> None:
    assert [metric.name for metric in METRICS if not (metric.meaning and metric.normal)] == []
    assert len({metric.name for metric in METRICS}) == len(METRICS)
    assert {metric.shape for metric in METRICS} == set(Shape)
