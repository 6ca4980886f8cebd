"""Words that services, events and the gateway share. Pure enumerations; the glossary explains each."""

from enum import StrEnum


class Programme(StrEnum):
    """Under what framework somebody goes or an agreement stands."""

    ERASMUS = "erasmus"
    MEVLANA = "mevlana"
    FARABI = "farabi"
    BILATERAL = "bilateral"
    FOREIGN_STUDENTS = "foreign-students"


class Direction(StrEnum):
    OUTGOING = "outgoing"
    INCOMING = "incoming"


class ActivityKind(StrEnum):
    """What is done abroad. ``DEGREE`` is a foreign student's whole study here."""

    STUDENT_STUDY = "student-study"
    STUDENT_TRAINEESHIP = "student-traineeship"
    STAFF_TEACHING = "staff-teaching"
    STAFF_TRAINING = "staff-training"
    DEGREE = "degree"


class EqfLevel(StrEnum):
    """European Qualifications Framework: short cycle, bachelor, master, doctorate."""

    SHORT_CYCLE = "5"
    BACHELOR = "6"
    MASTER = "7"
    DOCTORATE = "8"


class LanguageLevel(StrEnum):
    """Common European Framework of Reference for Languages."""

    A1 = "A1"
    A2 = "A2"
    B1 = "B1"
    B2 = "B2"
    C1 = "C1"
    C2 = "C2"


class Currency(StrEnum):
    EUR = "EUR"
    TRY = "TRY"


class AgreementKind(StrEnum):
    """What sort of document it is; what each needs are data of the agreements service."""

    ERASMUS_INTER_INSTITUTIONAL = "erasmus-inter-institutional"
    MEVLANA_PROTOCOL = "mevlana-protocol"
    FARABI_PROTOCOL = "farabi-protocol"
    BILATERAL = "bilateral"
    MEMORANDUM = "memorandum"
    JOINT_PROGRAMME = "joint-programme"
    RESEARCH_COOPERATION = "research-cooperation"


class AgreementStatus(StrEnum):
    DRAFT = "draft"
    PROPOSED = "proposed"
    SIGNED = "signed"
    ACTIVE = "active"
    TERMINATED = "terminated"


class AgreementEnd(StrEnum):
    """How a terminated agreement ended. ``ENDED``: at once, by the office."""

    EXPIRED = "expired"
    NOTICE = "notice"
    ENDED = "ended"


class AgreementChange(StrEnum):
    """What an amendment does with a condition."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


class Signatory(StrEnum):
    HOME = "home"
    PARTNER = "partner"


class CallStatus(StrEnum):
    OPEN = "open"
    RANKED = "ranked"
    PUBLISHED = "published"
    CLOSED = "closed"


class ApplicationStatus(StrEnum):
    SUBMITTED = "submitted"
    INELIGIBLE = "ineligible"
    RANKED = "ranked"
    PLACED = "placed"
    RESERVE = "reserve"
    NOT_PLACED = "not-placed"
    WITHDRAWN = "withdrawn"


class AppealStatus(StrEnum):
    """Of an appeal against published lists."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


class PlacementList(StrEnum):
    """Turkish offices say *asil* and *yedek*."""

    MAIN = "main"
    RESERVE = "reserve"


class PlacementStatus(StrEnum):
    OFFERED = "offered"
    RESERVE = "reserve"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class MobilityStatus(StrEnum):
    PLANNED = "planned"
    ONGOING = "ongoing"
    COMPLETED = "completed"
    WITHDRAWN = "withdrawn"


class BudgetLine(StrEnum):
    """For what a contract gives money: three lines are the participants', the last is the office's."""

    MOBILITY = "mobility"
    TRAVEL = "travel"
    TOP_UP = "top-up"
    ORGANISATIONAL_SUPPORT = "organisational-support"


class NominationStatus(StrEnum):
    """Whether the partner was told who comes, and what it answered."""

    NOT_SENT = "not-sent"
    SENT = "sent"
    ACCEPTED = "accepted"
    REFUSED = "refused"


class MobilityTaskStatus(StrEnum):
    """``WAIVED`` is a task that this stay does not need; the office said so."""

    WAITING = "waiting"
    DONE = "done"
    WAIVED = "waived"


class StayMilestone(StrEnum):
    """A day in the course of a stay from which a task's due day is counted."""

    NOMINATION = "nomination"
    BEGINNING = "beginning"
    END = "end"
    ARRIVAL = "arrival"
    REGISTRATION = "registration"
    PERMIT_END = "permit-end"


class StayStep(StrEnum):
    """A step of a stay that some tasks must be settled for: leaving, or the certificate of who was here."""

    DEPARTURE = "departure"
    CERTIFICATE = "certificate"


class LearningAgreementStatus(StrEnum):
    """``AGREED`` once a version has all three signatures; a later proposal does not take that away."""

    PROPOSED = "proposed"
    AGREED = "agreed"


class LearningParty(StrEnum):
    """The three who sign a learning agreement."""

    STUDENT = "student"
    SENDING = "sending"
    RECEIVING = "receiving"


class CourseTable(StrEnum):
    """Table A: courses abroad. Table B: courses at home that they are recognised for."""

    ABROAD = "abroad"
    HOME = "home"


class CourseChange(StrEnum):
    """What became of a course since the agreed version; table C lists these."""

    ADDED = "added"
    REMOVED = "removed"


class ChangeReason(StrEnum):
    """Why a course changed during the stay, as the European learning agreement counts them."""

    NOT_AVAILABLE = "not-available"
    LANGUAGE_MISMATCH = "language-mismatch"
    TIMETABLE_CONFLICT = "timetable-conflict"
    SUBSTITUTING_DELETED = "substituting-deleted"
    EXTENDING_MOBILITY = "extending-mobility"
    OTHER = "other"


class IncomingStatus(StrEnum):
    """What became of an application of somebody whom a partner sends us."""

    RECEIVED = "received"
    ACCEPTED = "accepted"
    REFUSED = "refused"


class BuddyStatus(StrEnum):
    """``ENDED``: the guest has left, or does not come."""

    ASKED = "asked"
    AGREED = "agreed"
    DECLINED = "declined"
    ENDED = "ended"


class BookingStatus(StrEnum):
    """Whether a housing place is held for a stay."""

    BOOKED = "booked"
    RELEASED = "released"


class GrantStatus(StrEnum):
    """``ZERO_GRANT`` is a place without money that moves up when money returns."""

    WAITING_FOR_RATE = "waiting-for-rate"
    ZERO_GRANT = "zero-grant"
    RESERVED = "reserved"
    SETTLED = "settled"
    RECOVERING = "recovering"
    CANCELLED = "cancelled"


class ExpenseKind(StrEnum):
    """On what the office spends beside grants."""

    VISIT = "visit"
    EVENT = "event"
    STAFF_TRAVEL = "staff-travel"


class ExpenseStatus(StrEnum):
    ENTERED = "entered"
    APPROVED = "approved"
    REJECTED = "rejected"


class ExpenseProposalStatus(StrEnum):
    OPEN = "open"
    TAKEN_UP = "taken-up"
    DISMISSED = "dismissed"
    WITHDRAWN = "withdrawn"


class PlanStepKind(StrEnum):
    """``PROMOTION`` funds a zero-grant place, ``EXTENSION`` more days of one that is funded in part."""

    PROMOTION = "promotion"
    EXTENSION = "extension"


class PlanStepStatus(StrEnum):
    PROPOSED = "proposed"
    APPLIED = "applied"
    REFUSED = "refused"


class Scenario(StrEnum):
    """How much of what is promised comes back: nothing, as much as so far, as much as the office assumes."""

    PROMISED = "promised"
    EXPERIENCED = "experienced"
    ASSUMED = "assumed"


class InstalmentKind(StrEnum):
    ADVANCE = "advance"
    BALANCE = "balance"


class InstalmentStatus(StrEnum):
    PLANNED = "planned"
    ORDERED = "ordered"
    PAID = "paid"
    REJECTED = "rejected"
    CANCELLED = "cancelled"


class PaymentOrderStatus(StrEnum):
    ISSUED = "issued"
    PAID = "paid"
    REJECTED = "rejected"


class PaymentRequestStatus(StrEnum):
    AWAITING_APPROVAL = "awaiting-approval"
    APPROVED = "approved"
    WITHDRAWN = "withdrawn"


class PaymentBatchStatus(StrEnum):
    OPEN = "open"
    APPROVED = "approved"
    DISSOLVED = "dissolved"


class PaymentChannel(StrEnum):
    """Who is asked to pay: the finance office by events, or the bank by a file."""

    FINANCE_OFFICE = "finance-office"
    BANK_FILE = "bank-file"


class StatementDirection(StrEnum):
    """As the university's account sees it."""

    DEBIT = "debit"
    CREDIT = "credit"


class StatementLineStatus(StrEnum):
    MATCHED = "matched"
    UNMATCHED = "unmatched"
    SET_ASIDE = "set-aside"


class StatementProblem(StrEnum):
    """Why a line answers no payment order by itself."""

    ORDER_UNKNOWN = "order-unknown"
    AMOUNT_DIFFERS = "amount-differs"
    ANOTHER_LINE = "another-line"
    ORDER_REJECTED = "order-rejected"
    RECOVERY_RECEIVED = "recovery-received"


class StatementOrigin(StrEnum):
    """What a line is that answers no payment order."""

    BANK_CHARGE = "bank-charge"
    RECOVERY = "recovery"
    OTHER_PAYMENT = "other-payment"
    CORRECTION = "correction"


class PaymentOutcome(StrEnum):
    PAID = "paid"
    REJECTED = "rejected"


class EventKind(StrEnum):
    ORIENTATION = "orientation"
    FAIR = "fair"
    LANGUAGE_COURSE = "language-course"
    VISIT = "visit"


class EventStatus(StrEnum):
    SCHEDULED = "scheduled"
    CANCELLED = "cancelled"


class Audience(StrEnum):
    """For whom an announcement is. A ``PUBLIC`` one has a page that anybody may read."""

    PUBLIC = "public"
    UNIVERSITY = "university"
    STUDENTS = "students"
    STAFF = "staff"


class AnnouncementStatus(StrEnum):
    """``WITHDRAWN`` by the office, or by the clock once its time is over."""

    DRAFTED = "drafted"
    SCHEDULED = "scheduled"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class OpportunityKind(StrEnum):
    """What somebody else offers: a call for proposals, a project to join, a seminar …"""

    CALL = "call"
    PROJECT = "project"
    SEMINAR = "seminar"
    SUMMER_SCHOOL = "summer-school"
    SCHOLARSHIP = "scholarship"


class OpportunityStatus(StrEnum):
    """``CLOSED`` by the clock at the deadline."""

    OPEN = "open"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class DeadlineKind(StrEnum):
    """What is due: a call's applications, an answer to an offered place, a stay's report, a payment …

    ``PROJECT_DUE``: the next of a project's open tasks, or the application of an idea. ``EVENT_TASK_DUE``:
    one task of an event's plan. ``TASK_DUE``: one task of a stay's file. ``AMENDMENT_DUE``: the last day on
    which an agreement's change of quotas is signed.
    """

    CALL_CLOSES = "call-closes"
    OFFER_REPLY = "offer-reply"
    STAY_ENDS = "stay-ends"
    INSTALMENT_DUE = "instalment-due"
    FOLLOW_UP_DUE = "follow-up-due"
    PROJECT_DUE = "project-due"
    EVENT_TASK_DUE = "event-task-due"
    TASK_DUE = "task-due"
    AGREEMENT_ENDS = "agreement-ends"
    AMENDMENT_DUE = "amendment-due"


class WaitsFor(StrEnum):
    """Whose work it is that is waited for."""

    PERSON = "person"
    OFFICE = "office"
    FINANCE = "finance"


class ReminderStatus(StrEnum):
    PLANNED = "planned"
    DUE = "due"
    SETTLED = "settled"


class VisitStatus(StrEnum):
    """A delegation's way; only one that was held is reported."""

    PLANNED = "planned"
    CONFIRMED = "confirmed"
    HELD = "held"
    CANCELLED = "cancelled"
    REPORTED = "reported"


class CostKind(StrEnum):
    """What a visit or an event spends on."""

    TRAVEL = "travel"
    ACCOMMODATION = "accommodation"
    SUBSISTENCE = "subsistence"
    HOSPITALITY = "hospitality"
    VENUE = "venue"
    PRINTING = "printing"
    FEES = "fees"
    OTHER = "other"


class Meal(StrEnum):
    BREAKFAST = "breakfast"
    LUNCH = "lunch"
    DINNER = "dinner"


class ProjectStatus(StrEnum):
    """A project's way; ``REFUSED`` by who called."""

    IDEA = "idea"
    APPLIED = "applied"
    GRANTED = "granted"
    REFUSED = "refused"
    RUNNING = "running"
    REPORTED = "reported"
    CLOSED = "closed"


class ProjectRole(StrEnum):
    """What one of ours does in a project."""

    LEADER = "leader"
    RESEARCHER = "researcher"
    EXPERT = "expert"
    ADMINISTRATION = "administration"


class RegistrationStatus(StrEnum):
    INVITED = "invited"
    REGISTERED = "registered"
    WAITING = "waiting"
    CANCELLED = "cancelled"
