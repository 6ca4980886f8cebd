"""Last pass, as text: each file in cases/ is a query, who asks and with what; beside it stands the SQL.

A new case is a new ``.graphql`` file. ``KERVAN_WRITE_CASES=1`` writes the SQL anew; then read what changed.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson
import pytest

from chassis.identity.caller import Caller, Role
from gateway.compiler.connections import Connections
from gateway.tests.fixtures import Views
from gateway.tests.ways import COMPILER, operation_of

CASES = Path(__file__).with_name("cases")
QUERIES = sorted(CASES.glob("*.graphql"))
SOMEBODY = UUID("0192f3a0-0000-7000-8000-000000000000")
CLAIMS: dict[Role, dict[str, Any]] = {
    Role.STUDENT: {"person_id": SOMEBODY},
    Role.COORDINATOR: {"faculty": "engineering"},
    Role.PARTNER: {"partner_id": SOMEBODY},
}
WRITES = bool(os.environ.get("KERVAN_WRITE_CASES"))


def text_of(query: Path) -> str:
    return query.read_text()


def rendered(case: str) -> tuple[str, list[Any]]:
    """The statement and what it is told."""
    asks, given = re.search(r"^# as (\w+)$", case, re.M), re.search(r"^# with (.*)$", case, re.M)
    assert asks is not None, "a case begins with # as <role>"
    role = Role(asks[1])
    caller = Caller("test", frozenset({role}), **CLAIMS.get(role, {}))
    variables = orjson.loads(given[1]) if given else {}
    plan, _, told = COMPILER.plan(operation_of(case), variables, caller)
    return plan.sql, told


def laid_out(sql: str) -> str:
    """A clause a line, so that a change shows where it is."""
    return re.sub(r"\s+(?=(?:FROM|WHERE|ORDER BY|LIMIT|GROUP BY|HAVING)\b)", "\n", sql).rstrip() + "\n"


@pytest.mark.parametrize("query", QUERIES, ids=[query.stem for query in QUERIES])
def test_a_query_becomes_this_statement(query: Path) -> None:
    sql, _ = rendered(text_of(query))
    expected = query.with_suffix(".sql")
    if WRITES:
        expected.write_text(laid_out(sql))
    assert laid_out(sql) == expected.read_text()


@pytest.mark.parametrize("query", QUERIES, ids=[query.stem for query in QUERIES])
async def test_the_statement_runs(query: Path, shared_views: Views) -> None:
    sql, told = rendered(text_of(query))
    connections = Connections(shared_views.engine.url.render_as_string(hide_password=False), 1, 30_000)
    assert orjson.loads((await connections.fetchrow(sql, told))[0]) is not None
    await connections.close()


def test_every_statement_has_its_query() -> None:
    assert {sql.stem for sql in CASES.glob("*.sql")} == {query.stem for query in QUERIES}
