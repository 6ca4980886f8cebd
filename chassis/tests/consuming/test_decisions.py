"""One line of the log for each event acted on or set aside; none for copies, repeats and attempts."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from chassis.consuming import parking
from chassis.consuming.reactor import Reactor
from chassis.consuming.record import Record
from chassis.ids import new_id
from chassis.tests.consuming.records import record_of
from chassis.tests.consuming.test_delivery import delivery_of
from chassis.tests.logged import Lines
from chassis.tests.sample.events import Counted, counted
from chassis.tests.sample.service import POISON, count_up, noting, viewing
from chassis.tests.telemetry.scraping import measuring
from chassis.work import Transactions, UnitOfWork

ONE, OTHER = "a" * 32, "b" * 32


def traced(record: Record, trace_id: str = ONE, flags: str = "01") -> Record:
    traceparent = f"00-{trace_id}-{1:016x}-{flags}".encode()
    return replace(record, headers=(*record.headers, ("traceparent", traceparent)))


def told(lines: Lines, event: str) -> list[tuple[str, str, str]]:
    """(event id, key, trace id) of each such line."""
    found = [line for line in lines() if line["event"] == event]
    return [(line["event_id"], line["key"], line["trace_id"]) for line in found]


def of(record: Record, trace_id: str = ONE) -> tuple[str, str, str]:
    return (record.header("ce_id") or "", record.key, trace_id)


async def test_an_effect_is_one_line_with_the_event_its_key_and_its_own_trace(
    transactions: Transactions[UnitOfWork], lines: Lines, tmp_path: Path
) -> None:
    """The batch runs in one trace; each line is about its own."""
    records = [traced(record_of(counted())), traced(record_of(counted()), OTHER, "00")]
    with measuring(tmp_path):
        await delivery_of(noting, transactions).deliver(records)
    assert told(lines, "event.acted_on") == [of(records[0]), of(records[1], OTHER)]
    assert len(lines()) == 2


async def test_what_an_event_led_to_stands_in_its_line(
    transactions: Transactions[UnitOfWork], lines: Lines
) -> None:
    keys = [new_id(), new_id()]

    async def count_two(event: Counted, work: UnitOfWork, now: datetime) -> None:
        for key in keys:
            await count_up(work, key)

    handler: Reactor[UnitOfWork] = Reactor(f"test.leading.{new_id()}", {Counted: count_two})
    await delivery_of(handler, transactions).deliver([record_of(counted()), record_of(counted())])
    async with transactions.read() as work:
        rows = await work.connection.exec_driver_sql("SELECT headers ->> 'ce_id' FROM outbox ORDER BY id")
        written = [row[0] for row in rows]
    assert [[event["key"] for event in line["events"]] for line in lines()] == [[str(k) for k in keys]] * 2
    assert [event["event_id"] for line in lines() for event in line["events"]] == written
    assert {event["type"] for line in lines() for event in line["events"]} == {Counted.TYPE}


async def test_an_event_that_comes_again_is_not_told_again(
    transactions: Transactions[UnitOfWork], lines: Lines
) -> None:
    record = record_of(counted())
    delivery = delivery_of(noting, transactions)
    await delivery.deliver([record, replace(record, offset=record.offset + 1000)])
    await delivery.deliver([record])
    assert [line["offset"] for line in lines()] == [record.offset]


async def test_a_batch_that_fails_tells_each_of_its_effects_once(
    transactions: Transactions[UnitOfWork], lines: Lines
) -> None:
    """It is tried whole, rolled back, and then record by record: only what was committed is told."""
    bad = new_id()
    good, poison = traced(record_of(counted())), traced(record_of(counted(bad, 1, POISON)), OTHER)
    behind = traced(record_of(counted(bad, 2)), OTHER)
    await delivery_of(noting, transactions).deliver([good, poison, behind])
    assert told(lines, "event.acted_on") == [of(good)]
    assert told(lines, "record.parked") == [of(poison, OTHER)]
    assert told(lines, "record.parked_behind") == [of(behind, OTHER)]
    assert len(lines()) == 3


async def test_a_database_that_is_away_is_told_once_however_often_it_is_tried(
    transactions: Transactions[UnitOfWork], lines: Lines
) -> None:
    troubles = [ConnectionResetError("cut") for _ in range(2)]

    async def note_later(event: Counted, work: UnitOfWork, now: datetime) -> None:
        if troubles:
            raise troubles.pop()

    handler: Reactor[UnitOfWork] = Reactor(f"test.away.{new_id()}", {Counted: note_later})
    await delivery_of(handler, transactions).deliver([record_of(counted())])
    assert [(line["event"], line.get("attempts")) for line in lines()] == [
        ("consumer.database_away", None),
        ("event.acted_on", None),
        ("consumer.database_back", 2),
    ]


async def test_a_copy_is_kept_in_silence(transactions: Transactions[UnitOfWork], lines: Lines) -> None:
    await delivery_of(viewing, transactions).deliver([record_of(counted())])
    assert lines() == []


@pytest.mark.parametrize("traceparent", [b"", b"my name is Zeynep Kaya, and this is no trace at all"])
async def test_a_header_that_is_no_trace_is_not_written_into_the_log(
    transactions: Transactions[UnitOfWork], lines: Lines, engine: AsyncEngine, traceparent: bytes
) -> None:
    record = record_of(counted(label=POISON))
    record = replace(record, headers=(*record.headers, ("traceparent", traceparent)))
    await delivery_of(noting, transactions).deliver([record])
    (line,) = lines()
    assert "trace_id" not in line
    async with engine.begin() as connection:
        await parking.release(connection, noting.group, [record])
