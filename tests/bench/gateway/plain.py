"""The gateway's plain answers: the schema's own resolvers, without HTTP and without a compiled statement."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import orjson

from chassis.database import create_engine
from chassis.identity.caller import Caller, Role
from gateway.commands.owner import Owners
from gateway.context import Context
from gateway.reading.reader import Reader
from gateway.reading.view_wait import ViewWait
from gateway.schema.schema import build_schema
from tests.bench.gateway.queries import Query

OFFICE = Caller(subject="bench", roles=frozenset({Role.OFFICE}))


async def plain_answers(database_url: str, query: Query, count: int) -> Sequence[Any]:
    """The data of the query's first ``count`` requests, as JSON has it."""
    engine = create_engine(database_url, pool_size=2, application="bench.plain")
    schema = build_schema()
    answers = []
    for variables in query.variables[:count]:
        context = Context(OFFICE, "", Reader(engine, OFFICE), Owners({}, 1.0), ViewWait(0))
        result = await schema.execute(query.document, dict(variables), context)
        assert not result.errors, result.errors
        answers.append(orjson.loads(orjson.dumps(result.data, default=str)))
    await engine.dispose()
    return answers
