"""Republishing says everything again, at its present version."""

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.ids import new_id
from chassis.republish import republish
from services.finance.app import SERVICE
from services.finance.tests.builders import planned, reported
from services.finance.tests.office import Office


async def test_everything_finance_owns_is_said_again(office: Office) -> None:
    await office.budget("10000.00")
    await office.pays_advance(planned())
    await office.hears(reported(new_id(), hospitality="98.50"))
    async with office.transactions.begin() as work:
        newest = await _newest(work.connection)
        await work.connection.execute(text("TRUNCATE outbox"))
    await republish(SERVICE, office.transactions)
    async with office.transactions.begin() as work:
        assert await _newest(work.connection) == newest


async def _newest(connection: AsyncConnection) -> dict[tuple[str, str], object]:
    rows = await connection.execute(text("SELECT topic, aggregate_id, payload FROM outbox ORDER BY id"))
    return {(row.topic, row.aggregate_id): row.payload for row in rows}
