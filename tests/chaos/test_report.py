"""What a run says of itself."""

from __future__ import annotations

import io
from typing import Any

from tests.chaos import report
from tests.chaos.clients.walking import Book
from tests.chaos.said import Outcome, Said


def harmed(at: float, kind: str, target: str) -> dict[str, Any]:
    return {"at": at, "what": "harmed", "fault": {"at": at, "kind": kind, "target": target}}


def heard(*lines: tuple[float, str, str, Outcome]) -> Book:
    """A book of (at, key, service, outcome)."""
    book = Book(io.StringIO())
    for at, key, service, outcome in lines:
        book.write(Said(at, 0, key, 1, service, "register", outcome))
    return book


def test_a_command_counts_once_and_one_acknowledgement_is_enough() -> None:
    book = heard(
        (1, "a", "events", Outcome.ASKED),
        (2, "a", "events", Outcome.ACKNOWLEDGED),
        (3, "a", "events", Outcome.UNKNOWN),
        (4, "b", "events", Outcome.ASKED),
        (5, "c", "events", Outcome.REFUSED),
    )
    assert report.commands(book) == "1 acknowledged, 1 refused, 1 unknown"


def test_the_longest_recovery_is_that_of_the_service_concerned() -> None:
    book = heard(
        (2, "a", "finance", Outcome.ACKNOWLEDGED),
        (9, "b", "events", Outcome.ACKNOWLEDGED),
        (30, "c", "finance", Outcome.ACKNOWLEDGED),
    )
    found = report.longest_recovery([harmed(1, "kill", "finance"), harmed(3, "pause", "events")], book)
    assert found == report.Recovery(6, "pause of events at 3 s (events)")


def test_a_store_concerns_every_service() -> None:
    book = heard((2, "a", "finance", Outcome.ACKNOWLEDGED), (9, "b", "events", Outcome.ACKNOWLEDGED))
    found = report.longest_recovery([harmed(1, "kill", "postgres")], book)
    assert found == report.Recovery(8, "kill of postgres at 1 s (events)")


def test_without_an_acknowledgement_afterwards_there_is_no_recovery_to_tell() -> None:
    assert report.longest_recovery([harmed(1, "kill", "finance")], heard()) is None


def test_what_could_not_be_done_is_no_fault() -> None:
    lines = [harmed(1, "kill", "kafka"), {"what": "not-done", "fault": {"kind": "poison"}}]
    assert report.faults(lines) == "1 kill; 1 could not be done"
    assert report.kills(lines) == "kafka 1"
