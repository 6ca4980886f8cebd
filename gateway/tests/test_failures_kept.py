"""An operation that fails is found at a ratio of 0, also where the answer's status is 200."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from sqlalchemy import text

from chassis.telemetry.setup import Telemetry
from chassis.telemetry.trace_files import read_trace
from chassis.tests.telemetry.scraping import measuring
from gateway.tests.fixtures import Gateway, Views

AWAY = "ALTER TABLE call_view RENAME TO call_view_away"
BACK = "ALTER TABLE call_view_away RENAME TO call_view"


@pytest.fixture(autouse=True)
def telemetry(tmp_path: Path) -> Iterator[Telemetry]:
    with measuring(tmp_path, trace_ratio=0.0) as running:
        yield running


@asynccontextmanager
async def without_calls(views: Views) -> AsyncIterator[None]:
    """As after a migration that went wrong."""
    async with views.engine.begin() as connection:
        await connection.execute(text(AWAY))
    try:
        yield
    finally:
        async with views.engine.begin() as connection:
            await connection.execute(text(BACK))


async def test_a_query_that_fails_is_found_by_the_trace_id_in_its_answer(
    gateway: Gateway, views: Views, telemetry: Telemetry, tmp_path: Path
) -> None:
    async with without_calls(views):
        failed = await gateway.ask("query Failing { calls(first: 1) { nodes { id } } }")
    assert failed.status == 500
    telemetry.flush()
    spans = read_trace(tmp_path, failed.body["trace_id"])
    assert {(span.kind, span.name) for span in spans} == {("server", "POST /graphql"), ("client", "SELECT")}
    assert all(span.error for span in spans)


async def test_so_is_one_whose_field_fails_in_an_answer_of_status_200(
    gateway: Gateway, views: Views, telemetry: Telemetry, tmp_path: Path
) -> None:
    """Resolved field by field: the statement that fails is one field's."""
    async with without_calls(views):
        failed = await gateway.ask("{ calls(first: 1) { nodes { id } } __schema { queryType { name } } }")
    assert (failed.status, failed.codes) == (200, ["internal-error"])
    telemetry.flush()
    spans = read_trace(tmp_path, failed.body["errors"][0]["extensions"]["traceId"])
    assert {(span.kind, span.error) for span in spans} == {
        ("server", "failed"),
        ("client", "UndefinedTableError"),
    }


async def test_a_query_that_is_answered_or_refused_is_not_kept(
    gateway: Gateway, telemetry: Telemetry, tmp_path: Path
) -> None:
    await gateway.ask("query Whole { calls(first: 1) { nodes { id } } }")
    await gateway.ask("query Unfit($id: ID!) { partner(id: $id) { id } }")
    telemetry.flush()
    assert not (tmp_path / "mobility.jsonl").exists()
