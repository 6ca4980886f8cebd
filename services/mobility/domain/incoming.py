"""Applications of those whom partners send us: received, decided in time, and what becomes of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from chassis.refusal import Kind, NotFound, Refusal, require_version
from contracts.vocabulary import (
    ActivityKind,
    BuddyStatus,
    Direction,
    EqfLevel,
    IncomingStatus,
    MobilityStatus,
    Programme,
)
from services.mobility.domain.call import require_consecutive, require_within
from services.mobility.domain.mobility import Mobility
from services.mobility.domain.rule_book import StayLimits
from services.mobility.domain.stay_days import stay_days

HERE = "TR"


class NoSuchIncoming(NotFound):
    code = "incoming-application-not-found"
    tr, en = "Böyle bir gelen başvurusu yok.", "There is no such incoming application."


class IncomingDecided(Refusal):
    code, kind = "incoming-application-decided", Kind.CONFLICT
    tr, en = "Başvuru '{status}' durumunda; kararı verilmiş.", "The application is '{status}' already."
    next_tr, next_en = "Hareketliliğin kendisinde değişiklik yapın.", "Change the stay itself."


class IncomingNotAccepted(Refusal):
    code, kind = "incoming-application-not-accepted", Kind.CONFLICT
    tr = "Başvuru '{status}' durumunda; kabul edilmiş değil."
    en = "The application is '{status}', not accepted."
    next_tr, next_en = "Önce kabul edin.", "Accept it first."


@dataclass(frozen=True, slots=True)
class Incoming:
    """``faculty``: which of ours they come to. ``mobility_id``: the stay that an acceptance planned."""

    id: UUID
    version: int
    person_id: UUID
    faculty: str
    partner_id: UUID
    programme: Programme
    call_year: int
    academic_year: str
    kind: ActivityKind
    eqf_level: EqfLevel | None
    begins: date
    ends: date
    status: IncomingStatus
    received_on: date
    agreement_id: UUID | None = None
    decide_by: date | None = None
    decided_on: date | None = None
    mobility_id: UUID | None = None
    buddy_id: UUID | None = None
    buddy_status: BuddyStatus | None = None


def received(application: Incoming, answer_days: int | None, limits: StayLimits) -> Incoming:
    """With the last day to decide, where a rule gives the days.

    Raises: AcademicYearMalformed, StayEndsBeforeItStarts, StayOutsideLimits.
    """
    require_consecutive(application.academic_year)
    require_within(limits, _days(application))
    if answer_days is None:
        return application
    return replace(application, decide_by=application.received_on + timedelta(days=answer_days))


def _days(application: Incoming) -> int | None:
    return stay_days(application.kind, False, application.begins, application.ends)


def accepted(
    application: Incoming, mobility_id: UUID, day: date, expected: int | None
) -> tuple[Incoming, Mobility]:
    """The application, and the stay here that it becomes.

    The stay names no level: whether its days fit a cycle of study is for their own university to say.
    Raises: StaleVersion, IncomingDecided.
    """
    decided = _decided(application, IncomingStatus.ACCEPTED, day, expected)
    stay = Mobility(
        id=mobility_id,
        version=1,
        programme=application.programme,
        call_year=application.call_year,
        academic_year=application.academic_year,
        direction=Direction.INCOMING,
        kind=application.kind,
        person_id=application.person_id,
        status=MobilityStatus.PLANNED,
        faculty=application.faculty,
        agreement_id=application.agreement_id,
        partner_id=application.partner_id,
        host_country=HERE,
        begins=application.begins,
        ends=application.ends,
        days=_days(application),
    )
    return replace(decided, mobility_id=mobility_id), stay


def refused(application: Incoming, day: date, expected: int | None) -> Incoming:
    """Raises: StaleVersion, IncomingDecided."""
    return _decided(application, IncomingStatus.REFUSED, day, expected)


def _decided(application: Incoming, status: IncomingStatus, day: date, expected: int | None) -> Incoming:
    require_version(application.version, expected)
    if application.status is not IncomingStatus.RECEIVED:
        raise IncomingDecided(status=application.status)
    return replace(application, status=status, decided_on=day, version=application.version + 1)
