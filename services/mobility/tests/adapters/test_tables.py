"""The tables that the code speaks of are those that the migrations make."""

from __future__ import annotations

from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import AsyncEngine

from services.mobility.adapters.tables import METADATA


def _differences(connection: Connection) -> list[Any]:
    def ours(_: object, name: str | None, type_: str, *_more: object) -> bool:
        return type_ != "table" or name in METADATA.tables

    context = MigrationContext.configure(connection, opts={"include_object": ours, "compare_type": True})
    found = compare_metadata(context, METADATA)
    return [one for one in found if not _is_a_reference(one)]


def _is_a_reference(difference: Any) -> bool:
    """References between the tables are the database's business alone."""
    return isinstance(difference, tuple) and str(difference[0]).endswith("_fk")


async def test_the_code_and_the_migrations_mean_the_same_tables(engine: AsyncEngine) -> None:
    async with engine.connect() as connection:
        assert await connection.run_sync(_differences) == []
