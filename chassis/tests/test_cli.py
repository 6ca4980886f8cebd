"""What an operator does with a parked key, by the commands every service has."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from sqlalchemy import text
from typer.testing import CliRunner, Result

from chassis.cli import service_cli
from chassis.consuming import parking
from chassis.consuming.record import Record
from chassis.ids import new_id
from chassis.service import Service
from chassis.tests.conftest import Rows
from chassis.tests.consuming.records import record_of, with_type
from chassis.tests.sample.events import counted
from chassis.tests.sample.service import POISON, noting
from chassis.work import Transactions, UnitOfWork
from contracts.mobility import PersonErased

SAMPLE = Service("sample", "chassis.tests.sample", "Sample", UnitOfWork, handlers=(noting,))
LAST_ONE_LAST = text("UPDATE parked_key SET parked_at = now() + interval '1 hour' WHERE key = 'key 100'")
WAITING = 'SELECT "offset" FROM parked_record ORDER BY "offset"'


@pytest.fixture(autouse=True)
def environment(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    told = {"DATABASE_URL": database_url, "KAFKA_BOOTSTRAP": "none:9", "JWKS": "none", "ISSUER": "none"}
    for name, value in told.items():
        monkeypatch.setenv(f"KERVAN_{name}", value)


async def parked(*arguments: str) -> Result:
    """In a thread: a command has an event loop of its own."""
    given = ["parked", *arguments]
    return await asyncio.to_thread(CliRunner().invoke, service_cli(SAMPLE), given)


async def poison_and(transactions: Transactions[UnitOfWork], behind: Record, key: str) -> Record:
    """Parked: a poisoned record of ``key`` and one behind it."""
    poison = replace(record_of(counted(label=POISON)), key=key, offset=1)
    async with transactions.begin() as work:
        await parking.park(work.connection, noting.group, poison, "Poisoned: 1")
        await parking.park(work.connection, noting.group, behind, parking.BEHIND)
    return poison


async def test_the_first_record_alone_is_discarded_and_what_waited_behind_it_is_handled(
    transactions: Transactions[UnitOfWork], rows: Rows
) -> None:
    event = counted()
    key = str(event.key)
    await poison_and(transactions, replace(record_of(event), offset=2), key)
    assert "1 discarded" in (await parked("discard", "--group", noting.group, "--key", key, "--first")).output
    assert "1 handled" in (await parked("replay", "--group", noting.group, "--key", key)).output
    assert await rows("SELECT key FROM effect") == [(key,)]


async def test_an_erasure_is_not_discarded_with_what_it_waits_behind(
    transactions: Transactions[UnitOfWork], rows: Rows
) -> None:
    key = str(new_id())
    erasure = replace(with_type(record_of(counted()), PersonErased.TYPE), key=key, offset=2, value=None)
    poison = await poison_and(transactions, erasure, key)
    refused = await parked("discard", "--group", noting.group, "--key", key)
    assert refused.exit_code == 1
    assert await rows(WAITING) == [(poison.offset,), (2,)]


async def test_a_key_behind_a_hundred_others_is_found_and_discarded(
    transactions: Transactions[UnitOfWork], rows: Rows
) -> None:
    async with transactions.begin() as work:
        for offset in range(101):
            record = replace(record_of(counted()), key=f"key {offset:03}", offset=offset)
            await parking.park(work.connection, noting.group, record, "Poisoned: 1")
        await work.connection.execute(LAST_ONE_LAST)
    discarded = await parked("discard", "--group", noting.group, "--key", "key 100")
    assert "1 discarded" in discarded.output
    assert await rows("SELECT count(*) FROM parked_key") == [(100,)]
