"""A trouble of an hour is told when it begins, when it changes and when it ends."""

from __future__ import annotations

import pytest
import structlog

from chassis.telemetry.trouble import Trouble
from chassis.tests.logged import Lines


@pytest.fixture
def trouble(lines: Lines) -> Trouble:
    return Trouble(structlog.get_logger(), "relay.restarting", "relay.sending_again", group="g")


def told(lines: Lines) -> list[tuple[str, str, object]]:
    return [(line["level"], line["event"], line.get("error")) for line in lines()]


def test_an_hour_of_attempts_is_two_lines(trouble: Trouble, lines: Lines) -> None:
    for _ in range(3600):
        trouble.lasts(ConnectionRefusedError("no broker"), detail="no broker")
    trouble.passed()
    begun, over = lines()
    assert told(lines) == [
        ("warning", "relay.restarting", "ConnectionRefusedError"),
        ("info", "relay.sending_again", None),
    ]
    assert (begun["group"], begun["detail"], over["group"], over["attempts"]) == ("g", "no broker", "g", 3600)


def test_another_kind_of_error_is_a_line_and_coming_back_to_the_first_is_none(
    trouble: Trouble, lines: Lines
) -> None:
    for error in (OSError(), TimeoutError(), OSError(), TimeoutError()):
        trouble.lasts(error)
    assert [error for _, _, error in told(lines)] == ["OSError", "TimeoutError"]


def test_while_all_is_well_nothing_is_said(trouble: Trouble, lines: Lines) -> None:
    for _ in range(3):
        trouble.passed()
    assert lines() == []


def test_the_next_trouble_is_told_anew(trouble: Trouble, lines: Lines) -> None:
    for _ in range(2):
        trouble.lasts(OSError())
        trouble.passed()
    assert [(event, line["attempts"]) for line in lines() if (event := line["event"]).endswith("again")] == [
        ("relay.sending_again", 1),
        ("relay.sending_again", 1),
    ]
    assert len(lines()) == 4
