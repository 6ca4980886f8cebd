"""A database's address, and two processes' worth of caches over it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence

import pytest

from gateway.tests.cache.asking import Process, process
from gateway.tests.fixtures import Views


@pytest.fixture
def url(views: Views) -> str:
    return views.engine.url.render_as_string(hide_password=False)


@pytest.fixture
async def processes(url: str) -> AsyncIterator[Sequence[Process]]:
    async with process(url) as one, process(url) as other:
        yield one, other
