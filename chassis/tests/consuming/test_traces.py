"""Messages of several traces in one batch: what is done for each stays in its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from chassis.consuming.reactor import Reactor
from chassis.consuming.record import Record
from chassis.ids import new_id
from chassis.telemetry import names
from chassis.telemetry.setup import Telemetry, instrument_engine
from chassis.telemetry.trace_files import StoredSpan, read_trace
from chassis.tests.conftest import Rows
from chassis.tests.consuming.records import record_of
from chassis.tests.consuming.test_delivery import delivery_of
from chassis.tests.sample.events import Counted, counted
from chassis.tests.sample.service import POISON, Poisoned, count_up
from chassis.tests.telemetry.scraping import measuring
from chassis.work import Transactions, UnitOfWork

ONE, OTHER, UNSAMPLED = "a" * 32, "b" * 32, "c" * 32
WRITTEN = "SELECT headers ->> 'traceparent' FROM outbox ORDER BY id"


@pytest.fixture
def telemetry(tmp_path: Path) -> Iterator[Telemetry]:
    with measuring(tmp_path) as running:
        yield running


def of_trace(trace_id: str, label: str = "") -> Record:
    record, flags = record_of(counted(label=label)), "00" if trace_id == UNSAMPLED else "01"
    traceparent = f"00-{trace_id}-{1:016x}-{flags}".encode()
    return replace(record, headers=(*record.headers, ("traceparent", traceparent)))


def counting() -> Reactor[UnitOfWork]:
    async def count(event: Counted, work: UnitOfWork, now: datetime) -> None:
        await count_up(work, new_id())
        if event.state.label == POISON:
            raise Poisoned

    return Reactor(f"test.counting.{new_id()}", {Counted: count})


def statements(spans: list[StoredSpan]) -> list[str]:
    """The statements directly below the consumer's span."""
    consumers = {span.span_id for span in spans if span.kind == "consumer"}
    found = [span for span in spans if span.parent_id in consumers]
    return [str(span.attributes[names.SQL_TEXT]).split(None, 3)[2] for span in found if span.name == "INSERT"]


async def test_what_a_message_leads_to_goes_on_in_its_trace_sampled_or_not(
    telemetry: Telemetry, transactions: Transactions[UnitOfWork], rows: Rows
) -> None:
    await delivery_of(counting(), transactions).deliver([of_trace(id) for id in (ONE, OTHER, UNSAMPLED)])
    led_to = [str(row[0]).split("-") for row in await rows(WRITTEN)]
    assert [(trace_id, flags) for _, trace_id, _, flags in led_to] == [
        (ONE, "01"),
        (OTHER, "01"),
        (UNSAMPLED, "00"),
    ]


async def test_a_messages_statements_are_in_its_trace_and_the_batchs_in_that_of_the_first(
    telemetry: Telemetry, transactions: Transactions[UnitOfWork], tmp_path: Path
) -> None:
    instrument_engine(transactions.engine, "tests")
    await delivery_of(counting(), transactions).deliver([of_trace(id) for id in (ONE, OTHER, UNSAMPLED)])
    telemetry.flush()
    first, second = read_trace(tmp_path, ONE), read_trace(tmp_path, OTHER)
    assert statements(first) == ["inbox", "counter", "outbox"]
    assert statements(second) == ["counter"]
    assert read_trace(tmp_path, UNSAMPLED) == []
    (batch,) = (span for span in first if span.kind == "consumer")
    (beside,) = (span for span in second if span.kind == "consumer")
    assert beside.links == [[ONE, batch.span_id]]


async def test_where_a_batch_fails_no_span_is_left_without_the_one_above(
    telemetry: Telemetry, transactions: Transactions[UnitOfWork], tmp_path: Path
) -> None:
    instrument_engine(transactions.engine, "tests")
    await delivery_of(counting(), transactions).deliver([of_trace(ONE), of_trace(OTHER, POISON)])
    telemetry.flush()
    for trace_id in (ONE, OTHER):
        spans = read_trace(tmp_path, trace_id)
        known = {span.span_id for span in spans} | {f"{1:016x}"}
        assert {span.parent_id for span in spans} <= known
        attempts = [span.error for span in spans if span.kind == "consumer"]
        assert attempts == ["Poisoned", None if trace_id == ONE else "Poisoned"]
