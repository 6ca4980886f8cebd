"""Two processes migrate at once: they take turns, also when the first one dies in its own."""

from __future__ import annotations

import asyncio

import asyncpg
import pytest

from chassis.database import LOCK_WAIT_MS_MAX
from chassis.failpoints import Failpoint
from deploy.local.journey.clients import eventually
from tests.failpoints.launcher import Death
from tests.failpoints.lives import started
from tests.failpoints.migrating import migrating
from tests.failpoints.site import Site

pytestmark = pytest.mark.timeout(300)

TAKE = "SELECT pg_advisory_lock(hashtext('kervan.migrations'))"
GIVE_BACK = "SELECT pg_advisory_unlock(hashtext('kervan.migrations'))"
WAITING = """
SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = database
WHERE locktype = 'advisory' AND NOT granted AND datname = current_database()
"""
MIGRATE = ("migrate",)


@pytest.mark.parametrize(
    "point", [Failpoint.MIGRATION_LOCKED, Failpoint.MIGRATION_STEP, Failpoint.MIGRATION_DONE]
)
async def test_the_second_does_what_the_first_left(point: Failpoint, failpoint_site: Site) -> None:
    migration = await migrating(failpoint_site)
    before = await asyncpg.connect(migration.database)
    await before.execute(TAKE)
    async with started(migration.program(), MIGRATE, Death(point)) as first:
        await _until_waiting(before, 1)
        async with started(migration.program(), MIGRATE) as second:
            await _until_waiting(before, 2)
            await before.execute(GIVE_BACK)
            await first.must_die()
            await second.must_end()
    await before.close()
    await migration.check()


async def test_who_comes_second_waits_longer_than_a_request_may(failpoint_site: Site) -> None:
    migration = await migrating(failpoint_site)
    first = await asyncpg.connect(migration.database)
    await first.execute(TAKE)
    async with started(migration.program(), MIGRATE) as second:
        await _until_waiting(first, 1)
        await asyncio.sleep(LOCK_WAIT_MS_MAX / 1000 + 0.3)
        await first.execute(GIVE_BACK)
        await second.must_end()
    await first.close()
    await migration.check()


async def _until_waiting(connection: asyncpg.Connection, count: int) -> None:
    async def waiting() -> int:
        return int(await connection.fetchval(WAITING))

    await eventually(f"{count} to wait for their turn", waiting, lambda found: found == count, 120)
