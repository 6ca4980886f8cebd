"""Every process that lets people in, as it mounts its own check."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any

from gateway import app as gateway
from gateway.settings import GatewaySettings
from tests.security.authorisation.serving import serving
from tests.security.authorisation.walking import SERVICES

ALL = (*SERVICES, "gateway")
QUESTION = {"query": "{ me { roles } }"}


@dataclass(frozen=True)
class House:
    """``door`` takes a request that any role may make."""

    url: str
    method: str
    door: str
    body: Any = None


DOORS = {
    "agreements": ("GET", "/v1/partners"),
    "mobility": ("GET", "/v1/calls"),
    "finance": ("GET", "/v1/rates"),
    "events": ("GET", "/v1/events"),
}


@asynccontextmanager
async def open_houses(databases: Any, jwks: str, issuer: str) -> AsyncIterator[dict[str, House]]:
    """All five, over migrated databases."""
    async with AsyncExitStack() as until_the_end:
        found = {}
        for name, service in {**SERVICES, "gateway": gateway.SERVICE}.items():
            settings = GatewaySettings(
                database_url=await databases.create(service.package),
                kafka_bootstrap="unused:0",
                jwks=jwks,
                issuer=issuer,
                refusals_a_second_max=100_000,
                strangers_a_minute_max=100_000,
            )
            url = await until_the_end.enter_async_context(serving(service, settings))
            method, door = DOORS.get(name, ("POST", "/graphql"))
            found[name] = House(url, method, door, QUESTION if name == "gateway" else None)
        yield found
