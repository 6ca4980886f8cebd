"""Inside a database: tables locked by somebody slow, and a relay that leads but does not send."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg

from tests.chaos.faults.victim import Facts, Victim
from tests.chaos.schedule import Fault

TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
RELAYS_AWAY = """
SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
WHERE application_name = 'relay' AND datname = current_database()
"""
LEAD = "SELECT pg_advisory_lock(hashtext('kervan.relay'))"
WAITS_MS_MAX = "5000"


@asynccontextmanager
async def locks(victim: Victim, fault: Fault) -> AsyncIterator[Facts]:
    """One table, chosen by the fault's draw, is locked whole: readers wait too."""
    async with _connected(victim, fault.target) as connection:
        tables = [row[0] for row in await connection.fetch(TABLES)]
        table = tables[fault.draw % len(tables)]
        async with connection.transaction():
            await connection.execute(f'LOCK TABLE "{table}" IN ACCESS EXCLUSIVE MODE')
            yield {"table": table}


@asynccontextmanager
async def full_outbox(victim: Victim, fault: Fault) -> AsyncIterator[Facts]:
    """The relay loses its place to us, who send nothing, while commands go on filling the outbox."""
    async with _connected(victim, fault.target) as connection:
        await connection.execute(RELAYS_AWAY)
        await connection.execute(LEAD)
        before = await connection.fetchval("SELECT count(*) FROM outbox")
        yield {"waiting": before}
        after = await connection.fetchval("SELECT count(*) FROM outbox")
        victim.ground.log.write("outbox-filled", target=fault.target, waiting=after)


@asynccontextmanager
async def _connected(victim: Victim, name: str) -> AsyncIterator[asyncpg.Connection]:
    """As the service's own user, past its proxy; waiting for others is bounded."""
    connection = await asyncpg.connect(
        victim.ground.dsn(name),
        server_settings={"application_name": "chaos", "lock_timeout": WAITS_MS_MAX},
        timeout=5,
        command_timeout=8,
    )
    try:
        yield connection
    finally:
        connection.terminate()
