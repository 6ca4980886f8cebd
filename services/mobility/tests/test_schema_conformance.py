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
from services.mobility.app import SERVICE
from services.mobility.tests.entrypoints.test_incoming_api import a_bed, a_guest
from services.mobility.tests.office import Office

CHECKS = (not_a_server_error, status_code_conformance, response_schema_conformance)
FEW = settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
COURSE = {"code": "CS101", "title": "Algorithms", "ects": "30"}
OPERATIONS = [
    f"{method} {route.path}"
    for router in SERVICE.routers
    for route in router.routes
    if isinstance(route, APIRoute)
    for method in sorted(route.methods or ())
]


async def what_exists(office: Office) -> dict[str, str]:
    """A path parameter of each kind that leads to something."""
    place, person = await office.place(), await office.person()
    call = await office.call(place)
    application = await office.apply(call, place, person_id=person)
    await office.publish(call)
    placement = await office.placement_of(application)
    accepted = await office.post(f"/placements/{placement['id']}/accept")
    await office.post(f"/mobilities/{accepted['mobility_id']}/file")
    courses = {"semesters": 1, "abroad": [COURSE], "home": [COURSE]}
    await office.post(f"/mobilities/{accepted['mobility_id']}/learning-agreement", courses)
    guest = await a_guest(office, faculty="engineering")
    await a_bed(office)
    await office.post(f"/mobilities/{guest['mobility_id']}/housing")
    return {
        "person_id": str(person),
        "call_id": str(call),
        "application_id": application["id"],
        "placement_id": placement["id"],
        "mobility_id": accepted["mobility_id"],
        "file_id": accepted["mobility_id"],
        "incoming_application_id": guest["id"],
        "housing_booking_id": guest["mobility_id"],
        "learning_agreement_id": accepted["mobility_id"],
    }


@pytest.mark.parametrize("operation", OPERATIONS)
async def test_generated_requests_never_break_it(
    operation: str, base_url: str, issuer: DevelopmentIssuer, office: Office
) -> None:
    existing = await what_exists(office) if "{" in operation else {}
    await asyncio.to_thread(_send_generated, operation, base_url, issuer.issue(Role.OFFICE), existing)


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
