"""Every role with every mutation: through the gateway nobody does what the service would refuse."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from chassis.identity.caller import Role
from chassis.identity.issuer import DEVELOPMENT_ISSUER, DevelopmentIssuer
from gateway.app import SERVICE
from gateway.settings import GatewaySettings
from gateway.tests.fixtures import Gateway
from tests.security.authorisation.mutations import Mutation, all_mutations
from tests.security.authorisation.serving import serving
from tests.security.authorisation.walking import Route, Stage, allows, allows_any, may_use
from tests.security.authorisation.world import NOWHERE, Thing

UNDECIDED = ("service-unavailable", "input-invalid", "graphql-invalid")
REFUSED = ("role-missing", "not-yours")


@pytest.fixture(scope="session")
async def gateway(
    databases: Any, issuer: DevelopmentIssuer, stages: dict[str, Stage]
) -> AsyncIterator[Gateway]:
    """Over the same services, whose transactions are rolled back."""
    settings = GatewaySettings(
        database_url=await databases.create("gateway"),
        kafka_bootstrap="unused:0",
        jwks=str(issuer.jwks),
        issuer=DEVELOPMENT_ISSUER,
        view_wait_seconds_max=0,
        refusals_a_second_max=10_000,
        agreements_url=stages["agreements"].url,
        mobility_url=stages["mobility"].url,
        finance_url=stages["finance"].url,
        events_url=stages["events"].url,
    )
    async with serving(SERVICE, settings) as url, aiohttp.ClientSession() as session:
        yield Gateway(url, session, issuer)


async def codes(
    gateway: Gateway, stage: Stage, mutation: Mutation, role: Role, about: Thing | None
) -> list[str]:
    token = gateway.token(role, **stage.world.claims)
    answer = await gateway.ask(mutation.document, token, input=mutation.given(stage, about))
    return [error["code"] for error in answer.data[mutation.name]["userErrors"]]


def _one_allowed_and_one_not(route: Route, stage: Stage, role: Role) -> list[Thing | None]:
    """Of each kind of end one object: the routes themselves are walked about every object."""
    return list({allows(route, role, about): about for about in stage.objects_of(route)}.values())


@pytest.mark.parametrize("mutation", all_mutations(), ids=str)
async def test_a_mutation_does_for_a_role_what_its_route_does(
    mutation: Mutation, gateway: Gateway, stages: dict[str, Stage]
) -> None:
    route = mutation.route
    stage = stages[route.service]
    for role in Role:
        absent = await codes(gateway, stage, mutation, role, NOWHERE) if route.kind(stage.world) else None
        for about in _one_allowed_and_one_not(route, stage, role):
            if about is NOWHERE and allows_any(route, role) and stage.may_be_unknown(route):
                continue
            before = stage.transactions.commits
            told = await codes(gateway, stage, mutation, role, about)
            assert not set(told) & set(UNDECIDED), (role, about, told)
            if allows(route, role, about):
                assert not set(told) & set(REFUSED), (role, about, told)
                assert not any(code.endswith("not-found") for code in told), (role, about, told)
                continue
            assert stage.transactions.commits == before
            assert told, (role, about)
            assert may_use(route, role) or told == ["role-missing"], (role, about, told)
            assert absent is None or told == absent, (role, about, told)
