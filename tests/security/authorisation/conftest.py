"""Each service over a world of its own, whose transactions are rolled back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Any, cast

import aiohttp
import pytest

from chassis.database import create_engine
from chassis.identity.issuer import DevelopmentIssuer
from tests.security.authorisation.serving import Rehearsed, served
from tests.security.authorisation.walking import SERVICES, Stage
from tests.security.authorisation.worlds import agreements, events, finance, mobility

BUILDERS: dict[str, Any] = {
    "agreements": agreements.build,
    "mobility": mobility.build,
    "finance": finance.build,
    "events": events.build,
}


@pytest.fixture(scope="session")
def issuer(tmp_path_factory: pytest.TempPathFactory) -> DevelopmentIssuer:
    return DevelopmentIssuer.at(tmp_path_factory.mktemp("identity"))


@pytest.fixture(scope="session")
async def stages(databases: Any, issuer: DevelopmentIssuer) -> AsyncIterator[dict[str, Stage]]:
    async with AsyncExitStack() as open_until_the_end:
        session = await open_until_the_end.enter_async_context(aiohttp.ClientSession())
        made = {}
        for name, service in SERVICES.items():
            engine = create_engine(await databases.create(service.package))
            open_until_the_end.push_async_callback(engine.dispose)
            async with served(service, engine, issuer, rehearsed=False) as (url, transactions):
                world = await BUILDERS[name](url, session, issuer, transactions)
            url, rehearsed = await open_until_the_end.enter_async_context(
                served(service, engine, issuer, rehearsed=True)
            )
            made[name] = Stage(url, world, cast("Rehearsed[Any]", rehearsed), session, issuer)
        yield made
