"""How long requests and operations took, counted in half a microsecond.

The SDK's histogram needs 8 µs for a value, 15 between cold caches, which is a third of what serving a ready
answer costs. So values are counted here, and the same histogram is shown to Prometheus and to OTLP.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import accumulate
from time import time_ns
from typing import Any, Final

from opentelemetry.exporter.otlp.proto.http.metric_exporter import OTLPMetricExporter
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
from prometheus_client.metrics_core import HistogramMetricFamily
from prometheus_client.metrics_core import Metric as Family
from prometheus_client.registry import Collector

from chassis.telemetry import catalogue
from chassis.telemetry.tracing import SCOPE

SECONDS: Final = (0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0)

Answered = tuple[str | int, ...]
"""The values of the metric's labels, in their order."""


class Durations(Collector):
    """Cumulative since ``begin``. Written by the event loop, read by whoever scrapes or exports."""

    def __init__(self, metric: catalogue.Metric) -> None:
        self._metric = metric
        self._counts: dict[Answered, list[int]] = {}
        self._sums: dict[Answered, float] = {}
        self._extremes: dict[Answered, tuple[float, float]] = {}
        self._since_ns = time_ns()

    def record(self, answered: Answered, seconds: float) -> None:
        counts = self._counts.get(answered)
        if counts is None:
            counts = self._counts[answered] = [0] * (len(SECONDS) + 1)
            self._sums[answered], self._extremes[answered] = 0.0, (seconds, seconds)
        least, most = self._extremes[answered]
        if not least <= seconds <= most:
            self._extremes[answered] = min(least, seconds), max(most, seconds)
        counts[bisect_left(SECONDS, seconds)] += 1
        self._sums[answered] += seconds

    def collect(self) -> Iterable[Family]:
        """For Prometheus' registry."""
        metric = self._metric
        family = HistogramMetricFamily(metric.prometheus, metric.meaning, labels=metric.prometheus_labels)
        bounds = [*(str(float(bound)) for bound in SECONDS), "+Inf"]
        for answered, counts in list(self._counts.items()):
            buckets = list(zip(bounds, map(float, accumulate(counts)), strict=True))
            family.add_metric([str(value) for value in answered], buckets, self._sums[answered])
        yield family

    def metric(self) -> Metric:
        """For OTLP."""
        points = [self._point(answered, counts) for answered, counts in list(self._counts.items())]
        data = Histogram(points, AggregationTemporality.CUMULATIVE)
        return Metric(self._metric.name, self._metric.meaning, self._metric.unit, data)

    def _point(self, answered: Answered, counts: Sequence[int]) -> HistogramDataPoint:
        least, most = self._extremes[answered]
        return HistogramDataPoint(
            attributes=dict(zip(self._metric.labels, answered, strict=True)),
            start_time_unix_nano=self._since_ns,
            time_unix_nano=time_ns(),
            count=sum(counts),
            sum=self._sums[answered],
            bucket_counts=tuple(counts),
            explicit_bounds=SECONDS,
            min=least,
            max=most,
        )


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
