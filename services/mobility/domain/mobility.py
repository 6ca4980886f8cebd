"""Stays: planned, shortened, completed or given up; days counted by the rule of their kind."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from chassis.refusal import Kind, Refusal, require_version
from contracts.vocabulary import ActivityKind, Direction, EqfLevel, MobilityStatus, Programme
from services.mobility.domain.call import Call, require_within
from services.mobility.domain.placement import Placement
from services.mobility.domain.rule_book import StayLimits
from services.mobility.domain.stay_days import stay_days


class StayIsOver(Refusal):
    code, kind = "mobility-is-over", Kind.CONFLICT
    tr = "Hareketlilik '{status}' durumunda; artık değişmez."
    en = "The mobility is '{status}' and does not change any more."
    next_tr, next_en = "Kaydı yeniden okuyun.", "Read the record again."


class NotAnEarlyReturn(Refusal):
    code, kind = "not-an-early-return", Kind.INVALID
    tr, en = "{ends}, planlanan {planned} gününden önce değil.", "{ends} is not before the planned {planned}."
    next_tr, next_en = "Planlanan dönüş için 'complete' kullanın.", "Use 'complete' for the planned return."


class StayTooShort(Refusal):
    code = "stay-too-short"
    tr = "Kalış {days} gün olur; {min_days} günden kısası sayılmaz."
    en = "The stay would be {days} days; fewer than {min_days} do not count."
    next_tr = "Vazgeçme olarak kaydedin: hibenin tamamı geri alınır."
    next_en = "Record it as a withdrawal: the whole grant is recovered."


class NotAnExtension(Refusal):
    code, kind = "not-an-extension", Kind.INVALID
    tr, en = (
        "{ends}, bugünkü son gün {planned} gününden sonra değil.",
        "{ends} is not after the last day {planned}.",
    )
    next_tr, next_en = "Erken dönüş için 'early-return' kullanın.", "Use 'early-return' for an early return."


class AlreadyThere(Refusal):
    code, kind = "mobility-already-begun", Kind.CONFLICT
    tr, en = "Varış {arrived_on} olarak onaylanmış.", "The arrival on {arrived_on} is confirmed already."
    next_tr, next_en = "Son günü dönüşte onaylayın.", "Confirm the last day on return."


class DatesMissing(Refusal):
    code = "mobility-without-dates"
    tr, en = "Bu hareketliliğin tarihleri kayıtlı değil.", "This mobility has no dates on record."
    next_tr, next_en = "Kayıt ofis arşivinden içeri alınmış.", "It came from the office's earlier records."


@dataclass(frozen=True, slots=True)
class Mobility:
    """``record_id`` is the office's own number of an imported record, ``withdrawal_reason`` stays here."""

    id: UUID
    version: int
    programme: Programme
    call_year: int
    academic_year: str
    direction: Direction
    kind: ActivityKind
    person_id: UUID
    status: MobilityStatus
    faculty: str | None = None
    eqf_level: EqfLevel | None = None
    call_id: UUID | None = None
    placement_id: UUID | None = None
    agreement_id: UUID | None = None
    partner_id: UUID | None = None
    host_country: str | None = None
    rank: int | None = None
    begins: date | None = None
    ends: date | None = None
    days: int | None = None
    blended: bool = False
    imported: bool = False
    record_id: str | None = None
    withdrawal_reason: str | None = None
    arrived_on: date | None = None
    force_majeure: bool = False


def planned(
    mobility_id: UUID, placement: Placement, call: Call, *, eqf_level: EqfLevel, host_country: str | None
) -> Mobility:
    """What an accepted placement becomes."""
    return Mobility(
        id=mobility_id,
        version=1,
        programme=call.programme,
        call_year=call.call_year,
        academic_year=call.academic_year,
        direction=Direction.OUTGOING,
        kind=call.kind,
        person_id=placement.person_id,
        status=MobilityStatus.PLANNED,
        faculty=placement.faculty,
        eqf_level=eqf_level,
        call_id=call.id,
        placement_id=placement.id,
        agreement_id=placement.agreement_id,
        partner_id=placement.partner_id,
        host_country=host_country,
        rank=placement.rank,
        begins=call.stay_begins,
        ends=call.stay_ends,
        days=call.days,
        blended=call.blended,
    )


def arrived(mobility: Mobility, day: date, limits: StayLimits, expected: int | None) -> Mobility:
    """The partner confirms the first day, whichever was planned; the days are counted from it.

    Raises: StaleVersion, StayIsOver, AlreadyThere, StayOutsideLimits and those of dates.
    """
    require_version(mobility.version, expected)
    if mobility.arrived_on is not None:
        raise AlreadyThere(arrived_on=mobility.arrived_on)
    if mobility.ends is None:
        raise DatesMissing
    there = _ending(replace(mobility, begins=day, arrived_on=day), mobility.ends)
    require_within(limits, there.days)
    return replace(there, status=MobilityStatus.ONGOING)


def extended(mobility: Mobility, ends: date, limits: StayLimits, expected: int | None) -> Mobility:
    """A later last day. Raises: StaleVersion, StayIsOver, NotAnExtension, StayOutsideLimits."""
    require_version(mobility.version, expected)
    longer = _ending(mobility, ends)
    if mobility.ends is None or ends <= mobility.ends:
        raise NotAnExtension("ends", ends=ends, planned=mobility.ends)
    require_within(limits, longer.days)
    return longer


def shortened(mobility: Mobility, ends: date, limits: StayLimits, expected: int | None) -> Mobility:
    """An early return. Raises: StaleVersion, StayIsOver, NotAnEarlyReturn, StayTooShort, those of dates."""
    recounted = _returning(mobility, ends, expected)
    if recounted.days is not None and recounted.days < limits.min_days:
        raise StayTooShort("ends", days=recounted.days, min_days=limits.min_days)
    return recounted


def broken_off(mobility: Mobility, ends: date, expected: int | None) -> Mobility:
    """An early return by force majeure: the stay counts however short it was.

    Raises: StaleVersion, StayIsOver, NotAnEarlyReturn, those of dates.
    """
    return replace(_returning(mobility, ends, expected), force_majeure=True)


def _returning(mobility: Mobility, ends: date, expected: int | None) -> Mobility:
    require_version(mobility.version, expected)
    recounted = _ending(mobility, ends)
    if mobility.ends is not None and ends >= mobility.ends:
        raise NotAnEarlyReturn("ends", ends=ends, planned=mobility.ends)
    return replace(recounted, status=MobilityStatus.ONGOING)


def completed(mobility: Mobility, ends: date, limits: StayLimits, expected: int | None) -> Mobility:
    """Raises: StaleVersion, StayIsOver, StayOutsideLimits and those of dates."""
    require_version(mobility.version, expected)
    recounted = _ending(mobility, ends)
    require_within(replace(limits, min_days=0) if mobility.force_majeure else limits, recounted.days)
    return replace(recounted, status=MobilityStatus.COMPLETED)


def withdrawn(mobility: Mobility, reason: str | None, expected: int | None = None) -> Mobility:
    """Not going after all. Raises: StaleVersion, StayIsOver."""
    require_version(mobility.version, expected)
    _require_running(mobility)
    return replace(
        mobility,
        status=MobilityStatus.WITHDRAWN,
        withdrawal_reason=reason,
        version=mobility.version + 1,
    )


def _ending(mobility: Mobility, ends: date) -> Mobility:
    _require_running(mobility)
    if mobility.begins is None:
        raise DatesMissing
    days = stay_days(mobility.kind, mobility.blended, mobility.begins, ends)
    return replace(mobility, ends=ends, days=days, version=mobility.version + 1)


def _require_running(mobility: Mobility) -> None:
    if mobility.status in (MobilityStatus.COMPLETED, MobilityStatus.WITHDRAWN):
        raise StayIsOver(status=mobility.status)
