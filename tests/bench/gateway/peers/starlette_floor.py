"""The floor: the gateway's own statement in a bare Starlette endpoint, its bytes passed through.

No GraphQL, no token, no policy, no limit: what remains is HTTP, one round trip and PostgreSQL.

    python -m tests.bench.gateway.peers.starlette_floor PORT DATABASE_URL

Each query has a path of its own (``POST /A``), and takes the same body as the gateway.
"""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
import orjson
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from chassis.database import plain_url
from tests.bench.gateway.peers.statements import Statement, sql_of
from tests.bench.gateway.queries import DOCUMENTS

CONNECTIONS = 16


def build_app(database_url: str) -> Starlette:
    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        async with _pool(database_url) as pool:
            app.state.pool = pool
            yield

    return Starlette(lifespan=lifespan, routes=[_route(name) for name in DOCUMENTS])


def _pool(database_url: str) -> asyncpg.Pool:
    """asyncpg's own, with the gateway's settings and without its usual query on every return."""
    return asyncpg.create_pool(
        plain_url(database_url),
        min_size=CONNECTIONS,
        max_size=CONNECTIONS,
        init=_pass_json_on,
        reset=_keep,
        server_settings={"jit": "off", "plan_cache_mode": "force_generic_plan", "timezone": "UTC"},
    )


async def _pass_json_on(connection: asyncpg.Connection) -> None:
    await connection.set_type_codec(
        "text", schema="pg_catalog", encoder=str.encode, decoder=bytes, format="binary"
    )


async def _keep(connection: asyncpg.Connection) -> None:
    """Nothing to undo."""


def _route(name: str) -> Route:
    statements: dict[tuple[bool, ...], Statement] = {}

    async def answer(request: Request) -> Response:
        variables = orjson.loads(await request.body())["variables"]
        nulls = tuple(value is None for value in variables.values())
        statement = statements.get(nulls) or statements.setdefault(nulls, sql_of(name, variables))
        data = await request.app.state.pool.fetchval(statement.sql, *statement.arguments(variables))
        return Response(b'{"data":' + data + b"}", media_type="application/json")

    return Route(f"/{name}", answer, methods=["POST"])


if __name__ == "__main__":
    uvicorn.run(
        build_app(sys.argv[2]),
        port=int(sys.argv[1]),
        loop="uvloop",
        http="httptools",
        access_log=False,
        log_level="warning",
    )
