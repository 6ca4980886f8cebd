"""A small filled database, and what is asked of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from tests.bench.gateway import data
from tests.bench.gateway.queries import Query, draw

MOBILITIES = 300


@pytest.fixture(scope="session")
async def filled_url(databases: Any) -> str:
    url: str = await databases.create("gateway")
    await data.fill(url, MOBILITIES)
    return url


@pytest.fixture(scope="session")
async def queries(filled_url: str) -> Mapping[str, Query]:
    return await draw(filled_url)
