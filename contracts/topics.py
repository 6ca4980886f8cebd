"""Every topic, who owns it and what it promises."""

from __future__ import annotations

from dataclasses import dataclass

PARTITIONS = 6
COMPACTION_LAG_DAYS = 30
FINANCE_OFFICE = "finance office"


@dataclass(frozen=True, slots=True)
class Topic:
    """A Kafka topic keyed by aggregate id.

    ``compacted`` topics hold the last state of every key, so a projection may start from nothing at any
    time; a reactor must stay within ``COMPACTION_LAG_DAYS``. ``personal`` is true for one topic only.
    """

    name: str
    owner: str
    description: str
    compacted: bool = True
    personal: bool = False
    partitions: int = PARTITIONS

    @property
    def ours(self) -> bool:
        """Whether one of Kervan's services writes it."""
        return self.owner != FINANCE_OFFICE

    def config(self) -> dict[str, str]:
        """The topic's settings in Kafka's own words."""
        if not self.compacted:
            return {"cleanup.policy": "delete", "retention.ms": "-1"}
        return {"cleanup.policy": "compact", "min.compaction.lag.ms": str(COMPACTION_LAG_DAYS * 86_400_000)}


PARTNER = Topic("agreements.partner.v1", "agreements", "Institutions an agreement can be made with.")
AGREEMENT = Topic(
    "agreements.agreement.v1", "agreements", "Agreements in every state, for Kervan's own services."
)
PUBLISHED_AGREEMENT = Topic(
    "partners.agreements.v1",
    "agreements",
    "Agreements in force, for partner universities: no personal data, additions only within the version.",
)
LETTER = Topic(
    "agreements.letter.v1", "agreements", "The correspondence register, without the letters' words."
)
PERSON = Topic(
    "mobility.person.v1",
    "mobility",
    "People, the only topic with personal data. A null value erases the person everywhere.",
    personal=True,
)
CALL = Topic("mobility.call.v1", "mobility", "Calls for applications.")
APPLICATION = Topic("mobility.application.v1", "mobility", "Applications with their score lines.")
PLACEMENT = Topic(
    "mobility.placement.v1", "mobility", "Places offered or held in reserve, with their answers."
)
MOBILITY = Topic("mobility.mobility.v1", "mobility", "Stays abroad and here, planned and done.")
MOBILITY_FILE = Topic(
    "mobility.file.v1", "mobility", "What surrounds a stay: the nomination, and tasks with their due days."
)
LEARNING_AGREEMENT = Topic(
    "mobility.learning-agreement.v1",
    "mobility",
    "Learning agreements in versions with their signatures; transcript and recognition.",
)
INCOMING = Topic("mobility.incoming.v1", "mobility", "Applications of those whom partners send us.")
HOUSING_PLACE = Topic("mobility.housing-place.v1", "mobility", "Beds, and the days on which they can be had.")
HOUSING_BOOKING = Topic(
    "mobility.housing-booking.v1", "mobility", "Which stay has which bed, and on which days."
)
BUDGET = Topic("finance.budget.v1", "finance", "Allocations by programme and call year, with what is left.")
GRANT = Topic("finance.grant.v1", "finance", "Grants with their lines, instalments and recovery.")
PAYMENT_ORDER = Topic("finance.payment-orders.v1", "finance", "Payment orders for the finance office.")
PAYMENT_RESULT = Topic(
    "finance.payment-results.v1",
    FINANCE_OFFICE,
    "The finance office's answers: paid, or rejected with a reason.",
    compacted=False,
)
PAYMENT_REQUEST = Topic(
    "finance.payment-request.v1", "finance", "Payments that are drafted, and approved by a second person."
)
PAYMENT_BATCH = Topic("finance.payment-batch.v1", "finance", "Payments that are approved and sent together.")
STATEMENT_LINE = Topic(
    "finance.statement-line.v1", "finance", "Lines of the bank's statements: whose payment each answers."
)
LEDGER = Topic(
    "finance.ledger.v1", "finance", "Double-entry transactions; each sums to zero.", compacted=False
)
SPENDING_PLAN = Topic(
    "finance.spending-plan.v1", "finance", "Proposals how a budget is used up, and what became of them."
)
EXPENSE = Topic(
    "finance.expense.v1", "finance", "What the office spent on visits, events and staff travel; no names."
)
EXPENSE_PROPOSAL = Topic(
    "finance.expense-proposal.v1", "finance", "What visits and events cost, to be taken up as expenses."
)
EVENT = Topic("events.event.v1", "events", "Orientations, fairs, courses and visits, with places taken.")
REGISTRATION = Topic("events.registration.v1", "events", "Invitations, registrations and waiting lists.")
ANNOUNCEMENT = Topic("events.announcement.v1", "events", "What the office announces, in two languages.")
ANNOUNCEMENT_REACH = Topic(
    "events.announcement-reach.v1", "events", "How often announcements were read, by channel; nobody by whom."
)
OPPORTUNITY = Topic(
    "events.opportunity.v1", "events", "Calls, projects, seminars, schools, scholarships of others."
)
REMINDER = Topic("events.reminder.v1", "events", "Deadlines of every service, and who is waited for.")
EVENT_PLAN = Topic("events.plan.v1", "events", "Tasks and costs of events, people by id.")
PROJECT = Topic("events.project.v1", "events", "Projects from idea to closed report, people by id.")
VISIT = Topic("events.visit.v1", "events", "Delegations out and in; how many guests come, never who.")
INTEREST = Topic("events.interest.v1", "events", "What people want to hear of, by id only, and how.")

TOPICS: tuple[Topic, ...] = (
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
    PAYMENT_ORDER,
    PAYMENT_RESULT,
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
    ANNOUNCEMENT_REACH,
    OPPORTUNITY,
    INTEREST,
    REMINDER,
    VISIT,
    PROJECT,
    EVENT_PLAN,
)
