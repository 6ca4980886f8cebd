"""The rules themselves: written down, and never wider than what the gateway shows."""

from __future__ import annotations

import pytest
from fastapi.routing import APIRoute

from chassis.http.app import create_app
from chassis.identity.access import Reach
from chassis.identity.caller import Role
from gateway import policies
from gateway.policies import POLICIES, Rows
from tests.security.authorisation import page
from tests.security.authorisation.walking import SERVICES, Route, routes

WITHOUT_TOKEN = {"/health/live", "/health/ready", "/status", "/metrics", "/openapi.json"}

TYPES = {
    "partners": "Partner",
    "agreements": "Agreement",
    "letters": "Letter",
    "people": "Person",
    "calls": "Call",
    "applications": "Application",
    "placements": "Placement",
    "mobilities": "Mobility",
    "files": "MobilityFile",
    "learning-agreements": "LearningAgreement",
    "incoming-applications": "IncomingApplication",
    "housing-places": "HousingPlace",
    "housing-bookings": "HousingBooking",
    "budgets": "Budget",
    "grants": "Grant",
    "payment-orders": "PaymentOrder",
    "payment-requests": "PaymentRequest",
    "payment-batches": "PaymentBatch",
    "statement-lines": "StatementLine",
    "ledger": "LedgerTransaction",
    "spending-plans": "SpendingPlan",
    "expenses": "Expense",
    "expense-proposals": "ExpenseProposal",
    "events": "Event",
    "registrations": "Registration",
    "certificates": "Registration",
    "announcements": "Announcement",
    "opportunities": "Opportunity",
    "visits": "Visit",
    "projects": "Project",
}
FIGURES = ("isced-fields", "rates", "travel-bands")
"""Published by the Commission; they are about nobody."""

OF_A_SERVICE = ("erasures",)
"""A log of each service's own, without a type in the gateway: ids that name nobody any more, and counts."""

SHOWN_BY: dict[Rows, frozenset[Reach]] = {
    policies.everything: frozenset(Reach),
    policies.oneself: frozenset({Reach.OWN}),
    policies.own: frozenset({Reach.OWN}),
    policies.own_public: frozenset({Reach.OWN}),
    policies.own_offered: frozenset({Reach.OWN}),
    policies.own_or_helped: frozenset({Reach.OWN}),
    policies.own_faculty: frozenset({Reach.FACULTY}),
    policies.agreed: frozenset({Reach.IN_FORCE}),
    policies.own_agreements: frozenset({Reach.UNIVERSITY}),
    policies.own_university: frozenset({Reach.UNIVERSITY}),
    policies.out_for_students: frozenset(),
    policies.out_for_staff: frozenset(),
    policies.out_for_anybody: frozenset(),
    policies.not_withdrawn: frozenset(),
    policies.agreed_visits: frozenset(),
    policies.granted_projects: frozenset(),
}
"""What the gateway's rows cover of a service's reach. The services' own tests hold what is withheld inside
a row: a coordinator's IBANs, a ranking before it is public."""

READS = [
    route
    for route in routes()
    if route.method == "GET" and route.path.split("/")[2] not in (*FIGURES, *OF_A_SERVICE)
]


def test_the_written_rules_are_the_present_ones() -> None:
    assert page.PAGE.read_text(encoding="utf-8") == page.present(), page.OUT_OF_DATE


@pytest.mark.parametrize("route", READS, ids=str)
def test_a_service_shows_nobody_more_than_the_gateway(route: Route) -> None:
    """Two doors into one house."""
    resource = "registrations" if route.path.endswith("/registrations") else route.path.split("/")[2]
    for role in Role:
        shown: frozenset[Reach] = frozenset().union(
            *(SHOWN_BY[rule.rows] for rule in POLICIES[TYPES[resource]] if role in rule.roles)
        )
        assert route.access.reaches(role) <= shown, role


@pytest.mark.parametrize("service", SERVICES)
def test_only_what_every_process_has_is_open_without_a_token(service: str) -> None:
    parts: dict[str, object] = {"transactions": None, "verifier": None, "health": None}
    app = create_app(title="x", version="1", routers=SERVICES[service].routers, **parts)  # type: ignore[arg-type]
    operations = app.openapi()["paths"].items()
    open_paths = {
        path
        for path, methods in operations
        for operation in methods.values()
        if "security" not in operation or "x-kervan-access" not in operation
    }
    assert open_paths <= WITHOUT_TOKEN


PAGES = {
    "events": {
        "/announcements",
        "/announcements/{announcement_id:uuid}",
        "/announcements/{announcement_id:uuid}/poster.pdf",
        "/announcements/{language}",
        "/announcements/{language}/feed.atom",
        "/announcements/{language}/feed.rss",
        "/announcements/{language}/{announcement_id:uuid}",
        "/announcements/{language}/{announcement_id:uuid}/event.ics",
        "/certificates/{code}",
        "/mails/{token:uuid}/unsubscribe",
    }
}
"""Pages for anybody. Another one needs a look: whose data does it show?"""


@pytest.mark.parametrize("service", SERVICES)
def test_pages_for_anybody_are_these(service: str) -> None:
    pages = [
        page for router in SERVICES[service].pages for page in router.routes if isinstance(page, APIRoute)
    ]
    assert {page.path for page in pages} == PAGES.get(service, set())
    assert {page.path for page in pages if page.methods != {"GET"}} <= {"/mails/{token:uuid}/unsubscribe"}
