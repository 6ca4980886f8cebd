"""Whatever is sent, nothing breaks: generated requests never get a 5xx, and answers fit the document."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
import schemathesis
from fastapi.routing import APIRoute
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import Case
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance

from chassis.identity.caller import Role
from chassis.identity.issuer import DevelopmentIssuer
from chassis.ids import new_id
from services.events.app import SERVICE
from services.events.tests.conftest import Client

CHECKS = (not_a_server_error, status_code_conformance, response_schema_conformance)
FEW = settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
OPERATIONS = [
    f"{method} {route.path}"
    for router in SERVICE.routers
    for route in router.routes
    if isinstance(route, APIRoute)
    for method in sorted(route.methods or ())
]


@pytest.mark.parametrize("operation", OPERATIONS)
async def test_generated_requests_never_break_it(
    operation: str, base_url: str, issuer: DevelopmentIssuer, office: Client
) -> None:
    event = await office.announces()
    registration = await office.registers(event, new_id())
    announcement, opportunity = await office.drafts(), await office.offers()
    visit, project = await office.plans(), await office.has_idea()
    existing = {
        "event_id": event["id"],
        "registration_id": registration["id"],
        "person_id": registration["person_id"],
        "announcement_id": announcement["id"],
        "opportunity_id": opportunity["id"],
        "visit_id": visit["id"],
        "project_id": project["id"],
    }
    token = issuer.issue(Role.OFFICE)
    await asyncio.to_thread(_send_generated, operation, base_url, token, existing)


def _send_generated(name: str, base_url: str, token: str, existing: dict[str, str]) -> None:
    """Every second request is about something that exists."""
    method, path = name.split(" ")
    operation = schemathesis.openapi.from_url(f"{base_url}/openapi.json")[f"/v1{path}"][method]
    sent = 0

    @FEW
    @given(case=operation.as_strategy())
    def send(case: Case[Any]) -> None:
        nonlocal sent
        sent += 1
        if sent % 2 == 0:
            case.path_parameters.update({name: existing[name] for name in case.path_parameters})
        case.call_and_validate(headers={"Authorization": f"Bearer {token}"}, checks=list(CHECKS))

    send()
