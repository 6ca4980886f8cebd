"""What a process would write into its log, line by line."""

from __future__ import annotations

import io
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import orjson
import structlog

from chassis.telemetry.logs import configure_logging

Lines = Callable[[], list[dict[str, Any]]]
"""Call it for the lines written so far."""


@contextmanager
def logged() -> Iterator[Lines]:
    """The log of a service named "finance"; afterwards logging is as it was."""
    handlers, level, stdout = logging.root.handlers[:], logging.root.level, io.StringIO()
    configure_logging("finance", "INFO", stdout)
    try:
        yield lambda: [orjson.loads(line) for line in stdout.getvalue().splitlines()]
    finally:
        structlog.reset_defaults()
        logging.captureWarnings(False)
        logging.root.handlers[:] = handlers
        logging.root.setLevel(level)
