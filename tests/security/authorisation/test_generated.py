"""Generated requests about objects that exist: no 5xx, and every answer as the document promises.

Mobility's and events' own tests do the same over worlds of theirs. ``KERVAN_FUZZ_EXAMPLES=200`` takes longer.
"""

from __future__ import annotations

import asyncio
import os
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import Case
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance

from chassis.identity.caller import Role
from tests.security.authorisation.walking import Route, Stage, routes

CHECKS = (not_a_server_error, status_code_conformance, response_schema_conformance)
EXAMPLES = int(os.environ.get("KERVAN_FUZZ_EXAMPLES", "6"))
FEW = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
ROUTES = [route for route in routes() if route.service in ("agreements", "finance")]


@pytest.mark.timeout(max(120, 5 * EXAMPLES))
@pytest.mark.parametrize("route", ROUTES, ids=str)
async def test_generated_requests_about_what_exists_never_break_it(
    route: Route, stages: dict[str, Stage]
) -> None:
    stage = stages[route.service]
    token = stage.issuer.issue([Role.OFFICE, Role.FINANCE])
    await asyncio.to_thread(_send_generated, route, stage, token)


def _send_generated(route: Route, stage: Stage, token: str) -> None:
    """Each time about the next object of its kind, the absent one among them."""
    operation = schemathesis.openapi.from_url(f"{stage.url}/openapi.json")[route.path][route.method]
    objects = list(stage.objects_of(route))
    sent = 0

    @FEW
    @given(case=operation.as_strategy())
    def send(case: Case[Any]) -> None:
        nonlocal sent
        ids = stage.ids(route, objects[sent % len(objects)])
        sent += 1
        case.path_parameters.update({name: str(identity) for name, identity in ids.items()})
        case.call_and_validate(headers={"Authorization": f"Bearer {token}"}, checks=list(CHECKS))

    send()
