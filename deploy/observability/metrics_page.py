"""``docs/metrics.md``, written from the catalogue."""

from __future__ import annotations

from collections.abc import Iterator

from chassis.telemetry.catalogue import METRICS, Metric

HEAD = """\
# Metrics

Written by `python -m deploy.observability metrics` from `chassis/telemetry/catalogue.py`. Every process shows
them on `/metrics` (no token: not to be exposed) and sends them by OTLP where `OTEL_EXPORTER_OTLP_ENDPOINT` is
set, there under the names with dots. Prometheus adds `job` (the service) and `instance`; a histogram is read
as `…_bucket`, `…_sum` and `…_count`. Nobody who reads or is read about is in a label, and nothing that a
client wrote is there without a bound. Who accepts `application/openmetrics-text` (Prometheus does) gets
exemplars too: on each bucket of the two durations of requests and operations, trace id and span id of the
newest in it whose trace is kept.

| metric | unit | labels | what it says | normal |
|---|---|---|---|---|
"""

TAIL = """
**Several processes, one table.** Outbox, parked keys, erasures, clock and payments are measured by each
process that runs the relay (at the gateway: the consumer): take their `max`, not their `sum`. Lag is told by
whoever reads a partition and by nobody else; what a process told goes with it.

**After a restart.** Counters begin anew; those of a group or of the timetable begin at 0, as do
those without labels. Any other series
appears with its first count, and `rate` does not see that one. What is counted in PostgreSQL does not change.
"""


def metrics_page() -> str:
    return HEAD + "".join(_lines()) + TAIL


def _lines() -> Iterator[str]:
    for metric in METRICS:
        labels = ", ".join(f"`{label}`" for label in metric.prometheus_labels) or "–"
        yield (
            f"| `{metric.prometheus}`<br>{metric.shape}, `{metric.name}` | {_unit(metric)} | {labels} "
            f"| {metric.meaning} | {metric.normal} |\n"
        )


def _unit(metric: Metric) -> str:
    words = {"s": "seconds", "By": "bytes", "d": "days", "1": "share, 0 to 1"}
    return words.get(metric.unit, metric.unit.strip("{}"))
