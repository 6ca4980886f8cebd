"""How long requests and operations took, counted in half a microsecond.

The SDK's histogram needs 8 µs for a value, 15 between cold caches, which is a third of what serving a ready
answer costs. So values are counted here, and the same histogram is shown to Prometheus and to OTLP.

Each bucket keeps the newest request in it whose spans are kept: its exemplar, the way from figure to trace.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import accumulate
from math import inf
from time import time_ns
from typing import Any, Final, NamedTuple

from opentelemetry.exporter.otlp.proto.http.metric_exporter import OTLPMetricExporter
from opentelemetry.sdk.metrics import Exemplar as SdkExemplar
from opentelemetry.sdk.metrics.export import (
    AggregationTemporality,
    Histogram,
    HistogramDataPoint,
    Metric,
    MetricExportResult,
    MetricsData,
    ResourceMetrics,
    ScopeMetrics,
)
from opentelemetry.sdk.resources import Resource
from opentelemetry.trace import SpanContext
from prometheus_client.metrics_core import HistogramMetricFamily
from prometheus_client.metrics_core import Metric as Family
from prometheus_client.registry import Collector
from prometheus_client.samples import Exemplar as PrometheusExemplar

from chassis.telemetry import catalogue
from chassis.telemetry.tracing import SCOPE

SECONDS: Final = (0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0)

Answered = tuple[str | int, ...]
"""The values of the metric's labels, in their order."""


class Exemplar(NamedTuple):
    """One measured request that can be looked at."""

    span: SpanContext
    seconds: float
    at_ns: int

    def for_prometheus(self) -> PrometheusExemplar:
        labels = {"trace_id": f"{self.span.trace_id:032x}", "span_id": f"{self.span.span_id:016x}"}
        return PrometheusExemplar(labels, self.seconds, self.at_ns / 1e9)

    def for_otlp(self) -> SdkExemplar:
        return SdkExemplar({}, self.seconds, self.at_ns, self.span.span_id, self.span.trace_id)


class Series:
    """What was measured under the same labels. One object: recording looks it up once."""

    __slots__ = ("counts", "exemplars", "least", "most", "total")

    def __init__(self) -> None:
        self.counts = [0] * (len(SECONDS) + 1)
        self.exemplars: list[Exemplar | None] = [None] * (len(SECONDS) + 1)
        self.least, self.most, self.total = inf, 0.0, 0.0


class Durations(Collector):
    """Cumulative since ``begin``. Written by the event loop, read by whoever scrapes or exports."""

    def __init__(self, metric: catalogue.Metric) -> None:
        self._metric = metric
        self._series: dict[Answered, Series] = {}
        self._since_ns = time_ns()

    def record(self, answered: Answered, seconds: float, kept: SpanContext | None = None) -> None:
        """``kept``: the request's span, if it is exported."""
        series = self._series.get(answered)
        if series is None:
            series = self._series[answered] = Series()
        bucket = bisect_left(SECONDS, seconds)
        series.counts[bucket] += 1
        if kept is not None:
            series.exemplars[bucket] = Exemplar(kept, seconds, time_ns())
        series.total += seconds
        if not series.least <= seconds <= series.most:
            series.least, series.most = min(series.least, seconds), max(series.most, seconds)

    def collect(self) -> Iterable[Family]:
        """For Prometheus' registry."""
        metric = self._metric
        family = HistogramMetricFamily(metric.prometheus, metric.meaning, labels=metric.prometheus_labels)
        bounds = [*(str(float(bound)) for bound in SECONDS), "+Inf"]
        for answered, series in list(self._series.items()):
            counted = zip(bounds, map(float, accumulate(series.counts)), series.exemplars, strict=True)
            buckets = [_bucket(*each) for each in counted]
            family.add_metric([str(value) for value in answered], buckets, series.total)
        yield family

    def metric(self) -> Metric:
        """For OTLP."""
        points = [self._point(answered, series) for answered, series in list(self._series.items())]
        data = Histogram(points, AggregationTemporality.CUMULATIVE)
        return Metric(self._metric.name, self._metric.meaning, self._metric.unit, data)

    def _point(self, answered: Answered, series: Series) -> HistogramDataPoint:
        return HistogramDataPoint(
            attributes=dict(zip(self._metric.labels, answered, strict=True)),
            start_time_unix_nano=self._since_ns,
            time_unix_nano=time_ns(),
            count=sum(series.counts),
            sum=series.total,
            bucket_counts=tuple(series.counts),
            explicit_bounds=SECONDS,
            min=series.least,
            max=series.most,
            exemplars=[found.for_otlp() for found in series.exemplars if found],
        )


def _bucket(
    bound: str, count: float, found: Exemplar | None
) -> tuple[str, float] | tuple[str, float, PrometheusExemplar]:
    return (bound, count) if found is None else (bound, count, found.for_prometheus())


class WithDurations(OTLPMetricExporter):
    """Sends the SDK's metrics, and the durations with them."""

    def __init__(self, endpoint: str, durations: Sequence[Durations], resource: Resource) -> None:
        super().__init__(endpoint)
        self._durations, self._of = durations, resource

    def export(
        self, metrics_data: MetricsData, timeout_millis: float | None = 10_000, **kwargs: Any
    ) -> MetricExportResult:
        ours = ScopeMetrics(SCOPE, [each.metric() for each in self._durations], "")
        all_data = MetricsData([*metrics_data.resource_metrics, ResourceMetrics(self._of, [ours], "")])
        return super().export(all_data, timeout_millis, **kwargs)
