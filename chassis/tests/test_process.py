"""How a process begins."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from chassis.clock import utc_now
from chassis.consuming import parking
from chassis.housekeeping import MEASURE_SECONDS, keep_house
from chassis.http.server import Application
from chassis.identity.issuer import DEVELOPMENT_ISSUER, DevelopmentIssuer
from chassis.ids import new_id
from chassis.process import Part, ProcessHealth, _house, _prepare, run
from chassis.service import Assembled, Service
from chassis.settings import ProcessSettings
from chassis.tests.conftest import Rows
from chassis.tests.consuming.records import record_of
from chassis.tests.sample.events import counted
from chassis.tests.sample.service import NOTE
from chassis.work import Transactions, UnitOfWork
from contracts.mobility import PersonErased


async def test_a_database_that_is_just_starting_is_waited_for(
    transactions: Transactions[UnitOfWork], rows: Rows
) -> None:
    troubles = [ConnectionRefusedError("not listening yet"), TimeoutError("starting up")]

    async def prepare(work: UnitOfWork) -> None:
        if troubles:
            raise troubles.pop()
        await work.connection.execute(NOTE, {"key": "prepared", "sequence": 1})

    service = Service("sample", "chassis.tests.sample", "Sample", UnitOfWork, prepare=prepare)
    nothing = cast(Any, None)
    assembled = Assembled(nothing, nothing, transactions, nothing, nothing, nothing, nothing)
    await _prepare(service, assembled)
    assert await rows("SELECT key FROM effect") == [("prepared",)]


@pytest.mark.parametrize(
    ("snapshots", "part", "keeps"),
    [
        ((), Part.CONSUMER, True),
        ((), Part.API, False),
        ((cast(Any, None),), Part.RELAY, True),
        ((cast(Any, None),), Part.CONSUMER, False),
        ((cast(Any, None),), Part.ALL, True),
    ],
)
async def test_every_service_has_one_part_that_measures_what_is_parked(
    snapshots: Sequence[Any], part: Part, keeps: bool
) -> None:
    """A gateway publishes nothing: without this nobody would see that a key of its views is parked."""
    service = Service("sample", "chassis.tests.sample", "Sample", UnitOfWork, snapshots=snapshots)
    nothing, stop = cast(Any, None), asyncio.Event()
    settings = ProcessSettings(database_url="", kafka_bootstrap="", jwks="", issuer="")
    stop.set()
    tasks = _house(service, part, Assembled(settings, *[nothing] * 6), stop)
    await asyncio.gather(*tasks)
    assert bool(tasks) is keeps


async def test_what_a_service_counts_itself_is_measured_at_once_and_then_seldom(
    transactions: Transactions[UnitOfWork],
) -> None:
    asked: list[datetime] = []
    stop = asyncio.Event()

    async def measure(_: AsyncConnection, now: datetime) -> None:
        asked.append(now)

    keeping = asyncio.create_task(keep_house(transactions.engine, utc_now, 1e6, stop, (measure,)))
    await asyncio.sleep(MEASURE_SECONDS * 1.5)
    stop.set()
    await keeping
    assert len(asked) == 1


async def test_the_status_names_erasures_that_wait_and_when_the_law_wants_them_done(
    engine: AsyncEngine,
) -> None:
    waiting = await ProcessHealth(engine).status()
    assert waiting["erasures"] == []
    async with engine.begin() as connection:
        erasure = record_of(PersonErased(key=new_id(), sequence=2))
        await parking.park(connection, "events.erasures", erasure, parking.BEHIND)
        await parking.park(connection, "events.orientations", record_of(counted()), "no erasure")
    (told,) = (await ProcessHealth(engine).status())["erasures"]
    since, due = (datetime.fromisoformat(told[name]) for name in ("since", "due"))
    assert (told["group"], due - since) == ("events.erasures", timedelta(days=30))
    assert utc_now() - since < timedelta(minutes=5)


@pytest.fixture
def environment(
    monkeypatch: pytest.MonkeyPatch, database_url: str, kafka_bootstrap: str, tmp_path: Path
) -> Iterator[None]:
    """Of a process of the sample service; afterwards this one is as it was."""
    jwks = DevelopmentIssuer.at(tmp_path).jwks
    told = {"DATABASE_URL": database_url, "KAFKA_BOOTSTRAP": kafka_bootstrap, "HTTP_PORT": "0"}
    for name, value in {**told, "JWKS": str(jwks), "ISSUER": DEVELOPMENT_ISSUER}.items():
        monkeypatch.setenv(f"KERVAN_{name}", value)
    threshold = gc.get_threshold()
    yield
    gc.set_threshold(*threshold)
    gc.unfreeze()


@pytest.mark.usefixtures("environment", "lines")
async def test_what_the_application_opened_is_closed_after_it_has_served() -> None:
    """Else readings that are noted and not written yet are lost, and connections stay open."""
    happened: list[str] = []

    async def close() -> None:
        happened.append("closed")

    def build(assembled: Assembled[UnitOfWork]) -> Application:
        assembled.closing.push_async_callback(close)
        happened.append("built")
        asyncio.get_running_loop().call_later(0.1, os.kill, os.getpid(), signal.SIGTERM)
        return Service("sample", "chassis.tests.sample", "Sample", UnitOfWork).app(assembled)

    service = Service("sample", "chassis.tests.sample", "Sample", UnitOfWork, build_app=build)
    async with asyncio.timeout(60):
        await run(service, Part.API)
    assert happened == ["built", "closed"]
