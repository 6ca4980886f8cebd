"""Builders of events: one small office, told as its services would tell it. Only what matters is named."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from contracts import (
    agreements,
    announcements,
    costs,
    event_plans,
    events,
    expense_proposals,
    finance,
    letters,
    mobility,
    opportunities,
    payments,
    projects,
    reminders,
    statements,
    visits,
)
from contracts.event import Money, Text
from contracts.tasks import Task
from contracts.vocabulary import (
    ActivityKind,
    AgreementStatus,
    AnnouncementStatus,
    ApplicationStatus,
    Audience,
    CallStatus,
    CostKind,
    Currency,
    DeadlineKind,
    Direction,
    EqfLevel,
    EventKind,
    EventStatus,
    ExpenseKind,
    ExpenseProposalStatus,
    ExpenseStatus,
    GrantStatus,
    InstalmentKind,
    InstalmentStatus,
    LanguageLevel,
    Meal,
    MobilityStatus,
    OpportunityKind,
    OpportunityStatus,
    PaymentBatchStatus,
    PaymentChannel,
    PaymentOrderStatus,
    PaymentRequestStatus,
    PlacementList,
    PlacementStatus,
    PlanStepKind,
    PlanStepStatus,
    Programme,
    ProjectRole,
    ProjectStatus,
    RegistrationStatus,
    ReminderStatus,
    StatementDirection,
    StatementLineStatus,
    StatementProblem,
    VisitStatus,
    WaitsFor,
)

LETTER = "2026/4711"
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def euros(amount: str) -> Money:
    return Money(amount=Decimal(amount), currency=Currency.EUR)


def both(text: str) -> Text:
    return Text(tr=f"{text} (tr)", en=text)


def partner(id: UUID, version: int = 1, **facts: Any) -> agreements.PartnerChanged:
    given = {"name": "Universität Köln", "country": "DE", "city": "Köln", "erasmus_code": "D KOLN01"} | facts
    return agreements.PartnerChanged(state=agreements.Partner(id=id, version=version, **given))


def condition(id: UUID) -> agreements.CooperationCondition:
    return agreements.CooperationCondition(
        id=id,
        direction=Direction.OUTGOING,
        kind=ActivityKind.STUDENT_STUDY,
        isced_codes=("0714",),
        eqf_levels=(EqfLevel.BACHELOR,),
        places_per_year=2,
        months_per_place=Decimal("5.00"),
    )


def agreement(id: UUID, partner_id: UUID, version: int = 1, **facts: Any) -> agreements.AgreementEdited:
    given = {
        "reference": "ERA-2026-1",
        "programme": Programme.ERASMUS,
        "status": AgreementStatus.ACTIVE,
        "first_year": "2025/2026",
        "last_year": "2029/2030",
        "conditions": (condition(id),),
        "signed_on": date(2020, 1, 2),
    } | facts
    state = agreements.Agreement(id=id, version=version, partner_id=partner_id, **given)
    return agreements.AgreementEdited(state=state)


def person(id: UUID, version: int = 1, **facts: Any) -> mobility.PersonChanged:
    given = {
        "given_name": "Ayşe",
        "family_name": "Yılmaz",
        "email": "ayse@example.org",
        "iban": "TR330006100519786457841326",
        "national_id": "10000000146",
        "student_number": "20210001",
        "nationality": "TR",
        "faculty": "engineering",
    } | facts
    return mobility.PersonChanged(state=mobility.Person(id=id, version=version, **given))


def erased(id: UUID, version: int) -> mobility.PersonErased:
    return mobility.PersonErased(key=id, sequence=version)


def call(id: UUID, version: int = 1, **facts: Any) -> mobility.CallOpened:
    given = {
        "programme": Programme.ERASMUS,
        "call_year": 2024,
        "academic_year": "2026/2027",
        "kind": ActivityKind.STUDENT_STUDY,
        "title": both("KA131 study"),
        "opens_at": NOON,
        "closes_at": NOON.replace(month=4),
        "status": CallStatus.PUBLISHED,
        "minutes": mobility.Minutes(number="2024/7", day=NOON.date()),
        "appeals_until": NOON.date(),
    } | facts
    return mobility.CallOpened(state=mobility.Call(id=id, version=version, **given))


def application(id: UUID, call_id: UUID, person_id: UUID, version: int = 1, **facts: Any) -> Any:
    line = mobility.ScoreLine(
        rule="W1", label=both("grades"), points=Decimal("45"), evidence="transcript", verified_by="system"
    )
    given = {
        "faculty": "engineering",
        "eqf_level": EqfLevel.BACHELOR,
        "isced_code": "0714",
        "status": ApplicationStatus.PLACED,
        "submitted_at": NOON,
        "score": Decimal("91.50"),
        "score_lines": (line,),
        "rank": 1,
    } | facts
    state = mobility.Application(id=id, version=version, call_id=call_id, person_id=person_id, **given)
    return mobility.ApplicationRanked(state=state)


def placement(
    id: UUID, application: Any, agreement: Any, version: int = 1, **facts: Any
) -> mobility.PlacementOffered:
    given = {
        "list": PlacementList.MAIN,
        "rank": 1,
        "score": Decimal("91.50"),
        "status": PlacementStatus.OFFERED,
        "reply_by": date(2026, 5, 1),
    } | facts
    state = mobility.Placement(
        id=id,
        version=version,
        call_id=application.state.call_id,
        application_id=application.key,
        person_id=application.state.person_id,
        faculty=application.state.faculty,
        agreement_id=agreement.key,
        condition_id=agreement.key,
        partner_id=agreement.state.partner_id,
        **given,
    )
    return mobility.PlacementOffered(state=state)


def stay(id: UUID, person_id: UUID, version: int = 1, **facts: Any) -> mobility.MobilityPlanned:
    given = {
        "programme": Programme.ERASMUS,
        "call_year": 2024,
        "academic_year": "2026/2027",
        "direction": Direction.OUTGOING,
        "kind": ActivityKind.STUDENT_STUDY,
        "faculty": "engineering",
        "status": MobilityStatus.PLANNED,
        "begins": date(2026, 9, 15),
        "ends": date(2027, 1, 31),
        "days": 136,
    } | facts
    state = mobility.Mobility(id=id, version=version, person_id=person_id, **given)
    return mobility.MobilityPlanned(state=state)


def grant(id: UUID, stay: mobility.MobilityPlanned, version: int = 1, **facts: Any) -> finance.GrantReserved:
    instalment = finance.Instalment(
        number=1, kind=InstalmentKind.ADVANCE, amount=euros("1600.00"), status=InstalmentStatus.ORDERED
    )
    given = {
        "status": GrantStatus.RESERVED,
        "amount": euros("2000.00"),
        "paid": euros("0.00"),
        "instalments": (instalment,),
    } | facts
    state = finance.Grant(
        id=id,
        version=version,
        mobility_id=stay.key,
        person_id=stay.state.person_id,
        faculty=stay.state.faculty,
        programme=stay.state.programme,
        call_year=stay.state.call_year,
        **given,
    )
    return finance.GrantReserved(state=state)


def order(
    id: UUID, grant: finance.GrantReserved, version: int = 1, **facts: Any
) -> finance.PaymentOrderIssued:
    given = {
        "instalment": 1,
        "amount": euros("1600.00"),
        "issued_at": NOON,
        "payee_version": 1,
        "status": PaymentOrderStatus.ISSUED,
    }
    state = finance.PaymentOrder(
        id=id,
        version=version,
        grant_id=grant.key,
        person_id=grant.state.person_id,
        faculty=grant.state.faculty,
        **(given | facts),
    )
    return finance.PaymentOrderIssued(state=state)


def budget(id: UUID, version: int = 1, allocated: str = "10000.00") -> finance.BudgetAllocated:
    state = finance.Budget(
        id=id,
        version=version,
        programme=Programme.ERASMUS,
        call_year=2024,
        allocated=euros(allocated),
        reserved=euros("0.00"),
        spent=euros("0.00"),
        available=euros(allocated),
    )
    return finance.BudgetAllocated(state=state)


def payment_request(
    id: UUID, budget_id: UUID, grant: finance.GrantReserved, batch_id: UUID | None = None
) -> payments.PaymentRequested:
    state = payments.PaymentRequest(
        id=id,
        version=1,
        budget_id=budget_id,
        grant_id=grant.key,
        person_id=grant.state.person_id,
        faculty=grant.state.faculty,
        instalment=1,
        amount=euros("1600.00"),
        due_on=date(2026, 9, 10),
        drafted_at=NOON,
        status=PaymentRequestStatus.AWAITING_APPROVAL,
        batch_id=batch_id,
    )
    return payments.PaymentRequested(state=state)


def payment_batch(id: UUID, budget_id: UUID) -> payments.PaymentBatchGathered:
    state = payments.PaymentBatch(
        id=id,
        version=1,
        budget_id=budget_id,
        programme=Programme.ERASMUS,
        call_year=2024,
        channel=PaymentChannel.BANK_FILE,
        status=PaymentBatchStatus.OPEN,
        count=1,
        total=euros("1600.00"),
        gathered_at=NOON,
    )
    return payments.PaymentBatchGathered(state=state)


def statement_line(id: UUID, order_id: UUID | None = None) -> statements.StatementLineTaken:
    state = statements.StatementLine(
        id=id,
        version=1,
        line=2,
        taken_at=NOON,
        booked_on=date(2026, 6, 1),
        direction=StatementDirection.DEBIT,
        amount=euros("1600.00"),
        account="TR•• •••• 1326",
        order_id=order_id,
        status=StatementLineStatus.UNMATCHED,
        problem=StatementProblem.ORDER_UNKNOWN,
    )
    return statements.StatementLineTaken(state=state)


def expense(id: UUID, budget_id: UUID, event_id: UUID | None = None) -> finance.ExpenseEntered:
    state = finance.Expense(
        id=id,
        version=1,
        budget_id=budget_id,
        event_id=event_id,
        kind=ExpenseKind.EVENT,
        purpose="Tea for the orientation",
        incurred_on=date(2026, 9, 10),
        amount=euros("84.50"),
        receipt="A-417",
        status=ExpenseStatus.ENTERED,
    )
    return finance.ExpenseEntered(state=state)


def expense_proposal(
    id: UUID, visit_id: UUID | None = None, event_id: UUID | None = None
) -> expense_proposals.ExpenseProposed:
    state = expense_proposals.ExpenseProposal(
        id=id,
        version=1,
        kind=ExpenseKind.EVENT if event_id else ExpenseKind.VISIT,
        visit_id=visit_id,
        event_id=event_id,
        cost=CostKind.HOSPITALITY,
        amount=euros("84.50"),
        proposed_at=NOON,
        status=ExpenseProposalStatus.OPEN,
    )
    return expense_proposals.ExpenseProposed(state=state)


def spending_plan(id: UUID, budget_id: UUID, grant_id: UUID) -> finance.SpendingPlanDrawnUp:
    step = finance.PlanStep(
        number=1,
        kind=PlanStepKind.PROMOTION,
        grant_id=grant_id,
        days=87,
        amount=euros("1740.00"),
        status=PlanStepStatus.PROPOSED,
    )
    state = finance.SpendingPlan(
        id=id,
        version=1,
        budget_id=budget_id,
        programme=Programme.ERASMUS,
        call_year=2024,
        drawn_up_at=NOON,
        available=euros("1744.00"),
        used=euros("1740.00"),
        bound=euros("1740.00"),
        steps=(step,),
    )
    return finance.SpendingPlanDrawnUp(state=state)


def posting(id: UUID, grant_id: UUID, amount: str = "1600.00") -> finance.LedgerTransactionPosted:
    entries = (
        finance.LedgerEntry(account="participant:x", amount=euros(amount)),
        finance.LedgerEntry(account="bank", amount=euros(f"-{amount}")),
    )
    state = finance.LedgerTransaction(
        id=id, version=1, grant_id=grant_id, description=both("advance"), posted_at=NOON, entries=entries
    )
    return finance.LedgerTransactionPosted(state=state)


def gathering(id: UUID, version: int = 1, **facts: Any) -> events.EventScheduled:
    given = {
        "kind": EventKind.ORIENTATION,
        "title": both("Orientation"),
        "begins_at": NOON,
        "ends_at": NOON.replace(hour=15),
        "venue": "Hall A",
        "capacity": 30,
        "registered": 1,
        "waiting": 0,
        "attended": 1,
        "rated": 1,
        "rating_total": 4,
        "status": EventStatus.SCHEDULED,
    } | facts
    return events.EventScheduled(state=events.Gathering(id=id, version=version, **given))


def course() -> events.Course:
    session = events.CourseSession(begins_at=NOON, ends_at=NOON.replace(hour=15), present=3)
    return events.Course(level=LanguageLevel.B1, sessions=(session,), attendance_percent_min=70)


def completion() -> events.Completion:
    return events.Completion(kind=EventKind.LANGUAGE_COURSE, level=LanguageLevel.B1, completed_at=NOON)


def registration(id: UUID, event_id: UUID, person_id: UUID, version: int = 1, **facts: Any) -> Any:
    given = {
        "faculty": "engineering",
        "status": RegistrationStatus.REGISTERED,
        "check_in_code": "A1B2C3D4E5F6",
        "checked_in_at": NOON,
        "rating": 4,
        "hours": Decimal("2.50"),
    } | facts
    state = events.Registration(id=id, version=version, event_id=event_id, person_id=person_id, **given)
    return events.ParticipantRegistered(state=state)


def registration_erased(id: UUID, version: int) -> events.RegistrationErased:
    return events.RegistrationErased(key=id, sequence=version)


def announcement(id: UUID, version: int = 1, **facts: Any) -> announcements.AnnouncementPublished:
    given = {
        "title": both("Fair"),
        "body": both("Come to the fair."),
        "audience": Audience.PUBLIC,
        "publish_at": NOON,
        "status": AnnouncementStatus.PUBLISHED,
        "published_at": NOON,
        "changed_at": NOON,
    } | facts
    return announcements.AnnouncementPublished(
        state=announcements.Announcement(id=id, version=version, **given)
    )


def reach(announcement_id: UUID, version: int = 1, **counts: int) -> announcements.AnnouncementReachCounted:
    every = {"page": 3, "feed": 0, "poster": 0, "mail": 0, "calendar": 0} | counts
    state = announcements.AnnouncementReach(id=announcement_id, version=version, **every)
    return announcements.AnnouncementReachCounted(state=state)


def opportunity(id: UUID, version: int = 1, **facts: Any) -> opportunities.OpportunityPublished:
    given = {
        "kind": OpportunityKind.SCHOLARSHIP,
        "title": both("Scholarship"),
        "body": both("Three months of research."),
        "source": "Jean Monnet",
        "deadline": NOON,
        "eqf_levels": (EqfLevel.MASTER,),
        "status": OpportunityStatus.OPEN,
    } | facts
    return opportunities.OpportunityPublished(
        state=opportunities.Opportunity(id=id, version=version, **given)
    )


def interest(id: UUID, person_id: UUID, version: int = 1, **facts: Any) -> opportunities.InterestStated:
    given = {"kinds": (OpportunityKind.SEMINAR,), "languages": ("en",)} | facts
    state = opportunities.Interest(id=id, version=version, person_id=person_id, **given)
    return opportunities.InterestStated(state=state)


def reminder(id: UUID, about: UUID, version: int = 1, **facts: Any) -> reminders.ReminderPlanned:
    given = {
        "kind": DeadlineKind.INSTALMENT_DUE,
        "title": both("An instalment is due"),
        "waits_for": WaitsFor.FINANCE,
        "due_at": NOON,
        "remind_at": NOON,
        "status": ReminderStatus.PLANNED,
    } | facts
    return reminders.ReminderPlanned(state=reminders.Reminder(id=id, version=version, about=about, **given))


def visit(id: UUID, partner_id: UUID, version: int = 1, **facts: Any) -> visits.VisitPlanned:
    """Of guests who come, with everything planned."""
    first, last = date(2026, 5, 4), date(2026, 5, 5)
    given = {
        "purpose": both("A joint programme"),
        "direction": Direction.INCOMING,
        "host": "Rectorate",
        "begins_on": first,
        "ends_on": last,
        "guests": 2,
        "programme": (visits.ProgrammeItem(day=first, at="09:30", place="A hall", what=both("Welcome")),),
        "costs": (costs.Cost(kind=CostKind.HOSPITALITY, planned=euros("120.00")),),
        "hosting": visits.Hosting(
            rooms=(visits.Room(place="Guest house", rooms=2, begins=first, until=last),),
            meals=(visits.MealPlan(day=first, meal=Meal.DINNER, place="Guest house", people=4),),
        ),
        "letters": (LETTER,),
        "status": VisitStatus.PLANNED,
        "follow_ups": (Task(number=1, what=both("A draft"), due_on=last),),
    } | facts
    state = visits.Visit(id=id, version=version, partner_id=partner_id, **given)
    return visits.VisitPlanned(state=state)


def letter(id: UUID, version: int = 1, **facts: Any) -> letters.LetterRegistered:
    given = {
        "year": 2026,
        "number": 1,
        "direction": Direction.INCOMING,
        "written_on": NOON.date(),
        "subject": both("Draft protocol"),
        "party": "Universität zu Köln",
    } | facts
    return letters.LetterRegistered(state=letters.Letter(id=id, version=version, **given))


def project(
    id: UUID, person_ids: tuple[UUID, ...], version: int = 1, **facts: Any
) -> projects.ProjectDrafted:
    given = {
        "title": both("A course together"),
        "call": "KA220 2026",
        "source": "European Commission",
        "apply_by": date(2026, 5, 4),
        "members": tuple(projects.Member(person_id=each, role=ProjectRole.EXPERT) for each in person_ids),
        "budget": projects.BudgetLink(reference=LETTER, amount=euros("60000.00")),
        "status": ProjectStatus.IDEA,
        "tasks": (Task(number=1, what=both("A report"), due_on=date(2026, 5, 4)),),
    } | facts
    return projects.ProjectDrafted(state=projects.Project(id=id, version=version, **given))


def event_plan(event_id: UUID, version: int = 1, **facts: Any) -> event_plans.EventPlanBegun:
    printing = costs.Cost(kind=CostKind.PRINTING, planned=euros("90.00"), actual=euros("100.00"))
    given = {
        "costs": (printing,),
        "tasks": (Task(number=1, what=both("Print posters"), due_on=date(2026, 5, 4)),),
        "status": EventStatus.SCHEDULED,
    } | facts
    return event_plans.EventPlanBegun(state=event_plans.EventPlan(id=event_id, version=version, **given))
