"""Every role along every route, about one's own, a colleague's, a stranger's and no object at all."""

from __future__ import annotations

import pytest

from chassis.identity.caller import Role
from tests.security.authorisation.walking import (
    SERVICES,
    Route,
    Stage,
    allows,
    allows_any,
    ids_in,
    may_use,
    routes,
)
from tests.security.authorisation.world import NOWHERE

ROUTES = routes()
FIGURES = (
    "/v1/isced-fields",
    "/v1/partners/duplicates",
    "/v1/rates",
    "/v1/travel-bands",
    "/v1/ledger/transactions",
    "/v1/ledger/accounts",
    "/v1/ledger/export",
    "/v1/erasures",
)
LISTS = [each for each in ROUTES if each.lists_objects and each.path not in FIGURES]
LISTED = [
    pytest.param(each, role, id=f"{each} {role}") for each in LISTS for role in Role if may_use(each, role)
]
NOT_LET_IN = ("token-missing", "role-missing", "not-yours")
BADLY_ASKED = ("input-invalid", "request-malformed", "body-too-large", "version-required")


@pytest.fixture
def stage(route: Route, stages: dict[str, Stage]) -> Stage:
    return stages[route.service]


@pytest.mark.parametrize("route", ROUTES, ids=str)
async def test_without_a_token_nobody_is_let_in(route: Route, stage: Stage) -> None:
    answers = [await stage.ask(route, None, about) for about in stage.objects_of(route)]
    assert {(told.status, told.code) for told in answers} == {(401, "token-missing")}
    assert all(told == answers[0] for told in answers)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("route", ROUTES, ids=str)
async def test_a_role_reaches_what_its_rule_says_and_nothing_else(
    route: Route, stage: Stage, role: Role
) -> None:
    absent = await stage.ask(route, role, NOWHERE) if route.kind(stage.world) else None
    for about in stage.objects_of(route):
        if about is NOWHERE and allows_any(route, role) and stage.may_be_unknown(route):
            continue
        before = stage.transactions.commits
        told = await stage.ask(route, role, about)
        if allows(route, role, about):
            assert told.status < 500, told
            assert told.code not in (*NOT_LET_IN, *BADLY_ASKED), (about, told)
            assert told.status not in (401, 403, 404), (about, told)
            continue
        assert stage.transactions.commits == before
        if not may_use(route, role):
            assert (told.status, told.code) == (403, "role-missing"), (about, told)
        else:
            assert told.status in (403, 404), (about, told)
        assert absent is None or told == absent, "what is hidden must look like what is not there"


@pytest.mark.parametrize(("route", "role"), LISTED)
async def test_a_list_shows_what_its_rule_says_and_nothing_else(
    route: Route, stage: Stage, role: Role
) -> None:
    kind, key = stage.world.lists[route.key]
    within = {thing.id for thing in stage.world.things[kind] if allows(route, role, thing)}
    assert ids_in(await stage.ask(route, role, None), key) == within


@pytest.mark.parametrize("service", SERVICES)
def test_every_list_of_objects_is_compared(service: str, stages: dict[str, Stage]) -> None:
    """A list whose rows nobody compares might show anything; of figures there is nothing to compare."""
    listed = {route.key for route in LISTS if route.service == service}
    assert listed == stages[service].world.lists.keys()
