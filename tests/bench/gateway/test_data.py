"""The bench's data is what the contracts say and what the views make of it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.database import create_engine
from gateway.views.catalogue import MIRRORS, VIEWS
from gateway.views.mirrors import AGREEMENT, MOBILITY
from tests.bench.gateway.conftest import MOBILITIES
from tests.bench.gateway.data import MODELS

NAMES_ANOTHER = {"renews": "agreement", "merged_into": "partner"}
"""Keys that are not called after what they name."""


@pytest.fixture
async def database(filled_url: str) -> AsyncIterator[AsyncConnection]:
    engine = create_engine(filled_url, pool_size=2)
    async with engine.connect() as connection:
        yield connection
    await engine.dispose()


@pytest.mark.parametrize("name", MODELS)
async def test_a_state_is_what_its_contract_writes(database: AsyncConnection, name: str) -> None:
    (table,) = (mirror.table for mirror in MIRRORS if mirror.name == name)
    for row in (await database.execute(select(table).limit(200))).mappings():
        state = MODELS[name].model_validate(row["state"])
        assert state.model_dump(mode="json") == row["state"]
        assert (state.id, state.version) == (row["id"], row["version"])


@pytest.mark.parametrize("name", MODELS)
async def test_every_aggregate_has_its_wide_row(database: AsyncConnection, name: str) -> None:
    (view,) = (view for view in VIEWS if view.table.name == f"{name}_view")
    rows, states = (select(func.count()).select_from(each) for each in (view.table, view.root.table))
    assert await database.scalar(rows) == await database.scalar(states) != 0


async def test_every_stay_has_three_payments(database: AsyncConnection) -> None:
    counted = {mirror.name: select(func.count()).select_from(mirror.table) for mirror in MIRRORS}
    assert await database.scalar(counted["mobility"]) == MOBILITIES
    assert await database.scalar(counted["grant"]) == MOBILITIES
    assert await database.scalar(counted["payment_order"]) == 3 * MOBILITIES


async def test_keys_lead_to_rows(database: AsyncConnection) -> None:
    tables = {mirror.name: mirror.table for mirror in MIRRORS}
    for mirror in (each for each in MIRRORS if each.name in MODELS):
        for key in mirror.keys:
            owner, other = mirror.table.c[key], tables[NAMES_ANOTHER.get(key, key.removesuffix("_id"))]
            lost = select(func.count()).where(owner.is_not(None), owner.not_in(select(other.c.id)))
            assert await database.scalar(lost) == 0, (mirror.name, key)


async def test_a_stay_is_with_its_agreements_partner(database: AsyncConnection) -> None:
    stays, agreements_ = MOBILITY.table, AGREEMENT.table
    same = stays.c.partner_id == agreements_.c.partner_id
    other = select(func.count()).select_from(
        stays.join(agreements_, stays.c.agreement_id == agreements_.c.id)
    )
    assert await database.scalar(other) != 0
    assert await database.scalar(other.where(~same)) == 0


async def test_the_indexes_are_those_of_the_migrations(database: AsyncConnection, databases: Any) -> None:
    fresh = create_engine(await databases.create("gateway"))
    names = text("SELECT indexname FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1")
    async with fresh.connect() as untouched:
        expected = (await untouched.execute(names)).scalars().all()
    await fresh.dispose()
    assert (await database.execute(names)).scalars().all() == expected
