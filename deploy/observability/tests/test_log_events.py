"""Every line of the logs stands in the table with its level and keys, and nothing else stands there."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from chassis.telemetry.log_events import DECISIONS, LOG_EVENTS, OF_EVERY_LINE, LogEvent
from deploy.local.layout import CHECKOUT

LEVELS = {"debug", "info", "warning", "error", "exception", "critical"}
NO_KEYS = {"exc_info"}
BY_NAME = {event.name: event for event in LOG_EVENTS}


@dataclass(frozen=True)
class Line:
    """A place in the code that writes one. ``open``: it may have more keys than can be read there."""

    place: str
    name: str
    level: str
    keys: frozenset[str]
    open: bool


def lines_of(source: str, place: str) -> Iterator[Line]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            at, given = f"{place}:{node.lineno}", node.keywords
            keys = frozenset(keyword.arg for keyword in given if keyword.arg) - NO_KEYS
            is_open = any(keyword.arg is None for keyword in given)
            match node.func:
                case ast.Attribute(value=ast.Name(id="log"), attr=level) if level in LEVELS:
                    yield Line(at, _text(node.args[0]), level, keys, is_open)
                case ast.Name(id="Trouble"):
                    yield Line(at, _text(node.args[1]), "warning", keys | {"error"}, True)
                    yield Line(at, _text(node.args[2]), "info", keys | {"seconds", "attempts"}, False)


def _text(node: ast.expr) -> str:
    assert isinstance(node, ast.Constant), "a line's name stands where it is written"
    return str(node.value)


def _files() -> Iterator[Path]:
    for folder in ("chassis", "services", "gateway"):
        for path in sorted((CHECKOUT / folder).rglob("*.py")):
            if "tests" not in path.parts and path.name != "trouble.py":
                yield path


LINES = [line for path in _files() for line in lines_of(path.read_text(), str(path.relative_to(CHECKOUT)))]


def as_the_table_says(line: Line) -> bool:
    event = BY_NAME.get(line.name)
    if event is None or event.level != line.level:
        return False
    return line.keys <= set(event.keys) if line.open else line.keys == set(event.keys)


def test_every_line_in_the_code_is_as_the_table_says() -> None:
    assert [line for line in LINES if not as_the_table_says(line)] == []


def test_the_table_knows_no_line_that_nobody_writes() -> None:
    assert sorted(BY_NAME.keys() - {line.name for line in LINES}) == []
    assert len(BY_NAME) == len(LOG_EVENTS)


@pytest.mark.parametrize("event", DECISIONS, ids=lambda event: event.name)
def test_a_decision_about_an_event_names_the_event_its_key_and_its_trace(event: LogEvent) -> None:
    if event.name.startswith(("event.", "record.")):
        assert {"group", "event_id", "key", "trace_id"} <= set(event.keys)


def test_no_line_overwrites_what_every_line_has() -> None:
    mine = set(OF_EVERY_LINE) - {"trace_id"}
    assert [line for line in LINES if line.keys & mine] == []
    assert [event.name for event in LOG_EVENTS if mine & set(event.keys)] == []


@pytest.mark.parametrize(
    ("source", "right"),
    [
        ('log.info("command.refused", command=a, code=b)', True),
        ('log.warning("command.refused", command=a, code=b)', False),
        ('log.info("command.refused", command=a)', False),
        ('log.info("command.refused", command=a, code=b, name=c)', False),
        ('log.info("command.refused", **facts)', True),
        ('log.info("command.refuse", command=a, code=b)', False),
        ('Trouble(log, "relay.restarting", "relay.sending_again")', True),
        ('Trouble(log, "relay.restarting", "relay.sending_again", group=g)', False),
    ],
)
def test_what_differs_from_the_table_is_found(source: str, right: bool) -> None:
    assert all(as_the_table_says(line) for line in lines_of(source, "here")) is right
