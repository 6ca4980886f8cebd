"""One ground for all drills of a run, and the line of figures that each leaves."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import aiohttp
import pytest

from deploy.local import run
from deploy.local.layout import Layout
from deploy.local.throwaway import folder
from tests.drills.figures import Figures
from tests.drills.ground import Ground, opened
from tests.journey.system import QUIET

MEASURED = pytest.StashKey[list[Figures]]()


@pytest.fixture(scope="session")
def ground() -> Iterator[Ground]:
    """Whoever breaks something here mends it by its page: the next drill finds all running."""
    with folder("drills") as home:
        layout = Layout(home / ".run")
        try:
            yield opened(layout)
        finally:
            run.down(QUIET, layout)


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as made:
        yield made


@pytest.fixture
def figures(request: pytest.FixtureRequest) -> Figures:
    """For the drill's line in `make drills`."""
    measured = Figures(request.path.stem.removeprefix("test_").replace("_", "-"))
    request.config.stash.setdefault(MEASURED, []).append(measured)
    return measured


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    for measured in config.stash.get(MEASURED, []):
        if measured.facts:
            terminalreporter.write_line(measured.line())
