"""Fills a gateway's database: mirrors by set-based SQL, then the wide rows by the views' own statements."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Column, Integer, func, literal, select, text
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from chassis.database import create_engine
from gateway.views.catalogue import MIRRORS, VIEWS
from gateway.views.mirrors import Mirror
from gateway.views.view import View
from tests.bench.gateway.states import PREPARATION, SIZE, STATES, STAYS

IDS_A_CHUNK = 10_000
LOADERS = 2

BULK = (
    "SET statement_timeout = 0",
    "SET synchronous_commit = off",
    "SET work_mem = '256MB'",
    "SET maintenance_work_mem = '1GB'",
    # As the projection runs its statements: lookups by key, whatever a young table's statistics say.
    "SET plan_cache_mode = force_generic_plan",
    "SET enable_seqscan = off",
    "SET jit = off",
)
INDEXES = text(
    """
    SELECT indrelid::regclass::text AS of_table, indexrelid::regclass::text AS name,
           pg_get_indexdef(indexrelid) AS definition
    FROM pg_index
    WHERE NOT indisprimary AND indrelid = ANY(CAST(CAST(:tables AS text[]) AS regclass[]))
    ORDER BY 1, 2
    """
)


async def fill(database_url: str, mobilities: int) -> None:
    """``mobilities`` stays, each with a grant of three instalments and three payment orders, and their world:
    1,000 partners, 2,000 agreements, four people to five stays, calls, budgets, events, registrations.

    The database is migrated and empty. What the gateway would have made of all these events stands in it
    afterwards, vacuumed and analysed. No applications, placements or ledger: the stays are imported ones.
    """
    engine = create_engine(database_url, pool_size=LOADERS, application="bench.data")
    try:
        await _fill_mirrors(engine, mobilities)
        await _compute_views(engine)
        await _settle(engine)
    finally:
        await engine.dispose()


async def _fill_mirrors(engine: AsyncEngine, mobilities: int) -> None:
    async with engine.begin() as connection:
        indexes = await _take_down_indexes(connection, [mirror.table.name for mirror in MIRRORS])
        await _run(connection, (*BULK, *PREPARATION))
        await connection.execute(SIZE, {"mobilities": mobilities, "people": max(1, mobilities * 4 // 5)})
        await _run(connection, (STAYS, "ANALYZE stay"))
        for mirror in MIRRORS:
            if mirror.name in STATES:
                await connection.execute(_filling(mirror, *STATES[mirror.name]))
        await _run(connection, (*indexes, *_for_each("ANALYZE", MIRRORS), "DISCARD TEMP"))


def _filling(mirror: Mirror, kind: str, states: str) -> Any:
    """A mirror's rows from the statement of its states: id and keys as the mirror holds them.

    Materialized, else the state is built again for every key that is read out of it.
    """
    made = (
        text(states)
        .columns(Column("n", BigInteger), Column("version", Integer), Column("state", JSONB))
        .cte("made")
        .prefix_with("MATERIALIZED")
    )
    identifier = func.pg_temp.id_of(literal(kind), made.c.n)
    identity = func.jsonb_build_object("id", identifier, "version", made.c.version)
    keys = [made.c.state[key].astext.cast(mirror.table.c[key].type) for key in mirror.keys]
    rows = select(identifier, made.c.version, made.c.state.op("||")(identity), *keys)
    return insert(mirror.table).from_select(["id", "version", "state", *mirror.keys], rows)


async def _compute_views(engine: AsyncEngine) -> None:
    """Every row of every view, by the statement that keeps it in production; the views side by side."""
    async with engine.begin() as connection:
        indexes = await _take_down_indexes(connection, [view.table.name for view in VIEWS])
    waiting = sorted(VIEWS, key=lambda view: len(view.reads))  # the widest, taken first, take longest
    await asyncio.gather(*(_compute(engine, waiting) for _ in range(LOADERS)))
    async with engine.begin() as connection:
        await _run(connection, (*BULK, *indexes))


async def _compute(engine: AsyncEngine, waiting: list[View]) -> None:
    async with engine.connect() as connection:
        await _run(connection, BULK)
        while waiting:
            view = waiting.pop()
            for ids in await _chunks(connection, view):
                touched: dict[str, list[UUID]] = {mirror.name: [] for mirror in view.reads}
                await connection.execute(view.recompute, touched | {view.root.name: ids})
                await connection.commit()


async def _chunks(connection: AsyncConnection, view: View) -> list[list[UUID]]:
    identifier = view.root.table.c.id
    ids = list((await connection.execute(select(identifier).order_by(identifier))).scalars())
    return [ids[start : start + IDS_A_CHUNK] for start in range(0, len(ids), IDS_A_CHUNK)]


async def _settle(engine: AsyncEngine) -> None:
    async with engine.connect() as connection:
        settled = await connection.execution_options(isolation_level="AUTOCOMMIT")
        await _run(settled, (*BULK, *_for_each("VACUUM (ANALYZE)", (*MIRRORS, *VIEWS))))


async def _take_down_indexes(connection: AsyncConnection, tables: list[str]) -> list[str]:
    """Drop all but the primary keys; the statements that make them again."""
    found = (await connection.execute(INDEXES, {"tables": tables})).all()
    await _run(connection, (f"DROP INDEX {index.name}" for index in found))
    return [index.definition for index in found]


def _for_each(command: str, kept: Iterable[Mirror | View]) -> Iterator[str]:
    return (f"{command} {each.table.name}" for each in kept)


async def _run(connection: AsyncConnection, statements: Iterable[str]) -> None:
    for statement in statements:
        await connection.execute(text(statement))
