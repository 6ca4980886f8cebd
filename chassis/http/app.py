"""One function that makes a service's HTTP application; what differs between services is its arguments."""

from collections.abc import Iterator, Sequence
from typing import Any

from fastapi import APIRouter, Depends, FastAPI
from fastapi.routing import APIRoute
from starlette.middleware import Middleware

from chassis.clock import Clock, utc_now
from chassis.http import health as health_routes
from chassis.http.body_limit import SECONDS_MAX, BodyLimit
from chassis.http.database_problems import Constraints
from chassis.http.handlers import UnhandledErrors, install_handlers
from chassis.http.health import Health
from chassis.http.openapi import PROBLEM_RESPONSES, install_openapi
from chassis.http.security_headers import SecurityHeaders
from chassis.http.strangers import Strangers, StrangersLimit
from chassis.http.text import refuse_nul
from chassis.identity.access import Access, access_of, require_open
from chassis.identity.tokens import TokenVerifier
from chassis.readings import Readings
from chassis.telemetry.setup import instrument_app
from chassis.work import Transactions

BODY_BYTES_MAX = 256 * 1024  # a command's; of unknown fields alone it holds the loop for half a second
PREFIX = "/v1"


def create_app(
    *,
    title: str,
    version: str,
    routers: Sequence[APIRouter],
    transactions: Transactions[Any],
    pages: Sequence[APIRouter] = (),
    verifier: TokenVerifier,
    health: Health,
    readings: Readings | None = None,
    clock: Clock = utc_now,
    constraints: Constraints | None = None,
    docs: bool = False,
    body_bytes_max: int = BODY_BYTES_MAX,
    body_seconds_max: float = SECONDS_MAX,
    strangers: Strangers | None = None,
) -> FastAPI:
    """A service's routers under ``/v1``, with problems, health, metrics and limits around them.

    ``constraints`` maps names of database constraints to the refusals they mean. ``docs`` serves the
    interactive pages; the document itself is always at /openapi.json. ``strangers`` counts requests without
    a good token; who answers them elsewhere too shares it. ``readings``: where endpoints that show people
    note who read whom. ``pages``: routes beside ``/v1`` that anybody may ask, within
    the strangers' limit.

    Raises: RouteWithoutRule for a route that does not say who may use it.
    """
    rules = rules_of(routers)
    _require_open(pages)
    app = FastAPI(
        title=title,
        version=version,
        docs_url="/docs" if docs else None,
        redoc_url=None,
        middleware=[
            Middleware(SecurityHeaders),
            Middleware(StrangersLimit, strangers=strangers or Strangers(), verifier=verifier),
            Middleware(UnhandledErrors),
            Middleware(
                BodyLimit,
                bytes_max=body_bytes_max,
                seconds_max=body_seconds_max,
                larger=dict(_larger_bodies(routers)),
            ),
        ],
    )
    app.state.transactions, app.state.verifier, app.state.clock = transactions, verifier, clock
    app.state.readings = readings
    app.state.health, app.state.draining = health, False
    app.state.before_drain = []  # awaited first: ends connections that would outlast the drain
    install_handlers(app, constraints or {})
    app.include_router(health_routes.router)
    for router in routers:
        app.include_router(
            router, prefix=PREFIX, responses=PROBLEM_RESPONSES, dependencies=[Depends(refuse_nul)]
        )
    for router in pages:
        app.include_router(router, include_in_schema=False, dependencies=[Depends(refuse_nul)])
    install_openapi(app, rules)
    instrument_app(app)
    return app


def _larger_bodies(routers: Sequence[APIRouter]) -> Iterator[tuple[str, int]]:
    """Of routes that say how large a body they take. Paths with parameters take no files so far."""
    for router in routers:
        for route in router.routes:
            if isinstance(route, APIRoute) and route.max_body_size is not None:
                yield PREFIX + route.path, route.max_body_size


def _require_open(pages: Sequence[APIRouter]) -> None:
    for router in pages:
        for route in router.routes:
            if isinstance(route, APIRoute):
                require_open(route.endpoint)


def rules_of(routers: Sequence[APIRouter]) -> dict[tuple[str, str], Access]:
    """Every route's rule by method and path, ``("GET", "/v1/people/{person_id}")``.

    Raises: RouteWithoutRule.
    """
    return {
        (method, PREFIX + route.path): access_of(route.endpoint)
        for router in routers
        for route in router.routes
        if isinstance(route, APIRoute)
        for method in sorted(route.methods or ())
    }
