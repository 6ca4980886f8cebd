"""One JSON object a line on stdout, with the trace it belongs to, from our code and from libraries alike."""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence
from math import inf
from time import monotonic
from typing import Any, Final, TextIO

import orjson
import stamina
import structlog
from opentelemetry.trace import get_current_span
from structlog.typing import EventDict, FilteringBoundLogger, Processor, WrappedLogger

from chassis.telemetry.privacy import mask_text, mask_value

# written by structlog and logging themselves, so nobody's; everything else is looked at
_OWN_KEYS: Final = frozenset({"time", "level", "service", "logger", "trace_id", "span_id"})

# uvicorn's access log holds query strings; requests are counted and traced instead
_SILENT: Final = ("uvicorn.access",)
# these tell every attempt to reach what is away: hundreds of lines an hour that say the same
_REPETITIVE: Final = ("aiokafka", "opentelemetry", "urllib3")
SAID_AGAIN_AFTER_SECONDS: Final = 600.0
SAID_MAX: Final = 1_000

_TALKATIVE: Final = ("aiokafka", "sqlalchemy.engine", "opentelemetry", "aiohttp.access", "asyncio")


def configure_logging(service: str, level: str = "INFO", stream: TextIO | None = None) -> None:
    """Route structlog and logging to stdout. Run uvicorn with ``log_config=None``, or it undoes this."""
    shared = _processors(service)
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level.lower()),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(stream or sys.stdout)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, redact, _render],
        )
    )
    handler.addFilter(_SaidLately())
    logging.basicConfig(handlers=[handler], level=level.upper(), force=True)
    logging.captureWarnings(True)
    stamina.instrumentation.set_on_retry_hooks(())  # it would tell every attempt; see ``Trouble``
    _quieten(level)


def get_logger(**bound: Any) -> FilteringBoundLogger:
    """``log = get_logger()``, then ``log.info("relay.published", count=3)``: things by id, people never."""
    logger: FilteringBoundLogger = structlog.get_logger(**bound)
    return logger


def redact(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Drop what is personal by its key, mask what is by its shape."""
    return {key: value if key in _OWN_KEYS else mask_value(key, value) for key, value in event.items()}


def _processors(service: str) -> Sequence[Processor]:
    def with_service(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
        event["service"] = service
        return event

    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
        with_service,
        _with_trace,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.format_exc_info,
    ]


def _with_trace(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """The current one, unless the line is about an event that came in another."""
    context = get_current_span().get_span_context()
    if context.is_valid and "trace_id" not in event:
        event["trace_id"] = f"{context.trace_id:032x}"
        event["span_id"] = f"{context.span_id:016x}"
    return event


def _render(_: WrappedLogger, __: str, event: EventDict) -> str:
    first = {key: event[key] for key in ("time", "level", "service", "event") if key in event}
    return orjson.dumps(first | dict(event), default=lambda value: mask_text(str(value))).decode()


class _SaidLately(logging.Filter):
    """Lets the same words of a repetitive library through once in ten minutes."""

    def __init__(self) -> None:
        super().__init__()
        self._said: dict[tuple[str, str], float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        if not record.name.startswith(_REPETITIVE):
            return True
        words, now = (record.name, record.getMessage()), monotonic()
        if now - self._said.get(words, -inf) < SAID_AGAIN_AFTER_SECONDS:
            return False
        if len(self._said) >= SAID_MAX:
            self._said.clear()
        self._said[words] = now
        return True


def _tells_no_address(record: logging.LogRecord) -> bool:
    """uvicorn tells of every WebSocket with its client's address and query string."""
    return "WebSocket" not in str(record.msg)


def _quieten(level: str) -> None:
    logging.getLogger("uvicorn.error").addFilter(_tells_no_address)
    for name in ("uvicorn", "uvicorn.error", *_SILENT, *_TALKATIVE):
        library = logging.getLogger(name)
        library.handlers.clear()
        library.propagate = name not in _SILENT
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLevelName(level.upper())))
