"""`migrate` dies between steps; begun again it goes on, and two that begin at once take turns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.failpoints.launcher import Death, Program
from tests.failpoints.lives import started
from tests.failpoints.site import Site, new_run, rows
from tests.failpoints.verdict import none_broken

MODULE = "gateway"
"""The longest history."""
SHAPE = (
    "SELECT version_num FROM alembic_version",
    "SELECT table_name, column_name, data_type, is_nullable, column_default FROM information_schema.columns"
    " WHERE table_schema = 'public' ORDER BY 1, 2",
    "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1",
    "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint ORDER BY 1, 2",
    "SELECT count(*) FROM change_clock",
)


async def shape(database: str) -> list[Sequence[object]]:
    """Version, tables, columns, indexes and constraints."""
    return [await rows(database, query) for query in SHAPE]


@dataclass
class Migrating:
    """A database that is new after each coming back."""

    site: Site
    expected: Sequence[object]
    database: str
    run: str = field(default_factory=new_run)

    async def die(self, death: Death) -> None:
        async with started(self.program(), ("migrate",), death) as life:
            await life.must_die()

    async def come_back(self) -> None:
        async with started(self.program(), ("migrate",)) as life:
            await life.must_end()
        await self.check()
        self.database = await self.site.new_database()

    async def check(self) -> None:
        """Raises PromiseBroken where the database is not as one migration in one go makes it."""
        found = zip(await shape(self.database), self.expected, strict=True)
        none_broken([f"{one}, not {other}" for one, other in found if one != other])

    def program(self) -> Program:
        return self.site.program(MODULE, self.database, self.run)


async def migrating(site: Site) -> Migrating:
    expected = await shape(await site.new_database(MODULE))
    return Migrating(site, expected, await site.new_database())
