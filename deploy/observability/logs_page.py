"""``docs/logs.md``, written from the table of log lines."""

from __future__ import annotations

from collections.abc import Iterator

from chassis.telemetry.log_events import SECTIONS, LogEvent

HEAD = """\
# Logs

Written by `python -m deploy.observability logs` from `chassis/telemetry/log_events.py`. Every process writes
one JSON object a line to its standard output: `time`, `level`, `service`, `event` (the name below), `logger`,
and inside a request or a batch `trace_id` and `span_id`. Things are named by id, people never: what looks
like a name, an address or a number of a person becomes `•••`. Libraries' own lines (warnings and worse) have
the same shape; their text stands in `event`.

- **One line for a decision**, after the commit that makes it true: a command done or refused, an event acted
  on or set aside. It has the aggregate's `key`, the `event_id`, the event's own `trace_id`, and in `events`
  what it published, so one can go from line to line:
  `jq 'select(.event_id == "…" or any(.events[]?; .event_id == "…"))'`. Reads and projections write none; what
  became of one entity in all services tells `kervan story`.
- **A trouble that lasts** is told when it begins, once for each new kind of `error`, and when it is over
  (with `seconds` and `attempts`): not at every attempt. That it still lasts, metrics and alerts say.
- Whether a trace is kept or not, its id stands in the lines; [how to find its spans](operations.md#traces).
"""

SECTION = """
## {title}

| event | level | keys | meaning |
|---|---|---|---|
"""


def logs_page() -> str:
    return HEAD + "".join(_section(title, events) for title, events in SECTIONS.items())


def _section(title: str, events: tuple[LogEvent, ...]) -> str:
    return SECTION.format(title=title) + "".join(_lines(events))


def _lines(events: tuple[LogEvent, ...]) -> Iterator[str]:
    for event in events:
        keys = ", ".join(f"`{key}`" for key in event.keys) or "–"
        yield f"| `{event.name}` | {event.level} | {keys} | {event.meaning} |\n"
