"""Random data: an office's year with everything that may be missing missing somewhere."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any
from uuid import UUID

from contracts import costs, finance, mobility, projects, stays, visits
from contracts.event import Money
from contracts.finance import GrantReserved
from contracts.tasks import Task
from contracts.vocabulary import (
    AgreementStatus,
    AnnouncementStatus,
    ApplicationStatus,
    Audience,
    BookingStatus,
    CallStatus,
    ChangeReason,
    CostKind,
    CourseChange,
    CourseTable,
    Currency,
    Direction,
    EqfLevel,
    GrantStatus,
    IncomingStatus,
    InstalmentKind,
    InstalmentStatus,
    LearningAgreementStatus,
    MobilityStatus,
    NominationStatus,
    OpportunityKind,
    OpportunityStatus,
    PaymentOrderStatus,
    Programme,
    ProjectStatus,
    RegistrationStatus,
    ReminderStatus,
    Signatory,
    VisitStatus,
)
from gateway.tests import office, stay_files
from gateway.tests.world import instalment_id, part_id

NAMES = ("Ayşe", "Zeynep", 'Ali "Rıza"', "O'Neil", "Žižek\\", "İpek\t", "", "名前", "\u2028x")
FACULTIES = ("engineering", "economics", "theology", None)


class Crowd:
    """``events`` to take in; ``ids`` of what they tell of, by type."""

    def __init__(self, seed: int, size: int = 6) -> None:
        self._chance = Random(seed)
        self.events: list[Any] = []
        self.ids: dict[str, list[UUID]] = {}
        self._tell(size)

    def _tell(self, size: int) -> None:
        some = self._some
        partners = [self._add("Partner", office.partner(self._id(), **self._partner())) for _ in range(size)]
        agreements = [
            self._add("Agreement", office.agreement(self._id(), some(partners).key, **self._agreement()))
            for _ in range(size)
        ]
        calls = [self._add("Call", office.call(self._id(), **self._call(agreements))) for _ in range(3)]
        people = [self._add("Person", office.person(self._id(), **self._person())) for _ in range(size)]
        gatherings = [
            self._add(
                "Event",
                office.gathering(
                    self._id(),
                    begins_at=self._moment(),
                    venue=some(NAMES),
                    course=some((None, office.course())),
                ),
            )
            for _ in range(3)
        ]
        for gathering in gatherings:
            self._add("EventPlan", office.event_plan(gathering.key, **self._event_plan(people)))
        for person in people:
            self._year_of(person, agreements, calls, gatherings)
        for number in range(1, size + 1):
            about = some(agreements)
            letter = office.letter(
                self._id(), number=number, agreement_id=about.key, partner_id=about.state.partner_id
            )
            self._add("Letter", letter)
        budget = self._add("Budget", office.budget(self._id()))
        plan = office.spending_plan(self._id(), budget.key, some(self.ids["Grant"]))
        self._add("SpendingPlan", plan)
        batch = self._add("PaymentBatch", office.payment_batch(self._id(), budget.key))
        for grant in [event for event in self.events if isinstance(event, GrantReserved)]:
            in_batch = some((batch.key, None))
            request = office.payment_request(self._id(), budget.key, grant, in_batch)
            self._add("PaymentRequest", request)
            self._add("StatementLine", office.statement_line(self._id(), some((request.key, None))))
        self._add("Expense", office.expense(self._id(), budget.key, some(self.ids["Event"])))
        for _ in range(size):
            offered = office.opportunity(self._id(), **self._opportunity())
            self._add("Opportunity", offered)
            visit = office.visit(self._id(), some(partners).key, **self._visit(people))
            self._add("Visit", visit)
            self._add("ExpenseProposal", office.expense_proposal(self._id(), visit_id=visit.key))
            project = office.project(self._id(), (some(people).key,), **self._project(partners))
            self._add("Project", project)
            told = self._add("Announcement", office.announcement(self._id(), **self._announcement()))
            if self._chance.random() < 0.5:
                self.events.append(office.reach(told.key, page=self._chance.randint(0, 9)))
        for person in self._chance.sample(people, size // 3):
            self.events.append(office.erased(person.key, 9))

    def _year_of(self, person: Any, agreements: list[Any], calls: list[Any], gatherings: list[Any]) -> None:
        some, agreement = self._some, self._some(agreements)
        faculty = person.state.faculty or "engineering"
        applied = office.application(
            self._id(), some(calls).key, person.key, faculty=faculty, **self._application(agreements)
        )
        self._add("Application", applied)
        self._add("Placement", office.placement(self._id(), applied, agreement, score=Decimal("80.5")))
        stay = self._add(
            "Mobility", office.stay(self._id(), person.key, **self._stay(person, agreement, calls))
        )
        file = self._add("MobilityFile", stay_files.file(stay, **self._file()))
        self.ids.setdefault("MobilityTask", []).append(part_id(file.key, "insurance"))
        coming = stay_files.coming(self._id(), person.key, **self._coming(person, stay))
        self._add("IncomingApplication", coming)
        bed = self._add("HousingPlace", stay_files.bed(self._id(), building=some(NAMES)))
        self._add("HousingBooking", stay_files.booking(stay, bed.key, status=some(tuple(BookingStatus))))
        self._add("LearningAgreement", stay_files.learning_agreement(stay, **self._courses()))
        grant = self._add("Grant", office.grant(self._id(), stay, **self._grant()))
        self.ids.setdefault("Instalment", []).append(instalment_id(grant.key, 1))
        for number in range(self._chance.randint(0, 3)):
            order = office.order(self._id(), grant, instalment=number + 1, **self._order())
            self._add("PaymentOrder", order)
        self._add("LedgerTransaction", office.posting(self._id(), grant.key))
        status = some(tuple(RegistrationStatus))
        completed = some((None, office.completion()))
        comes = office.registration(
            self._id(), some(gatherings).key, person.key, status=status, completion=completed
        )
        self._add("Registration", comes)
        deadline = office.reminder(
            self._id(),
            grant.key,
            status=self._some(tuple(ReminderStatus)),
            due_at=self._moment(),
            person_id=self._perhaps(person.key),
        )
        self._add("Reminder", deadline)
        kinds = tuple(self._chance.sample(tuple(OpportunityKind), 2))
        self._add("Interest", office.interest(self._id(), person.key, kinds=kinds, mail_kinds=kinds[:1]))

    def _add(self, type_name: str, event: Any) -> Any:
        if self._chance.random() < 0.95:  # what never came is only named by others
            self.events.append(event)
        self.ids.setdefault(type_name, []).append(event.key)
        return event

    def _partner(self) -> dict[str, Any]:
        return {
            "name": self._some(NAMES),
            "country": self._some(("DE", "TR")),
            "city": self._perhaps("Köln"),
            "erasmus_code": self._perhaps("D KOLN01"),
            "charter_start": self._perhaps(date(2021, 1, 1)),
        }

    def _agreement(self) -> dict[str, Any]:
        status = self._some(tuple(AgreementStatus))
        signed = self._perhaps(date(2020, 1, 2))
        return {"status": status, "programme": self._some(tuple(Programme)), "signed_on": signed}

    def _call(self, agreements: list[Any]) -> dict[str, Any]:
        listed = tuple(each.key for each in self._chance.sample(agreements, 2))
        return {"status": self._some(tuple(CallStatus)), "agreement_ids": listed, "opens_at": self._moment()}

    def _person(self) -> dict[str, Any]:
        return {
            "given_name": self._some(NAMES),
            "family_name": self._some(NAMES),
            "faculty": self._some(FACULTIES),
            "iban": self._perhaps("TR330006100519786457841326"),
            "national_id": self._perhaps("10000000146"),
            "email": self._perhaps("a@example.org"),
            "eqf_level": self._perhaps(EqfLevel.BACHELOR),
            "staff": self._chance.random() < 0.3,
        }

    def _application(self, agreements: list[Any]) -> dict[str, Any]:
        wish = self._some(agreements)
        preference = mobility.Preference(
            rank=1, agreement_id=wish.key, condition_id=wish.key, partner_id=wish.state.partner_id
        )
        reason = mobility.Reason(code="E1", message=office.both(self._some(NAMES)))
        return {
            "status": self._some(tuple(ApplicationStatus)),
            "score": self._perhaps(Decimal("91.50")),
            "rank": self._perhaps(self._chance.randint(1, 5)),
            "submitted_at": self._moment(),
            "preferences": self._some(((), (preference,), (preference, preference))),
            "refused_by": self._some(((), (reason,))),
            "score_lines": (),
        }

    def _stay(self, person: Any, agreement: Any, calls: list[Any]) -> dict[str, Any]:
        return {
            "faculty": person.state.faculty,
            "agreement_id": self._perhaps(agreement.key),
            "partner_id": self._perhaps(agreement.state.partner_id),
            "call_id": self._perhaps(self._some(calls).key),
            "call_year": self._some((2019, 2020, 2024)),
            "status": self._some(tuple(MobilityStatus)),
            "direction": self._some(tuple(Direction)),
            "programme": self._some(tuple(Programme)),
            "host_country": self._perhaps("DE"),
            "begins": self._perhaps(date(2026, 9, 15)),
            "arrived_on": self._perhaps(date(2026, 9, 16)),
            "force_majeure": self._chance.random() < 0.2,
            "eqf_level": self._perhaps(EqfLevel.BACHELOR),
        }

    def _file(self) -> dict[str, Any]:
        task = stay_files.task(
            due_on=self._perhaps(date(2026, 9, 15)), reminded_on=self._perhaps(date(2026, 8, 1))
        )
        nomination = stays.Nomination(
            status=self._some(tuple(NominationStatus)), sent_on=self._perhaps(date(2026, 5, 1))
        )
        plan = stays.WorkPlan(
            teaching_hours=8,
            hours_needed=8,
            approvals=(stays.WorkPlanApproval(party=Signatory.HOME, approved_on=date(2026, 8, 1)),),
            taught_hours=self._perhaps(8),
        )
        return {
            "nomination": nomination,
            "tasks": self._some(((), (task,))),
            "work_plan": self._perhaps(plan),
        }

    def _coming(self, person: Any, stay: Any) -> dict[str, Any]:
        return {
            "status": self._some(tuple(IncomingStatus)),
            "decide_by": self._perhaps(date(2026, 6, 8)),
            "eqf_level": self._perhaps(EqfLevel.MASTER),
            "mobility_id": self._perhaps(stay.key),
            "buddy_id": self._perhaps(person.key),
        }

    def _courses(self) -> dict[str, Any]:
        changed = stays.CourseChanged(
            table=CourseTable.HOME,
            change=CourseChange.ADDED,
            course=stay_files.course(self._some(NAMES)),
            reason=ChangeReason.OTHER,
        )
        finding = mobility.Reason(code="ects-differ", message=office.both(self._some(NAMES)))
        first = stay_files.version(agreed_on=self._perhaps(date(2026, 6, 3)))
        second = stay_files.version(2, changes=(changed,), findings=(finding,), signatures=())
        result = stays.CourseResult(
            code="CS101", title=self._some(NAMES), ects=Decimal("6.00"), grade="A", passed=True
        )
        counted = stays.CourseRecognition(abroad_code="CS101", ects=self._perhaps(Decimal("6.00")))
        return {
            "versions": self._some(((first,), (first, second))),
            "status": self._some(tuple(LearningAgreementStatus)),
            "results": self._some(((), (result,))),
            "recognitions": self._some(((), (counted,))),
            "transcript_on": self._perhaps(date(2027, 2, 20)),
        }

    def _grant(self) -> dict[str, Any]:
        line = finance.GrantLine(
            rule="R1",
            label=office.both(self._some(NAMES)),
            quantity=Decimal("4.53"),
            unit="month",
            rate=office.euros("600.00"),
            amount=office.euros("2718.00"),
            source="s1",
        )
        instalment = finance.Instalment(
            number=1,
            kind=InstalmentKind.ADVANCE,
            amount=office.euros("1600.00"),
            due_on=self._perhaps(date(2026, 10, 1)),
            status=self._some(tuple(InstalmentStatus)),
            payment_order_id=self._perhaps(self._id()),
        )
        owed = finance.Recovery(
            amount=office.euros("10.00"), recovered=office.euros("0.00"), reason=office.both("left early")
        )
        return {
            "status": self._some(tuple(GrantStatus)),
            "amount": self._perhaps(office.euros("2000.00")),
            "lines": self._some(((), (line,), (line, line))),
            "instalments": self._some(((), (instalment,))),
            "recovery": self._perhaps(owed),
            "waiting_for": self._perhaps(mobility.Reason(code="rate-unknown", message=office.both("rate"))),
        }

    def _visit(self, people: list[Any]) -> dict[str, Any]:
        return {
            "status": self._some(tuple(VisitStatus)),
            "direction": self._some(tuple(Direction)),
            "begins_on": self._some((date(2026, 5, 4), date(2026, 6, 1))),
            "host": self._some(NAMES),
            "person_ids": tuple(person.key for person in self._chance.sample(people, 2)),
            "programme": self._some(((), office.visit(self._id(), self._id()).state.programme)),
            "hosting": self._perhaps(visits.Hosting()),
            "outcome": self._perhaps(office.both(self._some(NAMES))),
        }

    def _project(self, partners: list[Any]) -> dict[str, Any]:
        return {
            "status": self._some(tuple(ProjectStatus)),
            "call": self._some(NAMES),
            "apply_by": self._some((date(2026, 5, 4), date(2026, 6, 1))),
            "partner_ids": tuple(each.key for each in self._chance.sample(partners, 2)),
            "budget": self._perhaps(projects.BudgetLink(reference="B1", amount=office.euros("1.00"))),
            "result": self._perhaps(office.both(self._some(NAMES))),
        }

    def _event_plan(self, people: list[Any]) -> dict[str, Any]:
        someone = self._perhaps(self._some(people).key)
        task = Task(number=1, what=office.both("Posters"), due_on=date(2026, 5, 4), responsible_id=someone)
        lira = Money(amount=Decimal("10.10"), currency=Currency.TRY)
        paid = costs.Cost(kind=CostKind.FEES, planned=lira, actual=self._perhaps(office.euros("1.00")))
        return {"costs": self._some(((), (paid,))), "tasks": self._some(((), (task,)))}

    def _announcement(self) -> dict[str, Any]:
        return {
            "title": office.both(self._some(NAMES)),
            "audience": self._some(tuple(Audience)),
            "status": self._some(tuple(AnnouncementStatus)),
            "publish_at": self._moment(),
            "until": self._perhaps(self._moment()),
            "begins_at": self._perhaps(self._moment()),
            "venue": self._perhaps(self._some(NAMES)),
            "published_at": self._perhaps(self._moment()),
        }

    def _opportunity(self) -> dict[str, Any]:
        return {
            "kind": self._some(tuple(OpportunityKind)),
            "status": self._some(tuple(OpportunityStatus)),
            "title": office.both(self._some(NAMES)),
            "url": self._perhaps("https://example.org/?a=1&b=2"),
            "deadline": self._moment(),
            "eqf_levels": self._some(((), (EqfLevel.MASTER,), tuple(EqfLevel))),
            "languages": self._some(((), ("en", "de"))),
        }

    def _order(self) -> dict[str, Any]:
        return {"status": self._some(tuple(PaymentOrderStatus)), "issued_at": self._moment()}

    def _moment(self) -> datetime:
        return office.NOON + timedelta(
            microseconds=self._some((0, 120_000, 123_456)), hours=self._chance.randint(0, 99)
        )

    def _perhaps(self, value: Any) -> Any:
        return value if self._chance.random() < 0.7 else None

    def _some(self, values: Any) -> Any:
        return self._chance.choice(values)

    def _id(self) -> UUID:
        return UUID(
            int=(0x7 << 76)
            | (0x2 << 62)
            | self._chance.getrandbits(62)
            | (self._chance.getrandbits(48) << 80)
        )
