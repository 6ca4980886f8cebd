"""The floor: the statement behind a query in a bare Starlette endpoint, its bytes passed through.

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
from tests.bench.gateway.peers.statements import STATEMENTS, Statement, sql_of

CONNECTIONS = 16
SETTINGS = {"jit": "off", "plan_cache_mode": "force_generic_plan"}


def build_app(database_url: str) -> Starlette:
    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        url = plain_url(database_url)
        async with asyncpg.create_pool(
            url, min_size=CONNECTIONS, max_size=CONNECTIONS, server_settings=SETTINGS
        ) as pool:
            app.state.pool = pool
            yield

    return Starlette(lifespan=lifespan, routes=[_route(name, sql_of(name)) for name in STATEMENTS])


def _route(name: str, statement: Statement) -> Route:
    async def answer(request: Request) -> Response:
        variables = orjson.loads(await request.body())["variables"]
        body = await request.app.state.pool.fetchval(statement.sql, *statement.arguments(variables))
        return Response(body, media_type="application/json")

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
