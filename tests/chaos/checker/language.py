"""What the checker knows of the system under test: which topic tells of which table, and who keeps copies.

Written from docs/architecture.md and contracts/asyncapi.json, not imported from the code under test;
``tests/test_language.py`` holds it against them.
"""

from __future__ import annotations

from dataclasses import dataclass

from tests.chaos.checker.history import Row

GATEWAY = "gateway"


@dataclass(frozen=True, slots=True)
class Aggregate:
    """A kind of aggregate: its topic, its owner's table and the column of the version told (None: always 1).

    ``mirror`` and ``view`` are the gateway's two copies; None where the gateway keeps none.
    """

    topic: str
    service: str
    table: str
    mirror: str | None
    view: str | None
    version: str | None = "version"


PARTNER = Aggregate("agreements.partner.v1", "agreements", "partner", "mirror_partner", "partner_view")
AGREEMENT = Aggregate(
    "agreements.agreement.v1", "agreements", "agreement", "mirror_agreement", "agreement_view"
)
PUBLISHED_AGREEMENT = Aggregate(
    "partners.agreements.v1", "agreements", "agreement", None, None, "publication_version"
)
LETTER = Aggregate("agreements.letter.v1", "agreements", "letter", "mirror_letter", "letter_view")
PERSON = Aggregate("mobility.person.v1", "mobility", "person", "mirror_person", "person_view")
CALL = Aggregate("mobility.call.v1", "mobility", "call", "mirror_call", "call_view")
APPLICATION = Aggregate(
    "mobility.application.v1", "mobility", "application", "mirror_application", "application_view"
)
PLACEMENT = Aggregate("mobility.placement.v1", "mobility", "placement", "mirror_placement", "placement_view")
MOBILITY = Aggregate("mobility.mobility.v1", "mobility", "mobility", "mirror_mobility", "mobility_view")
MOBILITY_FILE = Aggregate(
    "mobility.file.v1", "mobility", "mobility_file", "mirror_mobility_file", "mobility_file_view"
)
LEARNING_AGREEMENT = Aggregate(
    "mobility.learning-agreement.v1",
    "mobility",
    "learning_agreement",
    "mirror_learning_agreement",
    "learning_agreement_view",
)
INCOMING = Aggregate("mobility.incoming.v1", "mobility", "incoming", "mirror_incoming", "incoming_view")
HOUSING_PLACE = Aggregate(
    "mobility.housing-place.v1", "mobility", "housing_place", "mirror_housing_place", "housing_place_view"
)
HOUSING_BOOKING = Aggregate(
    "mobility.housing-booking.v1",
    "mobility",
    "housing_booking",
    "mirror_housing_booking",
    "housing_booking_view",
)
BUDGET = Aggregate("finance.budget.v1", "finance", "budgets", "mirror_budget", "budget_view")
GRANT = Aggregate("finance.grant.v1", "finance", "grants", "mirror_grant", "grant_view")
ORDER = Aggregate(
    "finance.payment-orders.v1",
    "finance",
    "payment_orders",
    "mirror_payment_order",
    "payment_order_view",
)
PAYMENT_REQUEST = Aggregate(
    "finance.payment-request.v1",
    "finance",
    "payment_requests",
    "mirror_payment_request",
    "payment_request_view",
)
PAYMENT_BATCH = Aggregate(
    "finance.payment-batch.v1",
    "finance",
    "payment_batches",
    "mirror_payment_batch",
    "payment_batch_view",
)
STATEMENT_LINE = Aggregate(
    "finance.statement-line.v1",
    "finance",
    "statement_lines",
    "mirror_statement_line",
    "statement_line_view",
)
LEDGER = Aggregate(
    "finance.ledger.v1", "finance", "ledger_transactions", "mirror_ledger", "ledger_view", None
)
SPENDING_PLAN = Aggregate(
    "finance.spending-plan.v1", "finance", "spending_plans", "mirror_spending_plan", "spending_plan_view"
)
EXPENSE = Aggregate("finance.expense.v1", "finance", "expenses", "mirror_expense", "expense_view")
EXPENSE_PROPOSAL = Aggregate(
    "finance.expense-proposal.v1",
    "finance",
    "expense_proposals",
    "mirror_expense_proposal",
    "expense_proposal_view",
)
EVENT = Aggregate("events.event.v1", "events", "gathering", "mirror_event", "event_view")
REGISTRATION = Aggregate(
    "events.registration.v1", "events", "registration", "mirror_registration", "registration_view"
)

ANNOUNCEMENT = Aggregate(
    "events.announcement.v1", "events", "announcement", "mirror_announcement", "announcement_view"
)
REACH = Aggregate(
    "events.announcement-reach.v1", "events", "announcement_reach", "mirror_announcement_reach", None
)
OPPORTUNITY = Aggregate(
    "events.opportunity.v1", "events", "opportunity", "mirror_opportunity", "opportunity_view"
)
INTEREST = Aggregate("events.interest.v1", "events", "interest", "mirror_interest", "interest_view")
REMINDER = Aggregate("events.reminder.v1", "events", "reminder", "mirror_reminder", "reminder_view")
PROJECT = Aggregate("events.project.v1", "events", "project", "mirror_project", "project_view")
VISIT = Aggregate("events.visit.v1", "events", "visit", "mirror_visit", "visit_view")
EVENT_PLAN = Aggregate("events.plan.v1", "events", "event_plan", "mirror_event_plan", "event_plan_view")

AGGREGATES = (
    PARTNER,
    AGREEMENT,
    PUBLISHED_AGREEMENT,
    LETTER,
    PERSON,
    CALL,
    APPLICATION,
    PLACEMENT,
    MOBILITY,
    MOBILITY_FILE,
    LEARNING_AGREEMENT,
    INCOMING,
    HOUSING_PLACE,
    HOUSING_BOOKING,
    BUDGET,
    GRANT,
    ORDER,
    PAYMENT_REQUEST,
    PAYMENT_BATCH,
    STATEMENT_LINE,
    LEDGER,
    SPENDING_PLAN,
    EXPENSE,
    EXPENSE_PROPOSAL,
    EVENT,
    REGISTRATION,
    ANNOUNCEMENT,
    REACH,
    OPPORTUNITY,
    INTEREST,
    REMINDER,
    VISIT,
    PROJECT,
    EVENT_PLAN,
)

PAYMENT_RESULTS = "finance.payment-results.v1"

ACTS_ON = {
    "mobility.courses": (
        "kervan.events.course-completed.v1",
        "kervan.events.registration-republished.v1",
    ),
    "finance.grants": (
        "kervan.mobility.mobility-planned.v1",
        "kervan.mobility.mobility-begun.v1",
        "kervan.mobility.mobility-extended.v1",
        "kervan.mobility.mobility-shortened.v1",
        "kervan.mobility.mobility-completed.v1",
        "kervan.mobility.mobility-withdrawn.v1",
    ),
    "finance.payees": (
        "kervan.mobility.person-registered.v1",
        "kervan.mobility.person-changed.v1",
        "kervan.mobility.person-republished.v1",
        "kervan.mobility.person-erased.v1",
    ),
    "finance.payment-results": ("kervan.finance-office.payment-answered.v1",),
    "finance.costs": (
        "kervan.events.visit-planned.v1",
        "kervan.events.visit-changed.v1",
        "kervan.events.visit-confirmed.v1",
        "kervan.events.visit-held.v1",
        "kervan.events.visit-cancelled.v1",
        "kervan.events.visit-reported.v1",
        "kervan.events.visit-republished.v1",
        "kervan.events.event-plan-begun.v1",
        "kervan.events.event-plan-changed.v1",
        "kervan.events.event-plan-republished.v1",
    ),
    "events.orientations": (
        "kervan.mobility.call-published.v1",
        "kervan.mobility.mobility-planned.v1",
        "kervan.mobility.mobility-withdrawn.v1",
    ),
    "events.erasures": ("kervan.mobility.person-erased.v1",),
    "events.recipients": (
        "kervan.mobility.person-registered.v1",
        "kervan.mobility.person-changed.v1",
        "kervan.mobility.person-republished.v1",
    ),
    "events.deadlines": (
        "kervan.mobility.call-opened.v1",
        "kervan.mobility.call-rescheduled.v1",
        "kervan.mobility.call-ranked.v1",
        "kervan.mobility.committee-named.v1",
        "kervan.mobility.call-approved.v1",
        "kervan.mobility.call-published.v1",
        "kervan.mobility.call-republished.v1",
        "kervan.mobility.placement-reserved.v1",
        "kervan.mobility.placement-offered.v1",
        "kervan.mobility.placement-accepted.v1",
        "kervan.mobility.placement-withdrawn.v1",
        "kervan.mobility.placement-expired.v1",
        "kervan.mobility.placement-republished.v1",
        "kervan.mobility.mobility-planned.v1",
        "kervan.mobility.mobility-begun.v1",
        "kervan.mobility.mobility-extended.v1",
        "kervan.mobility.mobility-shortened.v1",
        "kervan.mobility.mobility-completed.v1",
        "kervan.mobility.mobility-withdrawn.v1",
        "kervan.mobility.mobility-imported.v1",
        "kervan.mobility.mobility-republished.v1",
        "kervan.finance.grant-waiting.v1",
        "kervan.finance.zero-grant-offered.v1",
        "kervan.finance.grant-reserved.v1",
        "kervan.finance.grant-recomputed.v1",
        "kervan.finance.grant-amended.v1",
        "kervan.finance.grant-stay-changed.v1",
        "kervan.finance.grant-settlement-recorded.v1",
        "kervan.finance.grant-cancelled.v1",
        "kervan.finance.instalment-ordered.v1",
        "kervan.finance.instalment-paid.v1",
        "kervan.finance.instalment-rejected.v1",
        "kervan.finance.recovery-plan-agreed.v1",
        "kervan.finance.recovery-received.v1",
        "kervan.finance.grant-republished.v1",
        "kervan.events.visit-planned.v1",
        "kervan.events.visit-changed.v1",
        "kervan.events.visit-confirmed.v1",
        "kervan.events.visit-held.v1",
        "kervan.events.visit-cancelled.v1",
        "kervan.events.visit-reported.v1",
        "kervan.events.visit-republished.v1",
        "kervan.events.project-drafted.v1",
        "kervan.events.project-changed.v1",
        "kervan.events.project-applied.v1",
        "kervan.events.project-granted.v1",
        "kervan.events.project-refused.v1",
        "kervan.events.project-started.v1",
        "kervan.events.project-reported.v1",
        "kervan.events.project-closed.v1",
        "kervan.events.project-republished.v1",
        "kervan.events.event-plan-begun.v1",
        "kervan.events.event-plan-changed.v1",
        "kervan.events.event-plan-republished.v1",
        "kervan.mobility.file-opened.v1",
        "kervan.mobility.nomination-sent.v1",
        "kervan.mobility.nomination-answered.v1",
        "kervan.mobility.milestone-reached.v1",
        "kervan.mobility.task-settled.v1",
        "kervan.mobility.task-reminded.v1",
        "kervan.mobility.work-planned.v1",
        "kervan.mobility.work-plan-approved.v1",
        "kervan.mobility.work-reported.v1",
        "kervan.mobility.file-republished.v1",
        "kervan.agreements.agreement-drafted.v1",
        "kervan.agreements.agreement-edited.v1",
        "kervan.agreements.agreement-proposed.v1",
        "kervan.agreements.agreement-signed.v1",
        "kervan.agreements.agreement-activated.v1",
        "kervan.agreements.agreement-terminated.v1",
        "kervan.agreements.agreement-notice-given.v1",
        "kervan.agreements.agreement-expiring.v1",
        "kervan.agreements.agreement-amendment-proposed.v1",
        "kervan.agreements.agreement-amendment-withdrawn.v1",
        "kervan.agreements.agreement-amended.v1",
        "kervan.agreements.agreement-reassigned.v1",
        "kervan.agreements.agreement-imported.v1",
        "kervan.agreements.agreement-republished.v1",
    ),
}
"""Groups that act once on each event of these types, and keep its id in their service's inbox."""

READS = {
    "mobility.agreements": (AGREEMENT.topic, PARTNER.topic),
    "mobility.courses": (REGISTRATION.topic,),
    "finance.grants": (MOBILITY.topic,),
    "finance.payees": (PERSON.topic,),
    "finance.payment-results": (PAYMENT_RESULTS,),
    "finance.costs": (VISIT.topic, EVENT_PLAN.topic),
    "events.orientations": (CALL.topic, MOBILITY.topic),
    "events.erasures": (PERSON.topic,),
    "events.recipients": (PERSON.topic,),
    "events.deadlines": (
        CALL.topic,
        PLACEMENT.topic,
        MOBILITY.topic,
        GRANT.topic,
        VISIT.topic,
        PROJECT.topic,
        EVENT_PLAN.topic,
        MOBILITY_FILE.topic,
        AGREEMENT.topic,
    ),
    "gateway.views": tuple(a.topic for a in AGGREGATES if a.mirror),
}
"""Every group of Kervan and the topics it reads."""


def database_of(group: str) -> str:
    return group.split(".", maxsplit=1)[0]


def version_of(aggregate: Aggregate, row: Row) -> int:
    """The version of a row that Kafka must know; 0 for what is not told (an agreement never published)."""
    return (row[aggregate.version] or 0) if aggregate.version else 1
