from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from chassis.database import create_engine
from chassis.tests.logged import Lines, logged
from chassis.work import Transactions, UnitOfWork

SAMPLE = "chassis.tests.sample"

Rows = Callable[[str], Awaitable[list[tuple[object, ...]]]]


@pytest.fixture
def lines() -> Iterator[Lines]:
    """``lines()``: what was logged so far."""
    with logged() as told:
        yield told


@pytest.fixture
async def database_url(new_database: Callable[..., Awaitable[str]]) -> str:
    """A fresh database of the sample service."""
    return await new_database(SAMPLE)


@pytest.fixture
async def engine(database_url: str) -> AsyncIterator[AsyncEngine]:
    made = create_engine(database_url, pool_size=16)
    yield made
    await made.dispose()


@pytest.fixture
def transactions(engine: AsyncEngine) -> Transactions[UnitOfWork]:
    return Transactions(engine, UnitOfWork, source="tests")


@pytest.fixture
def rows(engine: AsyncEngine) -> Rows:
    """``await rows("SELECT …")``: what stands in the database."""

    async def fetch(query: str) -> list[tuple[object, ...]]:
        async with engine.connect() as connection:
            return [tuple(row) for row in await connection.execute(text(query))]

    return fetch
