"""Fills a gateway's database: mirrors by set-based SQL, then the wide rows by the views' own statements."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from functools import partial
from typing import Any
from uuid import UUID

from pydantic_core import from_json, to_json
from sqlalchemy import BigInteger, Column, Integer, func, literal, select, text
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from chassis.database import create_engine
from contracts import agreements, events, finance, mobility
from contracts.event import State
from gateway.views.catalogue import MIRRORS, VIEWS
from gateway.views.view import View
from tests.bench.gateway.states import PREPARATION, SIZE, STATES, STAYS

Job = Callable[[AsyncConnection], Awaitable[None]]

MODELS: Mapping[str, type[State]] = {
    "partner": agreements.Partner,
    "agreement": agreements.Agreement,
    "person": mobility.Person,
    "call": mobility.Call,
    "mobility": mobility.Mobility,
    "grant": finance.Grant,
    "payment_order": finance.PaymentOrder,
    "budget": finance.Budget,
    "event": events.Gathering,
    "registration": events.Registration,
}

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
        indexes_of_mirrors, indexes_of_views = await _prepare(engine, mobilities)
        await _side_by_side(engine, [_executing(_filling(name)) for name in STATES])
        await _side_by_side(engine, map(_running, indexes_of_mirrors))
        await _side_by_side(engine, (_running(f"ANALYZE {mirror.table.name}") for mirror in MIRRORS))
        await _side_by_side(engine, [partial(_compute, view) for view in _widest_first(VIEWS)])
        await _side_by_side(engine, map(_running, indexes_of_views))
        await _settle(engine)
    finally:
        await engine.dispose()


async def _prepare(engine: AsyncEngine, mobilities: int) -> tuple[list[str], list[str]]:
    """What the statements of states build on; returns what makes the dropped indexes again."""
    async with engine.begin() as connection:
        await _run(connection, (*BULK, *PREPARATION))
        await connection.execute(SIZE, {"mobilities": mobilities, "people": max(1, mobilities * 4 // 5)})
        await _run(connection, (STAYS, "ANALYZE bench.stay"))
        return (
            await _take_down_indexes(connection, [mirror.table.name for mirror in MIRRORS]),
            await _take_down_indexes(connection, [view.table.name for view in VIEWS]),
        )


async def _side_by_side(engine: AsyncEngine, jobs: Iterable[Job]) -> None:
    """Each job in a transaction of its own, as many at once as there are loaders; the first begin first."""
    waiting = list(reversed(list(jobs)))

    async def load() -> None:
        async with engine.connect() as connection:
            await _run(connection, BULK)
            while waiting:
                await waiting.pop()(connection)
                await connection.commit()

    await asyncio.gather(*(load() for _ in range(LOADERS)))


def _running(statement: str) -> Job:
    return _executing(text(statement))


def _executing(statement: Any) -> Job:
    async def execute(connection: AsyncConnection) -> None:
        await connection.execute(statement)

    return execute


def _filling(name: str) -> Any:
    """A mirror's rows from the statement of its states: id and keys as the mirror holds them.

    Materialized, else the state is built again for every key that is read out of it.
    """
    (mirror,) = (each for each in MIRRORS if each.name == name)
    kind, states = STATES[name]
    made = (
        text(states)
        .columns(Column("n", BigInteger), Column("version", Integer), Column("state", JSONB))
        .cte("made")
        .prefix_with("MATERIALIZED")
    )
    identifier = func.bench.id_of(literal(kind), made.c.n)
    identity = func.jsonb_build_object("id", identifier, "version", made.c.version)
    keys = [made.c.state[key].astext.cast(mirror.table.c[key].type) for key in mirror.keys]
    state = literal(_left_out(name), JSONB).op("||")(made.c.state).op("||")(identity)
    rows = select(identifier, made.c.version, state, *keys)
    return insert(mirror.table).from_select(["id", "version", "state", *mirror.keys], rows)


def _left_out(name: str) -> dict[str, Any]:
    """What the contract writes where a statement says nothing of a field."""
    fields = MODELS[name].model_fields if name in MODELS else {}
    given = {key: field.default for key, field in fields.items() if not field.is_required()}
    found: dict[str, Any] = from_json(to_json(given))
    return found


def _widest_first(views: Iterable[View]) -> list[View]:
    return sorted(views, key=lambda view: len(view.reads), reverse=True)


async def _compute(view: View, connection: AsyncConnection) -> None:
    """Every row of a view, by the statement that keeps it in production."""
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
        await _run(settled, (*BULK, "DROP SCHEMA bench CASCADE"))
        tables = (*(mirror.table for mirror in MIRRORS), *(view.table for view in VIEWS))
        await _run(settled, (f"VACUUM (ANALYZE) {table.name}" for table in tables))


async def _take_down_indexes(connection: AsyncConnection, tables: list[str]) -> list[str]:
    """Drop all but the primary keys; the statements that make them again."""
    found = (await connection.execute(INDEXES, {"tables": tables})).all()
    await _run(connection, (f"DROP INDEX {index.name}" for index in found))
    return [index.definition for index in found]


async def _run(connection: AsyncConnection, statements: Iterable[str]) -> None:
    for statement in statements:
        await connection.execute(text(statement))
