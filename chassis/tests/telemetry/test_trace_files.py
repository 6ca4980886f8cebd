"""Spans on disk survive crashes, stay bounded and name nobody."""

from __future__ import annotations

from pathlib import Path

import pytest
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.trace import SpanContext, TraceFlags

from chassis.telemetry import tracing
from chassis.telemetry.trace_files import TraceFile, read_trace
from chassis.tests.telemetry.conftest import Start

TRACE = 0xABCDEF
TRACE_ID = f"{TRACE:032x}"


def a_span(number: int) -> ReadableSpan:
    context = SpanContext(TRACE, number, is_remote=False, trace_flags=TraceFlags(1))
    return ReadableSpan(f"span {number}", context, resource=Resource({}), start_time=number, end_time=number)


def names_in(folder: Path) -> list[str]:
    return [span.name for span in read_trace(folder, TRACE_ID)]


def test_a_torn_last_line_hides_neither_what_was_before_nor_what_comes_after(tmp_path: Path) -> None:
    TraceFile(tmp_path, "finance").export([a_span(1), a_span(2)])
    path = tmp_path / "finance.jsonl"
    path.write_bytes(path.read_bytes()[:-20])
    assert names_in(tmp_path) == ["span 1"]
    TraceFile(tmp_path, "finance").export([a_span(3)])
    assert names_in(tmp_path) == ["span 1", "span 3"]


def test_files_are_bounded_and_the_last_full_one_is_still_read(tmp_path: Path) -> None:
    file = TraceFile(tmp_path, "finance", bytes_max=1_000)
    for number in range(1, 41):
        file.export([a_span(number)])
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) < 2_600
    assert names_in(tmp_path)[-1] == "span 40"


def test_a_failed_span_tells_the_type_of_its_error_but_not_its_words(start: Start, tmp_path: Path) -> None:
    telemetry = start()
    with pytest.raises(LookupError), tracing.start_span("grant", attributes={"iban": "TR33 0006"}):
        raise LookupError("no account of Zeynep Kaya")
    telemetry.flush()
    written = (tmp_path / "mobility.jsonl").read_text()
    assert '"error":"LookupError"' in written
    assert "Zeynep" not in written
    assert "TR33" not in written
