"""From a figure to a request: read from the address that Prometheus reads, and as a collector is sent it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import aiohttp
import pytest
from fastapi import FastAPI
from opentelemetry.sdk.metrics import Exemplar
from opentelemetry.trace import SpanContext, get_current_span
from prometheus_client.metrics_core import Metric as Family
from prometheus_client.openmetrics.parser import text_string_to_metric_families
from prometheus_client.parser import text_string_to_metric_families as plain_families
from prometheus_client.samples import Sample

from chassis.http.health import router
from chassis.telemetry import metrics, names
from chassis.telemetry.catalogue import BY_NAME
from chassis.telemetry.durations import Durations
from chassis.telemetry.setup import instrument_app
from chassis.telemetry.tracing import context_from
from chassis.tests.http.conftest import served
from chassis.tests.telemetry.conftest import Start
from chassis.tests.telemetry.every_metric import forget_everything, measure_everything
from chassis.tests.telemetry.scraping import page_with_exemplars

TRACE, OTHER = "4bf92f3577b34da6a3ce929d0e0e4736", "b" * 32
SAMPLED, UNSAMPLED = f"00-{TRACE}-00f067aa0ba902b7-01", f"00-{OTHER}-00f067aa0ba902b7-00"
PROMETHEUS_ASKS = "application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5,*/*;q=0.1"
BUCKET = f"{BY_NAME[names.HTTP_DURATION].prometheus}_bucket"


def an_app() -> FastAPI:
    app = FastAPI()

    @app.get("/calls")
    async def calls() -> str:
        return "open"

    app.include_router(router)
    instrument_app(app)
    return app


async def page(accept: str, *traceparents: str) -> tuple[str, str]:
    """Media type and text of ``/metrics`` after a request in each of these traces."""
    async with served(an_app()) as url, aiohttp.ClientSession(url) as client:
        for traceparent in traceparents:
            await (await client.get("/calls", headers={"traceparent": traceparent})).read()
        answer = await client.get("/metrics", headers={"Accept": accept})
        return answer.headers["Content-Type"], await answer.text()


def families(text: str) -> Iterator[Family]:
    """Raises: ValueError for what is not OpenMetrics."""
    yield from text_string_to_metric_families(text)  # type: ignore[no-untyped-call]


def with_exemplar(text: str) -> list[Sample]:
    return [
        sample
        for family in families(text)
        for sample in family.samples
        if sample.name == BUCKET and sample.exemplar
    ]


async def test_a_bucket_leads_to_the_trace_of_a_request_in_it(start: Start) -> None:
    start()
    media_type, text = await page(PROMETHEUS_ASKS, SAMPLED, UNSAMPLED)
    assert media_type.startswith("application/openmetrics-text")
    (sample,) = with_exemplar(text)
    assert sample.exemplar is not None
    assert sample.labels["http_route"] == "/calls"
    assert sample.exemplar.labels["trace_id"] == TRACE
    assert len(sample.exemplar.labels["span_id"]) == 16
    assert 0 < sample.exemplar.value <= float(sample.labels["le"])


async def test_what_is_not_kept_is_no_exemplar(start: Start) -> None:
    start()
    _, text = await page(PROMETHEUS_ASKS, UNSAMPLED)
    assert BUCKET in text
    assert with_exemplar(text) == []


async def test_who_wants_plain_text_gets_it_and_the_same_figures(start: Start) -> None:
    start()
    media_type, text = await page("*/*", SAMPLED)
    assert media_type.startswith("text/plain")
    assert TRACE not in text
    samples = [sample for family in plain_families(text) for sample in family.samples]
    assert [sample.value for sample in samples if sample.name == BUCKET and sample.labels["le"] == "+Inf"]


@pytest.mark.parametrize(
    "accept", ["application/openmetrics-text; version=abc", "application/openmetrics-text"]
)
async def test_a_strange_version_is_no_fault_of_ours(start: Start, accept: str) -> None:
    start()
    media_type, text = await page(accept)
    assert media_type.startswith("application/openmetrics-text")
    assert text.endswith("# EOF\n")


def test_every_family_of_a_whole_page_is_good_openmetrics(start: Start) -> None:
    """What Prometheus refuses to read it refuses whole."""
    start()
    measure_everything()
    read = {family.name for family in families(page_with_exemplars())}
    forget_everything()
    wanted = {metric.prometheus.removesuffix("_total") for metric in BY_NAME.values()}
    assert wanted - read == set()


def test_the_newest_of_a_bucket_stays_and_each_bucket_has_its_own() -> None:
    durations = Durations(BY_NAME[names.HTTP_DURATION])
    spans = [of(n) for n in (1, 2, 3)]
    for span, seconds in zip(spans, (0.006, 0.007, 0.6), strict=True):
        durations.record(("GET", "/calls", 200), seconds, span)
    durations.record(("GET", "/calls", 200), 0.008)
    (point,) = durations.metric().data.data_points
    kept: Sequence[Exemplar] = point.exemplars
    assert [(e.trace_id, e.span_id, e.value) for e in kept] == [
        (spans[1].trace_id, spans[1].span_id, 0.007),
        (spans[2].trace_id, spans[2].span_id, 0.6),
    ]


def test_operations_have_them_too(start: Start) -> None:
    start()
    metrics.operation_answered("OpenCalls", "query", "answered", 0.01, of(7))
    name = f"{BY_NAME[names.OPERATION_DURATION].prometheus}_bucket"
    found = [line for line in page_with_exemplars().splitlines() if line.startswith(name)]
    assert [line for line in found if f'# {{span_id="{7:016x}"' in line and f"{7:032x}" in line]


def of(number: int) -> SpanContext:
    traceparent = f"00-{number:032x}-{number:016x}-01"
    return get_current_span(context_from(traceparent)).get_span_context()
