"""A process with its telemetry running, as ``chassis.process`` starts it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from chassis.telemetry.setup import Telemetry
from chassis.tests.telemetry.scraping import measuring

Start = Callable[..., Telemetry]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """``start(trace_ratio=0.0)``: telemetry of a service named "mobility", ended after the test."""
    with ExitStack() as running:

        def begin(**settings: object) -> Telemetry:
            return running.enter_context(measuring(tmp_path, **settings))

        yield begin
