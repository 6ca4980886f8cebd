"""Spans that no instrumentation can make: a relay's, a batch's, and those of a process without telemetry."""

from __future__ import annotations

from contextvars import copy_context
from pathlib import Path

import pytest

from chassis.telemetry import tracing
from chassis.telemetry.trace_files import read_trace
from chassis.tests.telemetry.conftest import Start

ONE, OTHER = "a" * 32, "b" * 32
UNSAMPLED = f"00-{'c' * 32}-{1:016x}-00"
SAMPLED_ONE, SAMPLED_OTHER = f"00-{ONE}-{1:016x}-01", f"00-{OTHER}-{2:016x}-01"


def test_a_recorded_span_has_the_times_and_the_id_it_was_given(start: Start, tmp_path: Path) -> None:
    telemetry = start()
    sent = tracing.child_traceparent(SAMPLED_ONE)
    assert tracing.record_span("publish t", SAMPLED_ONE, 10, 30, {"n": 1}, traceparent=sent) == sent
    telemetry.flush()
    (span,) = read_trace(tmp_path, ONE)
    assert (span.start, span.end, span.parent_id, span.kind) == (10, 30, f"{1:016x}", "producer")
    assert sent == f"00-{ONE}-{span.span_id}-01"


def test_a_batch_has_a_span_in_the_trace_of_each_sampled_message(start: Start, tmp_path: Path) -> None:
    telemetry = start()
    with tracing.start_batch_span("process t", [None, UNSAMPLED, SAMPLED_ONE, SAMPLED_OTHER, SAMPLED_ONE]):
        assert tracing.current_trace_id() == ONE
    telemetry.flush()
    assert [span.name for span in read_trace(tmp_path, ONE)] == ["process t"]
    assert [span.parent_id for span in read_trace(tmp_path, OTHER)] == [f"{2:016x}"]


def test_a_batch_leads_to_each_of_its_messages_and_their_spans_lead_to_it(
    start: Start, tmp_path: Path
) -> None:
    """Also to those of its own trace: five events of one command often come together."""
    telemetry, sibling = start(), f"00-{ONE}-{3:016x}-01"
    with tracing.start_batch_span("process t", [SAMPLED_ONE, UNSAMPLED, None, SAMPLED_OTHER, sibling]):
        batch = tracing.current_traceparent() or ""
    telemetry.flush()
    spans = {span.parent_id: span for trace in (ONE, OTHER) for span in read_trace(tmp_path, trace)}
    assert spans.keys() == {f"{number:016x}" for number in (1, 2, 3)}
    assert spans[f"{1:016x}"].links == [[OTHER, f"{2:016x}"], [ONE, f"{3:016x}"]]
    for message in (2, 3):
        assert spans[f"{message:016x}"].links == [batch.split("-")[1:3]]


def test_a_message_alone_leads_nowhere_else(start: Start, tmp_path: Path) -> None:
    telemetry = start()
    with tracing.start_batch_span("process t", [SAMPLED_ONE, SAMPLED_ONE, UNSAMPLED]):
        pass
    telemetry.flush()
    (span,) = read_trace(tmp_path, ONE)
    assert span.links == []


def test_a_batch_of_unsampled_messages_begins_no_trace(start: Start, tmp_path: Path) -> None:
    telemetry = start()
    with tracing.start_batch_span("process t", [None, UNSAMPLED]):
        assert tracing.current_trace_id() == "c" * 32
    telemetry.flush()
    assert not (tmp_path / "mobility.jsonl").exists()


def test_the_ratio_decides_for_traces_that_begin_here(start: Start) -> None:
    start(trace_ratio=0.0)
    with tracing.start_span("import"):
        assert not tracing.is_sampled(tracing.current_traceparent())


@pytest.mark.parametrize("broken", [None, "", "00-xyz", f"00-{'0' * 32}-{1:016x}-01", f"{SAMPLED_ONE}-more"])
def test_a_missing_or_malformed_traceparent_begins_a_new_trace(start: Start, broken: str | None) -> None:
    start()
    with tracing.start_span("process t", parent=tracing.context_from(broken)):
        assert tracing.current_trace_id() not in {None, ONE, "0" * 32}


def test_without_telemetry_spans_cost_nothing_and_say_nothing() -> None:
    with tracing.start_span("anything"):
        assert tracing.current_traceparent() is None
    assert tracing.record_span("publish t", SAMPLED_ONE, 1, 2) is not None


def test_a_server_span_is_current_until_it_ends_and_keeps_what_it_is_told_then(
    start: Start, tmp_path: Path
) -> None:
    telemetry = start()
    span = tracing.ServerSpan(SAMPLED_ONE)
    own = _inside(span)
    span.end_as("POST /graphql", {"n": 1}, error="503")
    telemetry.flush()
    (written,) = read_trace(tmp_path, ONE)
    assert (written.name, written.parent_id, written.kind) == ("POST /graphql", f"{1:016x}", "server")
    assert own == f"00-{ONE}-{written.span_id}-01"


@pytest.mark.parametrize(("given", "ratio"), [(UNSAMPLED, 1.0), (None, 0.0)])
def test_an_unsampled_server_span_has_ids_and_is_not_written(
    start: Start, tmp_path: Path, given: str | None, ratio: float
) -> None:
    telemetry = start(trace_ratio=ratio)
    span = tracing.ServerSpan(given)
    assert _inside(span)
    assert not span.is_wanted
    span.end_as("POST /graphql", None)
    telemetry.flush()
    assert not (tmp_path / "mobility.jsonl").exists()


@pytest.mark.parametrize(("given", "ratio"), [(UNSAMPLED, 1.0), (None, 0.0)])
def test_a_server_span_that_failed_is_written_whatever_the_ratio(
    start: Start, tmp_path: Path, given: str | None, ratio: float
) -> None:
    telemetry = start(trace_ratio=ratio)
    span = tracing.ServerSpan(given)
    own = _inside(span)
    span.end_as("POST /graphql", {"n": 1}, error="503")
    telemetry.flush()
    assert own is not None
    (written,) = read_trace(tmp_path, own.split("-")[1])
    assert (written.span_id, written.name) == (own.split("-")[2], "POST /graphql")


def test_a_batch_that_failed_is_written_whatever_the_ratio(start: Start, tmp_path: Path) -> None:
    telemetry = start()
    with pytest.raises(KeyError), tracing.start_batch_span("process t", [None, UNSAMPLED], {"n": 1}):
        raise KeyError
    telemetry.flush()
    (written,) = read_trace(tmp_path, "c" * 32)
    assert (written.name, written.kind, written.parent_id) == ("process t", "consumer", f"{1:016x}")


def test_a_server_span_begins_a_trace_where_there_is_none(start: Start) -> None:
    start()
    span = tracing.ServerSpan(None)
    own = _inside(span)
    assert tracing.is_sampled(own)


def _inside(span: tracing.ServerSpan) -> str | None:
    """The traceparent that a request's own task sees."""

    def begun() -> str | None:
        span.begin()
        return tracing.current_traceparent()

    return copy_context().run(begun)
