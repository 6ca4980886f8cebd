"""One effect an event, and a failure stays with its key."""

from __future__ import annotations

import asyncio
import socket
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.dialects.postgresql.asyncpg import AsyncAdapt_asyncpg_dbapi
from sqlalchemy.exc import InternalError

from chassis.clock import utc_now
from chassis.consuming import parking
from chassis.consuming.delivery import Delivery, TooManyParked
from chassis.consuming.reactor import Reactor
from chassis.database import FAREWELL
from chassis.ids import new_id
from chassis.tests.conftest import Rows
from chassis.tests.consuming.records import record_of, with_type
from chassis.tests.sample.events import Counted, Counter, Ignored, counted
from chassis.tests.sample.service import POISON, note, noting, viewing
from chassis.work import Transactions, UnitOfWork

EFFECTS = "SELECT key, sequence FROM effect ORDER BY id"
PARKED = 'SELECT key, "offset" FROM parked_record ORDER BY "offset"'


def delivery_of(
    handler: Any, transactions: Transactions[UnitOfWork], parked_keys_max: int = 50
) -> Delivery[Any]:
    return Delivery(handler, transactions, clock=utc_now, parked_keys_max=parked_keys_max)


@pytest.fixture
def delivery(transactions: Transactions[UnitOfWork]) -> Delivery[UnitOfWork]:
    return delivery_of(noting, transactions)


async def test_a_second_delivery_has_no_second_effect(delivery: Delivery[UnitOfWork], rows: Rows) -> None:
    record = record_of(counted())
    await delivery.deliver([record, record])
    await delivery.deliver([replace(record, offset=record.offset + 1000)])
    assert await rows(EFFECTS) == [(record.key, 1)]


async def test_two_consumers_with_the_same_event_have_one_effect(
    delivery: Delivery[UnitOfWork], transactions: Transactions[UnitOfWork], rows: Rows
) -> None:
    records = [record_of(counted()) for _ in range(20)]
    other = delivery_of(noting, transactions)
    await asyncio.gather(delivery.deliver(records), other.deliver(records[::-1]))
    assert sorted(await rows("SELECT key FROM effect")) == sorted((r.key,) for r in records)


async def test_an_effect_that_fails_leaves_no_inbox_row(
    delivery: Delivery[UnitOfWork], transactions: Transactions[UnitOfWork], rows: Rows
) -> None:
    poisoned = record_of(counted(label=POISON))
    await delivery.deliver([poisoned])
    assert await rows("SELECT 1 FROM inbox") == []
    assert await rows(PARKED) == [(poisoned.key, poisoned.offset)]


PASSING = (
    InternalError("SELECT 1", {}, AsyncAdapt_asyncpg_dbapi.InternalClientError("state 12")),  # type: ignore[no-untyped-call]
    TimeoutError("no connection within a minute"),
    ConnectionResetError("cut"),
    socket.gaierror("no such host now"),
)
"""What a connection ends with that is cut in the middle of a statement, or cannot be had."""


@pytest.mark.parametrize("trouble", PASSING, ids=lambda error: type(error).__name__)
async def test_a_database_that_is_away_parks_nothing(
    trouble: Exception, transactions: Transactions[UnitOfWork], rows: Rows
) -> None:
    troubles = [trouble]

    async def note_later(event: Counted, work: UnitOfWork, now: datetime) -> None:
        if troubles:
            raise troubles.pop()
        await note(event, work, now)

    record = record_of(counted())
    reactor: Reactor[UnitOfWork] = Reactor(noting.group, {Counted: note_later})
    await delivery_of(reactor, transactions).deliver([record])
    assert await rows(EFFECTS) == [(record.key, 1)]
    assert await rows(PARKED) == []


async def test_poison_parks_its_own_key_and_nothing_else(delivery: Delivery[UnitOfWork], rows: Rows) -> None:
    bad, good = new_id(), [record_of(counted()) for _ in range(3)]
    poison, after = record_of(counted(bad, 1, POISON)), record_of(counted(bad, 2))
    await delivery.deliver([good[0], poison, good[1], after, good[2]])
    assert [key for key, _ in await rows(EFFECTS)] == [r.key for r in good]
    assert await rows(PARKED) == [(str(bad), poison.offset), (str(bad), after.offset)]


async def test_a_servers_farewell_parks_nothing(transactions: Transactions[UnitOfWork], rows: Rows) -> None:
    """asyncpg has a word of its own for it, which SQLAlchemy does not translate."""
    met = [FAREWELL("another operation is in progress")]

    async def meet(event: Counted, work: UnitOfWork, now: datetime) -> None:
        if met:
            raise met.pop()
        await note(event, work, now)

    handler: Reactor[UnitOfWork] = Reactor(f"test.farewell.{new_id()}", {Counted: meet})
    await delivery_of(handler, transactions).deliver([record_of(counted())])
    assert await rows("SELECT count(*) FROM parked_key") == [(0,)]
    assert await rows("SELECT count(*) FROM effect") == [(1,)]


async def test_an_unknown_version_is_parked_and_an_uninteresting_event_is_not(
    delivery: Delivery[UnitOfWork], rows: Rows
) -> None:
    newer = with_type(record_of(counted()), "kervan.test.counted.v2")
    ignored = record_of(Ignored(state=Counter(id=new_id(), version=1)))
    await delivery.deliver([newer, ignored])
    assert await rows("SELECT key, error FROM parked_record") == [
        (newer.key, "Undecodable: unknown event type 'kervan.test.counted.v2'")
    ]


async def test_replay_handles_a_parked_key_in_order_and_frees_it(
    delivery: Delivery[UnitOfWork], transactions: Transactions[UnitOfWork], rows: Rows
) -> None:
    key = new_id()
    first = with_type(record_of(counted(key, 1)), "kervan.test.counted.v2")
    await delivery.deliver([first, record_of(counted(key, 2)), record_of(counted(key, 3))])
    await _mend(transactions, first.key)
    [parked] = await _parked(transactions)
    assert await delivery.replay(parked) == 3
    await delivery.deliver([record_of(counted(key, 4))])
    assert await rows(EFFECTS) == [(str(key), n) for n in (1, 2, 3, 4)]
    assert await rows("SELECT 1 FROM parked_key") == []


async def test_a_replay_that_fails_again_changes_nothing(
    delivery: Delivery[UnitOfWork], transactions: Transactions[UnitOfWork], rows: Rows
) -> None:
    key = new_id()
    await delivery.deliver([record_of(counted(key, 1, POISON)), record_of(counted(key, 2))])
    [parked] = await _parked(transactions)
    with pytest.raises(Exception, match="counter 1"):
        await delivery.replay(parked)
    assert len(await rows(PARKED)) == 2
    assert await rows(EFFECTS) == []


async def test_a_replay_goes_as_far_as_the_next_record_that_fails(
    delivery: Delivery[UnitOfWork], transactions: Transactions[UnitOfWork], rows: Rows
) -> None:
    """Else what waits between two poisons could only be thrown away with them."""
    key = new_id()
    records = [record_of(counted(key, n, POISON if n in (1, 3) else "")) for n in (1, 2, 3, 4)]
    await delivery.deliver(records)
    [parked] = await _parked(transactions)
    async with transactions.begin() as work:
        await parking.release(work.connection, parked.group, records[:1])
    with pytest.raises(Exception, match="counter 3"):
        await delivery.replay(parked)
    assert await rows(EFFECTS) == [(str(key), 2)]
    assert len(await rows(PARKED)) == 2


async def test_discarding_a_key_lets_later_events_through(
    delivery: Delivery[UnitOfWork], transactions: Transactions[UnitOfWork], rows: Rows
) -> None:
    key = new_id()
    await delivery.deliver([record_of(counted(key, 1, POISON))])
    async with transactions.begin() as work:
        [parked] = await parking.list_keys(work.connection, None)
        records = [record for record, _ in await parking.lock_records(work.connection, parked)]
        await parking.release(work.connection, parked.group, records)
    await delivery.deliver([record_of(counted(key, 2))])
    assert await rows(EFFECTS) == [(str(key), 2)]


async def test_too_many_failing_keys_stop_the_consumer_before_it_parks_more(
    transactions: Transactions[UnitOfWork], rows: Rows
) -> None:
    delivery = delivery_of(noting, transactions, parked_keys_max=3)
    with pytest.raises(TooManyParked):
        await delivery.deliver([record_of(counted(label=POISON)) for _ in range(10)])
    assert len(await rows("SELECT 1 FROM parked_key")) == 3


async def test_a_stale_or_repeated_event_does_not_turn_a_view_back(
    transactions: Transactions[UnitOfWork], rows: Rows
) -> None:
    delivery, key = delivery_of(viewing, transactions), new_id()
    await delivery.deliver([record_of(counted(key, n)) for n in (1, 3, 2)])
    await delivery.deliver([record_of(counted(key, 2))])
    assert await rows("SELECT id, version FROM view") == [(key, 3)]


async def test_one_broken_record_does_not_keep_a_projection_from_the_rest_of_its_batch(
    transactions: Transactions[UnitOfWork], rows: Rows
) -> None:
    delivery = delivery_of(viewing, transactions)
    good, broken = record_of(counted()), replace(record_of(counted()), value=b"{")
    await delivery.deliver([broken, good])
    assert [str(key) for (key,) in await rows("SELECT id FROM view")] == [good.key]
    assert await rows("SELECT key FROM parked_key") == [(broken.key,)]


async def _parked(transactions: Transactions[UnitOfWork]) -> list[parking.ParkedKey]:
    async with transactions.begin() as work:
        return await parking.list_keys(work.connection, None)


async def _mend(transactions: Transactions[UnitOfWork], key: str) -> None:
    """As a deployment would that learnt the new version."""
    fix = text("UPDATE parked_record SET headers = headers || CAST(:type AS jsonb) WHERE key = :key")
    newer = {"type": '{"ce_type": "kervan.test.counted.v1"}', "key": key}
    async with transactions.begin() as work:
        await work.connection.execute(fix, newer)
