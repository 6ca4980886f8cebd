"""Stays of staff, planned by the office: no source gives rules by which staff would be ranked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from chassis.refusal import Refusal
from contracts.vocabulary import ActivityKind, Direction, MobilityStatus, Programme
from services.mobility.domain.call import require_consecutive, require_within
from services.mobility.domain.mobility import Mobility
from services.mobility.domain.person import Person
from services.mobility.domain.rule_book import StayLimits
from services.mobility.domain.stay_days import stay_days
from services.mobility.domain.work_plan import STAFF


class NotStaff(Refusal):
    code = "person-is-not-staff"
    tr, en = "Bu kişi personel olarak kayıtlı değil.", "This person is not on record as staff."
    next_tr, next_en = (
        "Kaydı düzeltin ya da başka birini seçin.",
        "Correct the record, or choose somebody else.",
    )


class NotForStaff(Refusal):
    code = "activity-not-for-staff"
    tr, en = "'{kind}' personel için değil.", "'{kind}' is not for staff."
    next_tr, next_en = "Ders verme ya da eğitim alma seçin.", "Choose teaching or training."


class HostCountryMissing(Refusal):
    code = "host-country-missing"
    tr, en = "Gidilecek ülke bilinmiyor.", "The host country is not known."
    next_tr, next_en = (
        "Ülkeyi yazın ya da rehberden bir kurum seçin.",
        "Give it, or a partner of the directory.",
    )


@dataclass(frozen=True, slots=True)
class StaffStay:
    """What the office decided."""

    programme: Programme
    call_year: int
    academic_year: str
    kind: ActivityKind
    begins: date
    ends: date
    partner_id: UUID | None = None
    agreement_id: UUID | None = None
    host_country: str | None = None


def planned_for(person: Person, stay: StaffStay, mobility_id: UUID, limits: StayLimits) -> Mobility:
    """Raises: NotForStaff, NotStaff, HostCountryMissing, AcademicYearMalformed, StayOutsideLimits."""
    require_staff_activity(stay.kind)
    if not person.staff:
        raise NotStaff("person_id")
    if stay.host_country is None:
        raise HostCountryMissing("host_country")
    require_consecutive(stay.academic_year)
    days = stay_days(stay.kind, False, stay.begins, stay.ends)
    require_within(limits, days)
    return Mobility(
        id=mobility_id,
        version=1,
        programme=stay.programme,
        call_year=stay.call_year,
        academic_year=stay.academic_year,
        direction=Direction.OUTGOING,
        kind=stay.kind,
        person_id=person.id,
        status=MobilityStatus.PLANNED,
        faculty=person.faculty,
        agreement_id=stay.agreement_id,
        partner_id=stay.partner_id,
        host_country=stay.host_country,
        begins=stay.begins,
        ends=stay.ends,
        days=days,
    )


def require_staff_activity(kind: ActivityKind) -> None:
    """Raises: NotForStaff."""
    if kind not in STAFF:
        raise NotForStaff("kind", kind=kind)
