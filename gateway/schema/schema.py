"""The schema as a whole: roots, settings and what surrounds every operation."""

import strawberry
from graphql import NoSchemaIntrospectionCustomRule
from strawberry.extensions import AddValidationRules
from strawberry.schema.config import StrawberryConfig

from gateway.schema.agreement import AgreementQueries
from gateway.schema.announcement import AnnouncementQueries
from gateway.schema.application import ApplicationQueries
from gateway.schema.budget import BudgetQueries
from gateway.schema.budget_figures import BudgetFiguresQueries
from gateway.schema.call import CallQueries
from gateway.schema.event import EventQueries
from gateway.schema.event_plan import EventPlanQueries
from gateway.schema.expense import ExpenseQueries
from gateway.schema.expense_proposal import ExpenseProposalQueries
from gateway.schema.final_report import FinalReportQueries
from gateway.schema.finding import FindingQueries
from gateway.schema.grant import GrantQueries
from gateway.schema.housing import HousingQueries
from gateway.schema.incoming import IncomingQueries
from gateway.schema.instalment import InstalmentQueries
from gateway.schema.interest import InterestQueries
from gateway.schema.learning_agreement import LearningAgreementQueries
from gateway.schema.ledger import LedgerQueries
from gateway.schema.letter import LetterQueries
from gateway.schema.mobility import MobilityQueries
from gateway.schema.mobility_file import MobilityFileQueries
from gateway.schema.mutations.agreement_life import AgreementLifeMutations
from gateway.schema.mutations.agreements import AgreementMutations
from gateway.schema.mutations.announcements import AnnouncementMutations
from gateway.schema.mutations.appeals import AppealMutations
from gateway.schema.mutations.calls import CallMutations
from gateway.schema.mutations.contacts import ContactMutations
from gateway.schema.mutations.contracting import ContractingMutations
from gateway.schema.mutations.courses import CourseMutations
from gateway.schema.mutations.event_plans import EventPlanMutations
from gateway.schema.mutations.events import EventMutations
from gateway.schema.mutations.expense_proposals import ExpenseProposalsMutations
from gateway.schema.mutations.expenses import ExpensesMutations
from gateway.schema.mutations.files import FileMutations
from gateway.schema.mutations.finance import FinanceMutations
from gateway.schema.mutations.granting import GrantingMutations
from gateway.schema.mutations.incoming import IncomingMutations
from gateway.schema.mutations.learning import LearningMutations
from gateway.schema.mutations.letters import LetterMutations
from gateway.schema.mutations.opportunities import OpportunityMutations
from gateway.schema.mutations.partners import PartnerMutations
from gateway.schema.mutations.payments import PaymentsMutations
from gateway.schema.mutations.people import PeopleMutations
from gateway.schema.mutations.planning import PlanningMutations
from gateway.schema.mutations.projects import ProjectMutations
from gateway.schema.mutations.recovering import RecoveringMutations
from gateway.schema.mutations.staff import StaffMutations
from gateway.schema.mutations.statements import StatementsMutations
from gateway.schema.mutations.stays import StayMutations
from gateway.schema.mutations.trying import TryingMutations
from gateway.schema.mutations.trying_rates import TryingRatesMutations
from gateway.schema.mutations.visits import VisitMutations
from gateway.schema.node import default_resolver
from gateway.schema.operations import QuietSchema, ReadAlready
from gateway.schema.opportunity import OpportunityQueries
from gateway.schema.partner import PartnerQueries
from gateway.schema.payment_batch import PaymentBatchQueries
from gateway.schema.payment_order import PaymentOrderQueries
from gateway.schema.payment_request import PaymentRequestQueries
from gateway.schema.person import PersonQueries
from gateway.schema.person_reading import PersonReadingQueries
from gateway.schema.personal_numbers import PersonalNumbersQueries
from gateway.schema.placement import PlacementQueries
from gateway.schema.project import ProjectQueries
from gateway.schema.registration import RegistrationQueries
from gateway.schema.reminder import ReminderQueries
from gateway.schema.scalars import SCALARS
from gateway.schema.spending_plan import SpendingPlanQueries
from gateway.schema.staleness import StalenessQueries
from gateway.schema.statement_line import StatementLineQueries
from gateway.schema.statistics import StatisticsQueries
from gateway.schema.subscriptions.announcement import AnnouncementSubscriptions
from gateway.schema.subscriptions.application import ApplicationSubscriptions
from gateway.schema.subscriptions.cursor import ChangeQueries
from gateway.schema.subscriptions.event import EventSubscriptions
from gateway.schema.subscriptions.mobility import MobilitySubscriptions
from gateway.schema.subscriptions.payment import PaymentSubscriptions
from gateway.schema.visit import VisitQueries
from gateway.schema.volunteer import VolunteerQueries


@strawberry.type(description="What can be asked. Every answer holds only what the caller may see.")
class Query(
    PartnerQueries,
    AgreementQueries,
    LetterQueries,
    PersonQueries,
    PersonalNumbersQueries,
    PersonReadingQueries,
    CallQueries,
    ApplicationQueries,
    PlacementQueries,
    MobilityQueries,
    MobilityFileQueries,
    LearningAgreementQueries,
    IncomingQueries,
    HousingQueries,
    GrantQueries,
    InstalmentQueries,
    PaymentOrderQueries,
    PaymentRequestQueries,
    PaymentBatchQueries,
    StatementLineQueries,
    BudgetQueries,
    BudgetFiguresQueries,
    FinalReportQueries,
    EventQueries,
    RegistrationQueries,
    AnnouncementQueries,
    OpportunityQueries,
    InterestQueries,
    ReminderQueries,
    VisitQueries,
    ProjectQueries,
    EventPlanQueries,
    VolunteerQueries,
    LedgerQueries,
    SpendingPlanQueries,
    ExpenseQueries,
    ExpenseProposalQueries,
    StatisticsQueries,
    StalenessQueries,
    FindingQueries,
    ChangeQueries,
):
    pass


@strawberry.type(
    description="What can be done: carried out by the owning service, under its rules and the caller's roles."
)
class Mutation(
    PartnerMutations,
    ContactMutations,
    AgreementMutations,
    AgreementLifeMutations,
    LetterMutations,
    PeopleMutations,
    CallMutations,
    TryingMutations,
    AppealMutations,
    StayMutations,
    FileMutations,
    LearningMutations,
    StaffMutations,
    IncomingMutations,
    FinanceMutations,
    ContractingMutations,
    PlanningMutations,
    ExpensesMutations,
    ExpenseProposalsMutations,
    TryingRatesMutations,
    GrantingMutations,
    PaymentsMutations,
    StatementsMutations,
    RecoveringMutations,
    EventMutations,
    CourseMutations,
    AnnouncementMutations,
    OpportunityMutations,
    VisitMutations,
    ProjectMutations,
    EventPlanMutations,
):
    pass


@strawberry.type(
    description="What can be watched, over graphql-transport-ws or server-sent events. A message holds only "
    "what the caller may see at its moment; what they may not see is not told at all."
)
class Subscription(
    MobilitySubscriptions,
    ApplicationSubscriptions,
    EventSubscriptions,
    PaymentSubscriptions,
    AnnouncementSubscriptions,
):
    pass


def build_schema(*, introspection: bool = True) -> QuietSchema:
    """The executable schema. Limits belong to documents, see gateway/documents/reading.py."""
    rules = () if introspection else (NoSchemaIntrospectionCustomRule,)
    return QuietSchema(
        query=Query,
        mutation=Mutation,
        subscription=Subscription,
        extensions=[lambda: AddValidationRules(list(rules)), ReadAlready],
        config=StrawberryConfig(default_resolver=default_resolver, scalar_map=SCALARS),
    )
