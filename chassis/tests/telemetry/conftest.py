"""A process with its telemetry running, as ``chassis.process`` starts it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from chassis.telemetry.settings import TelemetrySettings
from chassis.telemetry.setup import Telemetry, start_telemetry

Start = Callable[..., Telemetry]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """``start(trace_ratio=0.0)``: telemetry of a service named "mobility", ended after the test."""
    running: list[Telemetry] = []

    def begin(**settings: object) -> Telemetry:
        chosen = TelemetrySettings.model_validate({"traces_dir": tmp_path, "otlp_endpoint": None, **settings})
        running.append(start_telemetry("mobility", chosen))
        return running[-1]

    yield begin
    for telemetry in running:
        telemetry.shutdown()
