"""One trace from a request through SQL and a stored traceparent to a consumer, on a real database."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextvars import Context
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from fastapi import APIRouter, FastAPI
from opentelemetry.trace import SpanKind
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from chassis.http.server import listen, serve_on
from chassis.telemetry import tracing
from chassis.telemetry.setup import instrument_app, instrument_engine, instrument_http_client
from chassis.telemetry.trace_files import StoredSpan, read_trace
from chassis.tests.telemetry.conftest import Start

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
SAMPLED = f"00-{TRACE}-00f067aa0ba902b7-01"
UNSAMPLED = f"00-{TRACE}-00f067aa0ba902b7-00"


@pytest.fixture
async def engine(postgres_dsn: str) -> AsyncIterator[AsyncEngine]:
    engine = create_async_engine(postgres_dsn.replace("postgresql://", "postgresql+asyncpg://", 1))
    yield engine
    await engine.dispose()


def an_app(engine: AsyncEngine) -> FastAPI:
    app, people = FastAPI(), APIRouter(prefix="/people")

    @people.get("/{person_id}")
    async def person(person_id: str, q: str = "") -> dict[str, str | None]:
        async with engine.begin() as connection:
            await connection.execute(text("SELECT CAST(:q AS text)"), {"q": q})
        return {"traceparent": tracing.current_traceparent()}

    @app.get("/broken")
    async def broken() -> None:
        async with engine.begin() as connection:
            await connection.execute(text("SELECT 1"))
            await connection.execute(text("SELECT 1 / 0"))

    @app.get("/health/ready")
    async def ready() -> str | None:
        return tracing.current_traceparent()

    app.include_router(people, prefix="/v1")
    instrument_engine(engine, "tests")
    instrument_app(app)
    return app


async def get(app: FastAPI, path: str, traceparent: str = SAMPLED) -> Any:
    """What a client gets over a real socket; the server stands outside any span, as in its own process."""
    stop, listening = asyncio.Event(), listen("127.0.0.1", 0)
    serving = asyncio.create_task(serve_on(app, listening, stop), context=Context())
    url = f"http://127.0.0.1:{listening.getsockname()[1]}{path}"
    headers = {"traceparent": traceparent} if traceparent else {}
    try:
        async with aiohttp.ClientSession() as client, client.get(url, headers=headers) as answer:
            return await answer.json() if answer.status < 500 else None
    finally:
        stop.set()
        await serving


def relay(stored: str | None) -> str | None:
    sent = tracing.child_traceparent(stored)
    tracing.record_span("publish t", stored, time.time_ns(), time.time_ns() + 1000, traceparent=sent)
    return sent


async def consume(engine: AsyncEngine, received: str | None) -> None:
    with tracing.start_span("process t", SpanKind.CONSUMER, parent=tracing.context_from(received)):
        async with engine.begin() as connection:
            await connection.execute(text("SELECT 42"))


def chain(spans: list[StoredSpan], name: str) -> list[str]:
    """The names from the span called so up to the client's own."""
    by_id = {span.span_id: span for span in spans}
    at: StoredSpan | None = next(span for span in spans if span.name == name)
    found = []
    while at is not None:
        found.append(at.name)
        at = by_id.get(at.parent_id or "")
    return found


async def test_request_statement_publish_and_consumer_are_one_trace(
    start: Start, engine: AsyncEngine, tmp_path: Path
) -> None:
    telemetry = start()
    answer = await get(an_app(engine), "/v1/people/7")
    await consume(engine, relay(answer["traceparent"]))
    telemetry.flush()
    spans = read_trace(tmp_path, TRACE)
    assert chain(spans, "process t") == ["process t", "publish t", "GET /v1/people/{person_id}"]
    assert sorted(span.name for span in spans if span.kind == "client") == ["SELECT", "SELECT"]
    assert {span.service for span in spans} == {"mobility"}


async def test_a_search_term_reaches_neither_url_nor_statement(
    start: Start, engine: AsyncEngine, tmp_path: Path
) -> None:
    telemetry = start()
    await get(an_app(engine), "/v1/people/zeynep@uni.edu.tr?q=Zeynep&x=zeynep%40uni.edu.tr")
    telemetry.flush()
    written = (tmp_path / "mobility.jsonl").read_text()
    assert "url.path" in written
    assert "zeynep" not in written.lower()


async def test_what_the_client_did_not_sample_is_not_recorded_anywhere(
    start: Start, engine: AsyncEngine, tmp_path: Path
) -> None:
    telemetry = start()
    answer = await get(an_app(engine), "/v1/people/7", UNSAMPLED)
    await consume(engine, relay(answer["traceparent"]))
    telemetry.flush()
    assert answer["traceparent"].endswith("-00")
    assert read_trace(tmp_path, TRACE) == []


async def test_what_failed_is_recorded_though_the_client_did_not_sample_it(
    start: Start, engine: AsyncEngine, tmp_path: Path
) -> None:
    telemetry = start()
    await get(an_app(engine), "/broken", UNSAMPLED)
    telemetry.flush()
    spans = read_trace(tmp_path, TRACE)
    assert chain(spans, "SELECT") == ["SELECT", "GET /broken"]
    assert {span.name: span.error for span in spans} == {
        "SELECT": "DivisionByZeroError",
        "GET /broken": "500",
    }


async def test_probes_are_not_traced(start: Start, engine: AsyncEngine) -> None:
    start()
    assert await get(an_app(engine), "/health/ready") is None


async def test_a_statement_outside_any_trace_is_not_worth_one(
    start: Start, engine: AsyncEngine, tmp_path: Path
) -> None:
    telemetry = start()
    instrument_engine(engine, "tests")
    async with engine.begin() as connection:
        await connection.execute(text("SELECT 43"))
    telemetry.flush()
    assert not (tmp_path / "mobility.jsonl").exists()


async def test_a_refused_statement_is_marked_and_a_batch_tells_its_size(
    start: Start, engine: AsyncEngine, tmp_path: Path
) -> None:
    telemetry = start()
    instrument_engine(engine, "tests")
    with tracing.start_span("import", parent=tracing.context_from(SAMPLED)):
        async with engine.connect() as connection:
            await connection.execute(text("CREATE TEMPORARY TABLE t (n int PRIMARY KEY)"))
            with pytest.raises(IntegrityError):
                await connection.execute(text("INSERT INTO t VALUES (:n)"), [{"n": 1}, {"n": 1}])
            await connection.rollback()
            await connection.execute(text("CREATE TEMPORARY TABLE t (n int)"))
            await connection.execute(text("INSERT INTO t VALUES (:n)"), [{"n": 1}, {"n": 2}, {"n": 3}])
    telemetry.flush()
    refused, batch = (span for span in read_trace(tmp_path, TRACE) if span.name == "INSERT")
    assert refused.error == "UniqueViolationError"
    assert (batch.error, batch.attributes["db.operation.batch.size"]) == (None, 3)


async def test_a_call_to_another_service_carries_the_trace_and_no_query(
    start: Start, engine: AsyncEngine, tmp_path: Path
) -> None:
    telemetry = start()
    instrument_http_client()
    with tracing.start_span("mutation"):
        answer = await get(an_app(engine), "/v1/people/7?q=Zeynep", traceparent="")
        trace_id = tracing.current_trace_id() or ""
    telemetry.flush()
    spans = read_trace(tmp_path, trace_id)
    assert answer["traceparent"].split("-")[1] == trace_id
    assert chain(spans, "SELECT") == ["SELECT", "GET /v1/people/{person_id}", "GET", "mutation"]
    assert "Zeynep" not in (tmp_path / "mobility.jsonl").read_text()
