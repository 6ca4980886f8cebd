"""The sides written here answer what the gateway answers; who does not is not measured."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import asyncpg
import orjson
import pytest

from chassis.database import plain_url
from tests.bench.gateway import sides
from tests.bench.gateway.__main__ import asked_for
from tests.bench.gateway.comparing import require_equal
from tests.bench.gateway.load import LoadFailed, read_result
from tests.bench.gateway.peers.federation import DUMP
from tests.bench.gateway.peers.postgraphile import VIEW
from tests.bench.gateway.plain import plain_answers
from tests.bench.gateway.queries import Query
from tests.bench.gateway.sides import SideFailed

ANSWERS = 30


async def test_the_floor_gives_the_plain_answers(
    filled_url: str, queries: Mapping[str, Query], tmp_path: Path
) -> None:
    with sides.starlette_floor(filled_url, tmp_path) as side:
        for query in queries.values():
            require_equal(side, query, await plain_answers(filled_url, query, ANSWERS))


async def test_every_query_has_something_to_answer(filled_url: str, queries: Mapping[str, Query]) -> None:
    for query in queries.values():
        answers = await plain_answers(filled_url, query, ANSWERS)
        assert any(_size(answer) > 100 for answer in answers), query.name


async def test_an_ordinary_gateway_is_measured_only_when_it_is_right(
    filled_url: str, queries: Mapping[str, Query], tmp_path: Path
) -> None:
    query = queries["A"]
    plain = await plain_answers(filled_url, query, ANSWERS)
    with sides.strawberry_sql(filled_url, tmp_path) as side:
        require_equal(side, query, plain)
        with pytest.raises(SideFailed, match="otherwise"):
            require_equal(replace(side, shaped=_without_a_stay), query, plain)


async def test_the_peers_views_and_dumps_fit_the_tables(filled_url: str) -> None:
    connection = await asyncpg.connect(plain_url(filled_url))
    await connection.execute(VIEW.read_text())
    for rows in (*(file.read_text() for file in DUMP.iterdir()), "SELECT * FROM postgraphile.stay"):
        assert await connection.fetch(rows)
    await connection.execute("DROP SCHEMA postgraphile CASCADE")
    await connection.close()


def test_answers_that_were_errors_are_no_result() -> None:
    assert read_result("RESULT 100 2000000 50000 4000.0 9000.0 0", "").rate == 50
    with pytest.raises(LoadFailed, match="3 errors"):
        read_result("RESULT 100 2000000 50000 4000.0 9000.0 3", "")
    with pytest.raises(LoadFailed, match="refused"):
        read_result("", "connection refused")


def test_a_word_asks_for_a_query_or_for_one_ratio() -> None:
    assert asked_for("A_vs_grafbase", ())
    assert asked_for("A_vs_grafbase", ("B", "A"))
    assert asked_for("A_vs_grafbase", ("A_vs_grafbase",))
    assert not asked_for("A_1M_vs_10k", ("A",))


def _size(answer: Any) -> int:
    return len(orjson.dumps(answer))


def _without_a_stay(data: Any) -> Any:
    return {"mobilities": data["mobilities"] | {"nodes": data["mobilities"]["nodes"][1:]}}
