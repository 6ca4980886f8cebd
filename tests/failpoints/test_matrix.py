"""Every point: a process dies there once, comes back, dies there three times more, comes back.

Whenever it is back and everything has come to rest, every promise is looked at.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from chassis.failpoints import Failpoint
from tests.failpoints.matrix import CASES, Case
from tests.failpoints.site import Site

pytestmark = pytest.mark.timeout(900)

AT_ONCE = 4

Walks = dict[Case, asyncio.Task[None]]


@pytest.fixture(scope="module")
async def walks(request: pytest.FixtureRequest, failpoint_site: Site) -> AsyncIterator[Walks]:
    """The chosen cases, some side by side, because most of a walk is waiting; a test awaits its own."""
    places = asyncio.Semaphore(AT_ONCE)

    async def walk(case: Case) -> None:
        async with places:
            await case.walk(failpoint_site)

    made = {case: asyncio.create_task(walk(case)) for case in CASES if _is_chosen(case, request)}
    yield made
    for task in made.values():
        task.cancel()
    await asyncio.gather(*made.values(), return_exceptions=True)


def _is_chosen(case: Case, request: pytest.FixtureRequest) -> bool:
    """Whether a test of it is going to run: `-k` leaves some out."""
    tests = [item for item in request.session.items if isinstance(item, pytest.Function)]
    return any(hasattr(test, "callspec") and test.callspec.params.get("case") is case for test in tests)


@pytest.mark.parametrize("case", CASES, ids=str)
async def test_the_promises_hold_after_dying_at(case: Case, walks: Walks) -> None:
    await walks[case]


def test_every_point_is_died_at() -> None:
    assert {case.point for case in CASES} == set(Failpoint)
