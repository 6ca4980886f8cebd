"""At a ratio of 0 what fails is found all the same, by its log line's trace id; what goes well is not."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from fastapi import APIRouter
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from chassis.http.app import create_app
from chassis.identity.access import ANYBODY, allowed
from chassis.identity.caller import Role
from chassis.identity.issuer import DEVELOPMENT_ISSUER, DevelopmentIssuer
from chassis.identity.tokens import TokenVerifier
from chassis.telemetry.setup import Telemetry, instrument_engine
from chassis.telemetry.trace_files import StoredSpan, read_trace
from chassis.tests.consuming.records import record_of
from chassis.tests.consuming.test_decisions import ONE, OTHER, traced
from chassis.tests.consuming.test_delivery import delivery_of
from chassis.tests.http.conftest import Switch, served
from chassis.tests.logged import Lines
from chassis.tests.sample.events import counted
from chassis.tests.sample.service import POISON, noting
from chassis.tests.telemetry.conftest import Start
from chassis.work import Transactions, UnitOfWork

UNSAMPLED = f"00-{ONE}-{1:016x}-00"


@pytest.fixture
def telemetry(start: Start) -> Telemetry:
    return start(trace_ratio=0.0)


@pytest.fixture
async def service(
    transactions: Transactions[UnitOfWork], telemetry: Telemetry, tmp_path: Path
) -> AsyncIterator[aiohttp.ClientSession]:
    """A service with an address that answers and one whose second statement fails."""
    router, engine = APIRouter(), transactions.engine
    instrument_engine(engine, "tests")

    @router.get("/whole")
    @allowed(everything=ANYBODY)
    async def whole() -> int:
        return await _ask(engine, "SELECT 1")

    @router.get("/broken")
    @allowed(everything=ANYBODY)
    async def broken() -> int:
        return await _ask(engine, "SELECT 1") + await _ask(engine, "SELECT nothing")

    issuer = DevelopmentIssuer.at(tmp_path / "issuer")
    verifier = TokenVerifier(issuer.jwks, DEVELOPMENT_ISSUER)
    app = create_app(
        title="t",
        version="1",
        routers=[router],
        transactions=transactions,
        verifier=verifier,
        health=Switch(),
    )
    token = {"Authorization": f"Bearer {issuer.issue(Role.OFFICE)}"}
    async with served(app) as url, aiohttp.ClientSession(url, headers=token) as client:
        yield client


async def _ask(engine: AsyncEngine, statement: str) -> int:
    async with engine.connect() as connection:
        return int((await connection.execute(text(statement))).scalar_one())


def kept(telemetry: Telemetry, folder: Path, trace_id: str) -> dict[str, StoredSpan]:
    """The spans of the trace that were exported, by kind."""
    telemetry.flush()
    return {span.kind: span for span in read_trace(folder, trace_id)}


@pytest.mark.parametrize("traceparent", [None, UNSAMPLED])
async def test_a_request_that_fails_is_found_by_its_log_line(
    telemetry: Telemetry,
    service: aiohttp.ClientSession,
    lines: Lines,
    tmp_path: Path,
    traceparent: str | None,
) -> None:
    headers = {"traceparent": traceparent} if traceparent else {}
    assert (await service.get("/v1/whole", headers=headers)).status == 200
    assert (await service.get("/v1/broken", headers=headers)).status == 500
    (line,) = (line for line in lines() if line["event"] == "request.failed")
    spans = kept(telemetry, tmp_path, line["trace_id"])
    assert {kind: (span.name, span.error) for kind, span in spans.items()} == {
        "server": ("GET /v1/broken", "500"),
        "client": ("SELECT", "UndefinedColumnError"),
    }
    assert spans["client"].parent_id == spans["server"].span_id == line["span_id"]


async def test_what_goes_well_is_not_kept(
    telemetry: Telemetry, service: aiohttp.ClientSession, tmp_path: Path
) -> None:
    assert (await service.get("/v1/whole", headers={"traceparent": UNSAMPLED})).status == 200
    assert kept(telemetry, tmp_path, ONE) == {}
    assert not (tmp_path / "mobility.jsonl").exists()


async def test_a_message_that_is_parked_is_found_by_its_log_line_and_another_is_not_kept(
    telemetry: Telemetry, transactions: Transactions[UnitOfWork], lines: Lines, tmp_path: Path
) -> None:
    delivery = delivery_of(noting, transactions)
    await delivery.deliver([traced(record_of(counted(label=POISON)), ONE, "00")])
    await delivery.deliver([traced(record_of(counted()), OTHER, "00")])
    (line,) = (line for line in lines() if line["event"] == "record.parked")
    span = kept(telemetry, tmp_path, line["trace_id"])["consumer"]
    assert (line["trace_id"], span.name, span.error) == (ONE, f"process {noting.group}", "Poisoned")
    assert kept(telemetry, tmp_path, OTHER) == {}


async def test_of_a_batch_the_guilty_one_has_a_span_in_its_own_trace(
    telemetry: Telemetry, transactions: Transactions[UnitOfWork], tmp_path: Path
) -> None:
    good, poison = record_of(counted()), record_of(counted(label=POISON))
    await delivery_of(noting, transactions).deliver([traced(good, ONE, "00"), traced(poison, OTHER, "00")])
    assert kept(telemetry, tmp_path, OTHER)["consumer"].error == "Poisoned"
