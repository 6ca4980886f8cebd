"""What Prometheus would read of this process."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from prometheus_client import REGISTRY, generate_latest
from prometheus_client.exposition import choose_encoder

from chassis.telemetry.settings import TelemetrySettings
from chassis.telemetry.setup import Telemetry, start_telemetry


@contextmanager
def measuring(folder: Path, **settings: object) -> Iterator[Telemetry]:
    """The telemetry of a service named "mobility", as ``chassis.process`` starts it."""
    chosen = TelemetrySettings.model_validate({"traces_dir": folder, "otlp_endpoint": None, **settings})
    telemetry = start_telemetry("mobility", chosen)
    try:
        yield telemetry
    finally:
        telemetry.shutdown()


def page() -> str:
    return generate_latest().decode()


def page_with_exemplars() -> str:
    encode, _ = choose_encoder("application/openmetrics-text")
    return encode(REGISTRY).decode()


def scraped(name: str) -> dict[str, float]:
    """Series whose name begins so: the rest of the name and the labels as text → value."""
    lines = [line for line in page().splitlines() if line.startswith(name)]
    return {line.rpartition(" ")[0].removeprefix(name): float(line.rpartition(" ")[2]) for line in lines}
