"""Starting and stopping telemetry, and what it is attached to: HTTP app, database engine, HTTP client."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from fastapi import FastAPI
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.exporter.prometheus import PrometheusMetricReader
from opentelemetry.instrumentation.aiohttp_client import AioHttpClientInstrumentor
from opentelemetry.metrics import NoOpMeter
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import MetricReader, PeriodicExportingMetricReader
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import SpanLimits, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter
from opentelemetry.sdk.trace.sampling import ParentBased, TraceIdRatioBased
from prometheus_client import REGISTRY
from sqlalchemy.ext.asyncio import AsyncEngine

from chassis.telemetry import metrics, names, tracing
from chassis.telemetry.catalogue import BY_NAME
from chassis.telemetry.durations import Durations, WithDurations
from chassis.telemetry.http_server import TracedRequests
from chassis.telemetry.pools import reading_engine
from chassis.telemetry.settings import TelemetrySettings
from chassis.telemetry.span_privacy import WithoutPersonalData
from chassis.telemetry.sql import trace_statements
from chassis.telemetry.trace_files import TraceFile

EXPORT_EVERY_MS: Final = 1_000
SPANS_WAITING_MAX: Final = 8_192
SPANS_A_BATCH: Final = 1_024
ATTRIBUTE_CHARACTERS_MAX: Final = 2_048
LINKS_MAX: Final = 10_000
"""No bound but that of a batch, ``KERVAN_CONSUMER_RECORDS_MAX``: a message left out could not be found."""


@dataclass(frozen=True)
class Telemetry:
    """Telemetry of one process, from ``start_telemetry`` to ``shutdown``."""

    tracers: TracerProvider
    meters: MeterProvider
    durations: Sequence[Durations]

    def flush(self) -> None:
        """Write and send what is waiting."""
        self.tracers.force_flush()
        self.meters.force_flush()

    def shutdown(self) -> None:
        """Writes what is waiting; afterwards spans and measurements go nowhere."""
        global _running  # noqa: PLW0603
        tracing.record_to(tracing.Recording())
        metrics.measure_with(NoOpMeter(names.NAMESPACE), None, None)
        for durations in self.durations:
            REGISTRY.unregister(durations)
        if AioHttpClientInstrumentor().is_instrumented_by_opentelemetry:
            AioHttpClientInstrumentor().uninstrument()
        self.tracers.shutdown()
        self.meters.shutdown()
        _running = None


_running: Telemetry | None = None


def start_telemetry(service: str, settings: TelemetrySettings) -> Telemetry:
    """Spans to file and collector as the settings say, metrics to Prometheus' registry. Once in a process."""
    global _running  # noqa: PLW0603
    if _running is not None:
        raise RuntimeError("telemetry is already running in this process")
    # the stable names of HTTP; the client's instrumentation reads the variable once, at its first use
    os.environ.setdefault("OTEL_SEMCONV_STABILITY_OPT_IN", "http")
    resource = Resource.create({"service.name": service, "service.namespace": names.NAMESPACE})
    processors = [_processor(exporter) for exporter in _span_exporters(service, settings)]
    tracers = TracerProvider(
        sampler=ParentBased(TraceIdRatioBased(settings.trace_ratio)),
        resource=resource,
        span_limits=SpanLimits(max_attribute_length=ATTRIBUTE_CHARACTERS_MAX, max_links=LINKS_MAX),
        shutdown_on_exit=False,
    )
    for processor in processors:
        tracers.add_span_processor(processor)
    durations = [Durations(BY_NAME[name]) for name in names.EXEMPLARY]
    for each in durations:
        REGISTRY.register(each)
    readers = _metric_readers(settings, durations, resource)
    meters = MeterProvider(readers, resource, shutdown_on_exit=False)
    exporters = tuple(processor.on_end for processor in processors)
    tracer = tracers.get_tracer(names.NAMESPACE)
    tracing.record_to(tracing.Recording(tracer, resource, exporters, settings.trace_ratio))
    metrics.measure_with(meters.get_meter(names.NAMESPACE), *durations)
    _running = Telemetry(tracers, meters, durations)
    return _running


def instrument_app(app: FastAPI) -> None:
    """A span and a duration for every request but probes; to be called before the first request."""
    app.add_middleware(TracedRequests)


def instrument_engine(engine: AsyncEngine, name: str) -> None:
    """A span for every statement inside a sampled trace; the pool's use is told under ``name``."""
    trace_statements(engine)
    metrics.pool_watched(name, reading_engine(engine))


def instrument_http_client() -> None:
    """Spans and traceparent headers for every aiohttp session made from now on."""
    if _running is None:
        return
    AioHttpClientInstrumentor().instrument(tracer_provider=_running.tracers, meter_provider=_running.meters)


def _span_exporters(service: str, settings: TelemetrySettings) -> list[SpanExporter]:
    exporters: list[SpanExporter] = []
    if settings.traces_dir is not None:
        exporters.append(TraceFile(settings.traces_dir, service))
    if settings.otlp_endpoint is not None:
        exporters.append(OTLPSpanExporter(f"{settings.otlp_endpoint.rstrip('/')}/v1/traces"))
    return exporters


def _processor(exporter: SpanExporter) -> BatchSpanProcessor:
    return BatchSpanProcessor(
        WithoutPersonalData(exporter), SPANS_WAITING_MAX, EXPORT_EVERY_MS, SPANS_A_BATCH
    )


def _metric_readers(
    settings: TelemetrySettings, durations: Sequence[Durations], resource: Resource
) -> list[MetricReader]:
    readers: list[MetricReader] = [PrometheusMetricReader(scope_info_enabled=False)]
    if settings.otlp_endpoint is not None:
        address = f"{settings.otlp_endpoint.rstrip('/')}/v1/metrics"
        exporter = WithDurations(address, durations, resource)
        readers.append(PeriodicExportingMetricReader(exporter))
    return readers
