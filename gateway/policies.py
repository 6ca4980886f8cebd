"""Who may see what: one table of type × role × rows × hidden columns.

Every read goes through it: roots, nested objects, filters, counts, cursors, node ids and the documents inside
wide rows are all narrowed by the same predicates, as SQL. A type or role that is not listed sees nothing.

Decisions worth knowing:

- Finance pays people, so it sees names, and mobilities and grants; no e-mail, student number,
  nationality, department or level of study, no applications and no registrations.
- An IBAN or a national id is a mask wherever it is read. In full it is given one person at a time
  (``PersonalNumbers``): to the person; IBANs to finance, which pays; national ids to the office, which
  reports people to the state.
- Who read whom is seen by the person, and by the office, which answers for it.
- A coordinator sees the people of the own faculty with their grants and payments, never an IBAN.
- Students and staff see agreements once they are signed; drafts are the office's, and so is what is
  negotiated and how an agreement is used.
- What a ranking says (status, score, rank, lines, placements) is hidden from applicants until it is public.
- A partner university sees its own agreements once proposed, and no person. Operators see nothing personal.
- An announcement is the office's until it is out; then whom it is for sees it, and nobody else. How often it
  was opened is the office's to know.
- A guest and their buddy know each other by name, from being asked until the guest leaves; no more than that.
- Opportunities are for people of the university. What somebody wants to hear of is theirs to see, and the
  office's, which answers for consents to mail.
- A visit is seen by who works here once it is agreed; its money, its letters and what came of it by the
  office and finance. Who its guests are stands in no view: the office asks the service that keeps them.
- A project is seen by who works here once it is granted; its money, documents and tasks by the office and
  finance.
- How an event is prepared and what it costs is the office's and finance's. Hours of volunteering are seen by
  who gave them, their faculty's coordinator and the office.
- A deadline is seen by whom it waits for; the office sees all, for it answers for them.
- The correspondence register is the office's; a letter's words are in its own service alone.
- Programme statistics are totals that the office publishes anyway: every signed-in caller may ask for them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import ColumnElement, FromClause, Text, Uuid, and_, case, cast, false, null, or_, true

from chassis.identity.caller import Caller, Role
from gateway.views.constant import constant

Predicate = ColumnElement[bool]


class Fields(Protocol):
    """A row's columns, or the same names inside a document."""

    def text(self, name: str) -> ColumnElement[Any]: ...

    def uuid(self, name: str) -> ColumnElement[Any]: ...


@dataclass(frozen=True)
class RowFields:
    table: FromClause

    def text(self, name: str) -> ColumnElement[Any]:
        return self.table.c[name]

    uuid = text


def key_text(doc: Any, name: str) -> ColumnElement[Any]:
    """A document's value as text. Keys are words of ours, so they stand in the statement."""
    return doc.op("->>", return_type=Text())(constant(name))  # type: ignore[no-any-return]


@dataclass(frozen=True)
class DocFields:
    doc: Any

    def text(self, name: str) -> ColumnElement[Any]:
        return key_text(self.doc, name)

    def uuid(self, name: str) -> ColumnElement[Any]:
        return cast(key_text(self.doc, name), Uuid)


Condition = Callable[[Fields, Caller], Predicate]


@dataclass(frozen=True)
class Rows:
    """Which rows: as a condition, and in the words of docs/access.md."""

    condition: Condition
    tr: str
    en: str

    def __call__(self, fields: Fields, caller: Caller) -> Predicate:
        return self.condition(fields, caller)


def rows(*, tr: str, en: str) -> Callable[[Condition], Rows]:
    return lambda condition: Rows(condition, tr, en)


@rows(tr="hepsi", en="all")
def everything(fields: Fields, caller: Caller) -> Predicate:
    return true()


@rows(tr="kendisi", en="oneself")
def oneself(fields: Fields, caller: Caller) -> Predicate:
    return _same(fields.uuid("id"), caller.person_id)


@rows(tr="kendininkiler", en="one's own")
def own(fields: Fields, caller: Caller) -> Predicate:
    return _same(fields.uuid("person_id"), caller.person_id)


@rows(
    tr="kendininkiler ve akran rehberi olarak sorulduğu ya da yardım ettiği konuklarınki",
    en="one's own, and of guests whom one is asked to help, or helps",
)
def own_or_helped(fields: Fields, caller: Caller) -> Predicate:
    helps = and_(
        _same(fields.uuid("buddy_id"), caller.person_id),
        one_of(fields.text("buddy_status"), "asked", "agreed"),
    )
    return or_(own(fields, caller), helps)


@rows(tr="kendi fakültesindekiler", en="of the own faculty")
def own_faculty(fields: Fields, caller: Caller) -> Predicate:
    return _same(fields.text("faculty"), caller.faculty)


@rows(
    tr="kendininkiler: çağrı açıkken ve listeler ilan edildikten sonra",
    en="one's own: while the call is open and once its lists are public",
)
def own_public(fields: Fields, caller: Caller) -> Predicate:
    """Own, and what the ranking says is public, or there is no ranking yet and so nothing to hide."""
    return and_(own(fields, caller), one_of(fields.text("call_status"), "open", "published", "closed"))


@rows(tr="kendininkiler: listeler ilan edildikten sonra", en="one's own: once the lists are public")
def own_offered(fields: Fields, caller: Caller) -> Predicate:
    return and_(own(fields, caller), one_of(fields.text("call_status"), "published", "closed"))


@rows(tr="imzalanmış olanlar", en="once signed")
def agreed(fields: Fields, caller: Caller) -> Predicate:
    return one_of(fields.text("status"), "signed", "active", "terminated")


@rows(tr="kendi üniversitesiyle olanlar", en="with the own university")
def own_university(fields: Fields, caller: Caller) -> Predicate:
    return _same(fields.uuid("partner_id"), caller.partner_id)


@rows(tr="kendi üniversitesininkiler, taslaklar dışında", en="of the own university, but drafts")
def own_agreements(fields: Fields, caller: Caller) -> Predicate:
    return and_(own_university(fields, caller), fields.text("status") != constant("draft"))


def _out_for(*audiences: str) -> Condition:
    def condition(fields: Fields, caller: Caller) -> Predicate:
        meant = one_of(fields.text("audience"), *audiences)
        return and_(fields.text("status") == constant("published"), meant)

    return condition


out_for_anybody = Rows(_out_for("public"), "yayımda ve herkes için olanlar", "out, and for everybody")
out_for_students = Rows(
    _out_for("public", "university", "students"),
    "yayımda ve öğrenciler için olanlar",
    "out, and for students",
)
out_for_staff = Rows(
    _out_for("public", "university", "staff"), "yayımda ve çalışanlar için olanlar", "out, and for staff"
)


@rows(tr="geri çekilmemiş olanlar", en="but those withdrawn")
def not_withdrawn(fields: Fields, caller: Caller) -> Predicate:
    return one_of(fields.text("status"), "open", "closed")


@rows(tr="kararlaştırılmış olanlar", en="once agreed")
def agreed_visits(fields: Fields, caller: Caller) -> Predicate:
    return one_of(fields.text("status"), "confirmed", "held", "reported")


@rows(tr="kabul edilmiş olanlar", en="once granted")
def granted_projects(fields: Fields, caller: Caller) -> Predicate:
    return one_of(fields.text("status"), "granted", "running", "reported", "closed")


@rows(tr="finansı bekleyenler", en="those that wait for finance")
def waiting_for_finance(fields: Fields, caller: Caller) -> Predicate:
    return fields.text("waits_for") == constant("finance")


def one_of(column: ColumnElement[Any], *words: str) -> Predicate:
    return column.in_([constant(word) for word in words])


def _same(column: ColumnElement[Any], value: UUID | str | None) -> Predicate:
    """A caller without the claim has no rows of their own."""
    return false() if value is None else column == value


@dataclass(frozen=True)
class Rule:
    """Which rows these roles see of a type, and which of the rows' columns they do not."""

    roles: frozenset[Role]
    rows: Rows
    hidden: frozenset[str] = frozenset()


def see(*roles: Role, rows: Rows = everything, hidden: tuple[str, ...] = ()) -> Rule:
    return Rule(frozenset(roles), rows, frozenset(hidden))


STUDENT, STAFF, COORDINATOR = Role.STUDENT, Role.STAFF, Role.COORDINATOR
OFFICE, FINANCE, OPS, PARTNER = Role.OFFICE, Role.FINANCE, Role.OPS, Role.PARTNER

NOT_FOR_FINANCE = ("email", "student_number", "nationality", "department", "eqf_level")
OF_A_VISIT_FOR_THE_OFFICE = ("costs", "hosting", "letters", "outcome", "follow_ups")
OF_A_PROJECT_FOR_THE_OFFICE = ("budget", "documents", "tasks")
RANKING = ("status", "score", "rank", "score_lines")
OFFICES_OWN = (
    "notice",
    "amendment",
    "earlier",
    "waits_for_us",
    "waits_for_partner",
    "idle_since",
    "balance",
    "exchange",
)

POLICIES: dict[str, tuple[Rule, ...]] = {
    "Partner": (see(*Role),),
    "Agreement": (
        see(OFFICE, COORDINATOR, FINANCE, OPS),
        see(STUDENT, STAFF, rows=agreed, hidden=OFFICES_OWN),
        see(PARTNER, rows=own_agreements),
    ),
    "Letter": (see(OFFICE),),
    "Person": (
        see(OFFICE),
        see(STUDENT, STAFF, rows=oneself),
        see(COORDINATOR, rows=own_faculty, hidden=("iban", "national_id")),
        see(FINANCE, hidden=NOT_FOR_FINANCE),
    ),
    "PersonalNumbers": (
        see(STUDENT, STAFF, rows=oneself),
        see(FINANCE, hidden=("national_id",)),
        see(OFFICE, hidden=("iban",)),
    ),
    "PersonReading": (see(OFFICE), see(STUDENT, STAFF, rows=own)),
    "Call": (see(OFFICE, COORDINATOR, FINANCE, STUDENT, STAFF, OPS),),
    "Application": (
        see(OFFICE),
        see(COORDINATOR, rows=own_faculty),
        see(STUDENT, STAFF, rows=own_public),
        see(STUDENT, STAFF, rows=own, hidden=RANKING),
    ),
    "Placement": (
        see(OFFICE),
        see(COORDINATOR, rows=own_faculty),
        see(STUDENT, STAFF, rows=own_offered),
    ),
    "Mobility": (
        see(OFFICE, FINANCE),
        see(COORDINATOR, rows=own_faculty),
        see(STUDENT, STAFF, rows=own),
    ),
    "MobilityFile": (
        see(OFFICE),
        see(COORDINATOR, rows=own_faculty),
        see(STUDENT, STAFF, rows=own),
    ),
    "MobilityTask": (
        see(OFFICE),
        see(COORDINATOR, rows=own_faculty),
        see(STUDENT, STAFF, rows=own),
    ),
    "LearningAgreement": (
        see(OFFICE),
        see(COORDINATOR, rows=own_faculty),
        see(STUDENT, STAFF, rows=own),
        see(PARTNER, rows=own_university),
    ),
    "IncomingApplication": (
        see(OFFICE),
        see(COORDINATOR, rows=own_faculty, hidden=("guest_name", "buddy_name")),
        see(STUDENT, STAFF, rows=own_or_helped),
    ),
    "HousingPlace": (see(OFFICE, COORDINATOR, STUDENT, STAFF),),
    "HousingBooking": (
        see(OFFICE),
        see(COORDINATOR, rows=own_faculty),
        see(STUDENT, STAFF, rows=own),
    ),
    "Grant": (
        see(OFFICE, FINANCE),
        see(COORDINATOR, rows=own_faculty),
        see(STUDENT, STAFF, rows=own),
    ),
    "Instalment": (
        see(OFFICE, FINANCE),
        see(COORDINATOR, rows=own_faculty),
        see(STUDENT, STAFF, rows=own),
    ),
    "PaymentOrder": (
        see(OFFICE, FINANCE),
        see(COORDINATOR, rows=own_faculty),
        see(STUDENT, STAFF, rows=own),
    ),
    "PaymentRequest": (see(OFFICE, FINANCE),),
    "PaymentBatch": (see(OFFICE, FINANCE),),
    "StatementLine": (see(OFFICE, FINANCE),),
    "Budget": (see(OFFICE, FINANCE),),
    "LedgerTransaction": (see(OFFICE, FINANCE),),
    "SpendingPlan": (see(OFFICE, FINANCE),),
    "Expense": (see(OFFICE, FINANCE),),
    "ExpenseProposal": (see(OFFICE, FINANCE),),
    "Event": (see(OFFICE, COORDINATOR, FINANCE, STUDENT, STAFF, OPS),),
    "Registration": (
        see(OFFICE),
        see(COORDINATOR, rows=own_faculty, hidden=("check_in_code", "rating")),
        see(STUDENT, STAFF, rows=own),
    ),
    "Announcement": (
        see(OFFICE),
        see(STUDENT, rows=out_for_students, hidden=("reach",)),
        see(STAFF, COORDINATOR, FINANCE, OPS, rows=out_for_staff, hidden=("reach",)),
        see(PARTNER, rows=out_for_anybody, hidden=("reach",)),
    ),
    "Opportunity": (
        see(OFFICE),
        see(STUDENT, STAFF, COORDINATOR, FINANCE, OPS, rows=not_withdrawn),
    ),
    "Interest": (
        see(OFFICE),
        see(STUDENT, STAFF, rows=own),
    ),
    "Visit": (
        see(OFFICE, FINANCE),
        see(COORDINATOR, STAFF, rows=agreed_visits, hidden=OF_A_VISIT_FOR_THE_OFFICE),
    ),
    "Project": (
        see(OFFICE, FINANCE),
        see(COORDINATOR, STAFF, rows=granted_projects, hidden=OF_A_PROJECT_FOR_THE_OFFICE),
    ),
    "EventPlan": (see(OFFICE, FINANCE),),
    "Volunteer": (
        see(OFFICE),
        see(COORDINATOR, rows=own_faculty),
        see(STUDENT, STAFF, rows=own),
    ),
    "Reminder": (
        see(OFFICE),
        see(FINANCE, rows=waiting_for_finance),
        see(STUDENT, STAFF, rows=own),
    ),
}


@dataclass(frozen=True)
class Open:
    """Why a root answers every signed-in caller alike."""

    tr: str
    en: str


TOTALS = Open(
    tr="Ofisin yayımladığı sayılar: kişileri değil, yalnızca toplamları söyler.",
    en="Figures the office publishes anyway: totals, never a person.",
)
OPEN: dict[str, Open] = {
    "programmeStatistics": TOTALS,
    "mobilityStatistics": TOTALS,
    "staleness": Open(
        tr="Görünümlerin yaşı; içinde hiçbir kaydın verisi yoktur.",
        en="How old the views are; it holds no record's data.",
    ),
    "changeCursor": Open(
        tr="Bir an; şifreli olduğu için arada ne kadar değişiklik olduğunu söylemez.",
        en="A moment; being encrypted, it does not tell how much changed in between.",
    ),
    "me": Open(
        tr="Soranın kendi jetonu; kişi ve üniversite yukarıdaki kurallarla okunur.",
        en="The caller's own token; person and university are read by the rules above.",
    ),
}
"""Roots that no policy narrows. A root that is neither here nor over a type of ``POLICIES`` fails a test."""


@dataclass(frozen=True)
class Access:
    """What one caller may see of one type: several roles see what any of them sees."""

    type: str
    caller: Caller

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        return tuple(rule for rule in POLICIES.get(self.type, ()) if self.caller.has(*rule.roles))

    def rows(self, fields: Fields) -> Predicate:
        return or_(false(), *(rule.rows(fields, self.caller) for rule in self.rules))

    @cached_property
    def hidden(self) -> frozenset[str]:
        """Columns that some row may hide."""
        return frozenset().union(*(rule.hidden for rule in self.rules))

    def shows(self, column: str, fields: Fields) -> Predicate:
        """In which rows a hidden column may be seen after all."""
        showing = (rule.rows(fields, self.caller) for rule in self.rules if column not in rule.hidden)
        return or_(false(), *showing)

    def seen(self, column: str, value: ColumnElement[Any], fields: Fields) -> ColumnElement[Any]:
        """A column's value where the caller may see it, else null."""
        if column not in self.hidden:
            return value
        return case((self.shows(column, fields), value), else_=null())
