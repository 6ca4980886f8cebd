"""A small world for policies: students of three faculties, two partners, a public and a secret ranking."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from uuid import UUID

from chassis.identity.caller import Role
from chassis.ids import new_id
from chassis.masks import masked_iban, masked_national_id
from contracts.vocabulary import (
    AgreementStatus,
    AnnouncementStatus,
    ApplicationStatus,
    Audience,
    CallStatus,
    DeadlineKind,
    OpportunityStatus,
    ProjectStatus,
    VisitStatus,
    WaitsFor,
)
from gateway.tests import office, stay_files


def instalment_id(grant: UUID, number: int) -> UUID:
    return part_id(grant, number)


def part_id(whole: UUID, number: int | str) -> UUID:
    """RFC 9562, version 8: from the SHA-256 of the aggregate's id and the part's number or code."""
    digest = bytearray(sha256(f"{whole}.{number}".encode()).digest()[:16])
    digest[6] = digest[6] & 0x0F | 0x80
    digest[8] = digest[8] & 0x0F | 0x80
    return UUID(bytes=bytes(digest))


@dataclass(frozen=True)
class Student:
    """Everything of one student, by type."""

    person: Any
    public: dict[str, UUID]
    secret: dict[str, UUID]
    events: tuple[Any, ...]


@dataclass(frozen=True)
class Announced:
    """One announcement for each audience, and a draft for everybody."""

    public: UUID
    university: UUID
    students: UUID
    staff: UUID
    draft: UUID
    offered: UUID
    taken_back: UUID

    def seen(self, *names: str) -> dict[str, set[UUID]]:
        return {"Announcement": {getattr(self, name) for name in names}}

    def events(self) -> list[Any]:
        out = [office.announcement(getattr(self, audience.value), audience=audience) for audience in Audience]
        drafted = office.announcement(self.draft, status=AnnouncementStatus.DRAFTED, published_at=None)
        offers = [
            office.opportunity(self.offered),
            office.opportunity(self.taken_back, status=OpportunityStatus.WITHDRAWN),
        ]
        return [*out, drafted, *(office.reach(event.key) for event in out), *offers]


@dataclass(frozen=True)
class World:
    ayse: Student
    mehmet: Student
    zeynep: Student
    partner_a: UUID
    partner_b: UUID
    active_a: UUID
    draft_a: UUID
    active_b: UUID
    open_call: UUID
    secret_call: UUID
    event: UUID
    budget: UUID
    letter: UUID
    bed: UUID
    postings: frozenset[UUID]
    plan: UUID
    expense: UUID
    proposal: UUID
    request: UUID
    batch: UUID
    statement_line: UUID
    announced: Announced
    agreed_visit: UUID
    planned_visit: UUID
    granted_project: UUID
    idea: UUID
    events: tuple[Any, ...] = field(repr=False)

    def claims(self, role: Role) -> dict[str, Any]:
        """Ayşe as student and staff, the coordinator of Mehmet's faculty, partner B."""
        limits = {
            Role.STUDENT: {"person_id": self.ayse.person.key},
            Role.STAFF: {"person_id": self.ayse.person.key},
            Role.COORDINATOR: {"faculty": "economics"},
            Role.PARTNER: {"partner_id": self.partner_b},
        }
        return limits.get(role, {})

    def person(self, name: str) -> UUID:
        found: Student = getattr(self, name)
        identifier: UUID = found.person.key
        return identifier

    def hidden_from(self, role: Role) -> tuple[str, ...]:
        """Words that stand in rows or columns which a role may not see."""
        everybody = ALL_OF_AYSE + ALL_OF_MEHMET + ALL_OF_ZEYNEP
        hidden: dict[Role, tuple[str, ...]] = {
            Role.OFFICE: (),
            Role.FINANCE: EMAILS + NUMBERS,
            Role.COORDINATOR: (*_numbers_of(MEHMET), *ALL_OF_AYSE, *ALL_OF_ZEYNEP, office.LETTER),
            Role.STUDENT: (*ALL_OF_MEHMET, *ALL_OF_ZEYNEP, office.LETTER),
            Role.STAFF: (*ALL_OF_MEHMET, *ALL_OF_ZEYNEP, office.LETTER),
        }
        return hidden.get(role, (*everybody, office.LETTER))

    def all_ids(self) -> dict[str, set[UUID]]:
        return self.visible(Role.OFFICE)

    def visible(self, role: Role) -> dict[str, set[UUID]]:
        """What each role may see, written down by hand: the policies must come to the same."""
        partners = {"Partner": {self.partner_a, self.partner_b}}
        calls = {"Call": {self.open_call, self.secret_call}, "Event": {self.event}}
        signed, every = {self.active_a, self.active_b}, {self.active_a, self.active_b, self.draft_a}
        money = {
            "Budget": {self.budget},
            "LedgerTransaction": set(self.postings),
            "SpendingPlan": {self.plan},
            "Expense": {self.expense},
            "ExpenseProposal": {self.proposal},
            "EventPlan": {self.event},
            "PaymentRequest": {self.request},
            "PaymentBatch": {self.batch},
            "StatementLine": {self.statement_line},
        }
        letters, all_agreements = {"Letter": {self.letter}}, {"Agreement": every}
        students, beds = (self.ayse, self.mehmet, self.zeynep), {"HousingPlace": {self.bed}}
        theirs = _all([self.mehmet, self.zeynep])
        ours = {name: ids for name, ids in theirs.items() if name not in THEIR_OWN}
        ours |= {name: {self.mehmet.person.key} for name in ("Person", "Volunteer")}
        own = _all([self.ayse]) | {"Placement": {self.ayse.public["Placement"]}}
        open_offers = {"Opportunity": {self.announced.offered}}
        offers = {"Opportunity": {self.announced.offered, self.announced.taken_back}}
        told = self.announced.seen("public", "university", "students", "staff", "draft") | offers
        to_students = self.announced.seen("public", "university", "students") | open_offers
        to_staff = self.announced.seen("public", "university", "staff") | open_offers
        agreed = {"Visit": {self.agreed_visit}, "Project": {self.granted_project}}
        planned = {
            "Visit": {self.agreed_visit, self.planned_visit},
            "Project": {self.granted_project, self.idea},
        }
        theirs_too = {"LearningAgreement": theirs["LearningAgreement"]}
        paid = {name: ids for name, ids in _all(students).items() if name in PAID}
        seen: dict[Role, dict[str, set[UUID]]] = {
            Role.OFFICE: partners
            | calls
            | money
            | beds
            | letters
            | all_agreements
            | _all(students)
            | told
            | planned,
            Role.FINANCE: partners | calls | money | {"Agreement": every} | paid | to_staff | planned,
            Role.COORDINATOR: partners | calls | beds | {"Agreement": every} | ours | to_staff | agreed,
            Role.STUDENT: partners | calls | beds | {"Agreement": signed} | own | to_students,
            Role.STAFF: partners | calls | beds | {"Agreement": signed} | own | to_staff | agreed,
            Role.OPS: partners | calls | {"Agreement": every} | to_staff,
            Role.PARTNER: partners
            | {"Agreement": {self.active_b}}
            | theirs_too
            | self.announced.seen("public"),
        }
        return seen[role]


MEHMET: dict[str, Any] = {
    "given_name": "Mehmet",
    "family_name": "Kaya",
    "email": "mehmet@example.org",
    "iban": "TR560006200000000006298453",
    "national_id": "19191919190",
    "student_number": "20219999",
    "faculty": "economics",
}
ZEYNEP: dict[str, Any] = {
    "given_name": "Zeynep",
    "email": "zeynep@example.org",
    "iban": "TR320010009999901234567890",
    "national_id": "23456789060",
    "student_number": "20213333",
    "faculty": "theology",
}
EMAILS = ("ayse@example.org", "mehmet@example.org", "zeynep@example.org")
NUMBERS = ("20210001", "20219999", "20213333")


def _numbers_of(person: dict[str, Any]) -> tuple[str, ...]:
    """In full, which no list shows, and as masks."""
    iban, national_id = person["iban"], person["national_id"]
    return iban, national_id, str(masked_iban(iban)), str(masked_national_id(national_id))


AYSE = office.person(new_id()).state.model_dump()
ALL_OF_AYSE = ("Ayşe", EMAILS[0], NUMBERS[0], *_numbers_of(AYSE))
ALL_OF_MEHMET = ("Mehmet", "Kaya", EMAILS[1], NUMBERS[1], *_numbers_of(MEHMET))
ALL_OF_ZEYNEP = ("Zeynep", EMAILS[2], NUMBERS[2], *_numbers_of(ZEYNEP))
THEIR_OWN = ("Interest", "Reminder")
"""What no coordinator sees of anybody."""
PAID = ("Person", "Mobility", "Grant", "Instalment", "PaymentOrder")


def _all(students: Iterable[Student]) -> dict[str, set[UUID]]:
    found: dict[str, set[UUID]] = {}
    for student in students:
        for ids in (student.public, student.secret):
            for name, identifier in ids.items():
                found.setdefault(name, set()).add(identifier)
    return found


def build_world() -> World:
    partner_a, partner_b = office.partner(new_id()), office.partner(new_id(), name="Università di Pisa")
    active_a = office.agreement(new_id(), partner_a.key)
    draft_a = office.agreement(new_id(), partner_a.key, status=AgreementStatus.DRAFT, signed_on=None)
    active_b = office.agreement(new_id(), partner_b.key)
    calls = office.call(new_id()), office.call(new_id(), status=CallStatus.RANKED)
    letter = office.letter(new_id(), partner_id=partner_a.key, agreement_id=active_a.key)
    event, budget, bed = office.gathering(new_id()), office.budget(new_id()), stay_files.bed(new_id())
    ayse = _student(office.person(new_id()), calls, event, active_a, bed)
    mehmet = _student(office.person(new_id(), **MEHMET), calls, event, active_b, bed)
    zeynep = _student(office.person(new_id(), **ZEYNEP), calls, event, active_b, bed, faculty="economics")
    students = (ayse, mehmet, zeynep)
    postings = [office.posting(new_id(), student.public["Grant"]) for student in students]
    plan = office.spending_plan(new_id(), budget.key, ayse.public["Grant"])
    expense = office.expense(new_id(), budget.key, event.key)
    batch = office.payment_batch(new_id(), budget.key)
    [promised] = [each for each in ayse.events if each.key == ayse.public["Grant"]]
    request = office.payment_request(new_id(), budget.key, promised, batch.key)
    statement_line = office.statement_line(new_id(), request.key)
    announced = Announced(*(new_id() for _ in range(7)))
    going = tuple(student.person.key for student in students)
    agreed = office.visit(new_id(), partner_a.key, status=VisitStatus.CONFIRMED, person_ids=going)
    planned = office.visit(new_id(), partner_b.key)
    proposal = office.expense_proposal(new_id(), visit_id=agreed.key)
    granted = office.project(new_id(), going, status=ProjectStatus.GRANTED)
    idea = office.project(new_id(), ())
    prepared = office.event_plan(event.key)
    shared = (
        prepared,
        *(agreed, planned, granted, idea),
        *(partner_a, partner_b, active_a, draft_a, active_b, *calls, event, budget, bed, *postings),
        *(letter, plan, expense, proposal, request, batch, statement_line),
        *announced.events(),
    )
    return World(
        ayse=ayse,
        mehmet=mehmet,
        zeynep=zeynep,
        partner_a=partner_a.key,
        partner_b=partner_b.key,
        active_a=active_a.key,
        draft_a=draft_a.key,
        active_b=active_b.key,
        open_call=calls[0].key,
        secret_call=calls[1].key,
        event=event.key,
        budget=budget.key,
        letter=letter.key,
        bed=bed.key,
        postings=frozenset(posting.key for posting in postings),
        plan=plan.key,
        expense=expense.key,
        proposal=proposal.key,
        request=request.key,
        batch=batch.key,
        statement_line=statement_line.key,
        announced=announced,
        agreed_visit=agreed.key,
        planned_visit=planned.key,
        granted_project=granted.key,
        idea=idea.key,
        events=(*shared, *ayse.events, *mehmet.events, *zeynep.events),
    )


def _student(
    person: Any, calls: tuple[Any, Any], event: Any, agreement: Any, bed: Any, *, faculty: str | None = None
) -> Student:
    """``faculty``: where the student was when applying, if not any more."""
    faculty = faculty or person.state.faculty
    public = office.application(new_id(), calls[0].key, person.key, faculty=faculty)
    secret = office.application(
        new_id(), calls[1].key, person.key, faculty=faculty, status=ApplicationStatus.RANKED
    )
    places = [office.placement(new_id(), application, agreement) for application in (public, secret)]
    stay = office.stay(
        new_id(),
        person.key,
        faculty=faculty,
        agreement_id=agreement.key,
        partner_id=agreement.state.partner_id,
        call_id=calls[0].key,
    )
    file, courses = stay_files.file(stay), stay_files.learning_agreement(stay)
    comes_in = stay_files.coming(new_id(), person.key, faculty=faculty)
    housed = stay_files.booking(stay, bed.key)
    grant = office.grant(new_id(), stay)
    order = office.order(new_id(), grant)
    comes = office.registration(new_id(), event.key, person.key, faculty=faculty)
    wants = office.interest(new_id(), person.key)
    answers = office.reminder(
        new_id(),
        places[0].key,
        kind=DeadlineKind.OFFER_REPLY,
        waits_for=WaitsFor.PERSON,
        person_id=person.key,
    )
    return Student(
        person=person,
        public={
            "Person": person.key,
            "Application": public.key,
            "Placement": places[0].key,
            "Mobility": stay.key,
            "MobilityFile": file.key,
            "MobilityTask": part_id(file.key, "insurance"),
            "LearningAgreement": courses.key,
            "IncomingApplication": comes_in.key,
            "HousingBooking": housed.key,
            "Grant": grant.key,
            "Instalment": instalment_id(grant.key, 1),
            "PaymentOrder": order.key,
            "Registration": comes.key,
            "Volunteer": person.key,
            "Interest": wants.key,
            "Reminder": answers.key,
        },
        secret={"Application": secret.key, "Placement": places[1].key},
        events=(
            person,
            public,
            secret,
            *places,
            stay,
            file,
            courses,
            comes_in,
            housed,
            grant,
            order,
            comes,
            wants,
            answers,
        ),
    )
