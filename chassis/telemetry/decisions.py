"""One line of the log for each decision: a command done or refused, an event acted on or set aside.

Not for reads, not for projections, not for attempts. A line is written after the commit that makes it true.
``record``: which one it is (``Record.facts``), with the event's own ``trace_id``, not that of the batch that
brought it; ``published``: what the decision led to.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

import structlog

EVENTS_TOLD_MAX: Final = 20

log = structlog.get_logger()

Facts = Mapping[str, Any]


class Published(NamedTuple):
    """What stands of an event in a line."""

    event_id: str
    type: str
    key: str


def command_done(command: str, key: str | None, status: int, published: Sequence[Published]) -> None:
    """``command``: method and route; ``key``: the aggregate's id."""
    log.info("command.done", command=command, key=key, status=status, **_events(published))


def command_refused(command: str, code: str) -> None:
    """By a rule, or because it came late or twice: ``code`` is the refusal's."""
    log.info("command.refused", command=command, code=code)


def command_replayed(command: str, key: str | None) -> None:
    """It had been done before, and got its first answer again."""
    log.info("command.replayed", command=command, key=key)


def event_acted_on(group: str, record: Facts, published: Sequence[Published]) -> None:
    log.info("event.acted_on", group=group, **record, **_events(published))


def record_parked(group: str, record: Facts, reason: str, error: Exception | None) -> None:
    """``error``: with its stack, where the fault may be ours."""
    log.error("record.parked", group=group, **record, reason=reason, exc_info=error)


def record_parked_behind(group: str, record: Facts) -> None:
    """Its key waits for an operator already."""
    log.warning("record.parked_behind", group=group, **record)


def _events(published: Sequence[Published]) -> dict[str, Any]:
    """The first of them, and how many where there are more."""
    told: dict[str, Any] = {"events": [each._asdict() for each in published[:EVENTS_TOLD_MAX]]}
    if len(published) > EVENTS_TOLD_MAX:
        told["events_count"] = len(published)
    return told
