"""A stay from the office's records of earlier years: over, and counted by the same rule."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from chassis.refusal import Kind, Refusal
from contracts.vocabulary import ActivityKind, Direction, MobilityStatus, Programme
from services.mobility.domain.call import require_consecutive
from services.mobility.domain.mobility import Mobility
from services.mobility.domain.person import Person
from services.mobility.domain.stay_days import stay_days


class DegreeIsForForeignStudents(Refusal):
    code = "degree-is-for-foreign-students"
    tr = "Yabancı öğrenciler derece için gelir: '{programme}' ile '{kind}', '{direction}' bağdaşmaz."
    en = "Foreign students come in for a degree: '{programme}' does not go with '{kind}', '{direction}'."
    next_tr = "foreign-students için kind=degree, direction=incoming yazın; başkası için yazmayın."
    next_en = "For foreign-students write kind=degree, direction=incoming; for others do not."


class StayDatesMissing(Refusal):
    code, kind = "stay-dates-missing", Kind.INVALID
    tr = "Bu tür bir kalış için başlangıç ve bitiş gerekir."
    en = "A stay of this kind has a beginning and an end."
    next_tr, next_en = "İki tarihi de girin.", "Enter both dates."


class StayOutsideAcademicYear(Refusal):
    code = "stay-outside-academic-year"
    tr, en = "{day}, {academic_year} yılına ait değil.", "{day} is not of the year {academic_year}."
    next_tr, next_en = "Tarihi ya da akademik yılı düzeltin.", "Correct the date or the academic year."


def recorded(
    mobility_id: UUID,
    person: Person,
    record_id: str,
    *,
    programme: Programme,
    kind: ActivityKind,
    direction: Direction,
    academic_year: str,
    host_country: str | None,
    begins: date | None,
    ends: date | None,
) -> Mobility:
    """The finished stay. Its call year is the year in which the academic year begins.

    Raises: DegreeIsForForeignStudents, AcademicYearMalformed, StayDatesMissing, StayEndsBeforeItStarts,
    StayOutsideAcademicYear.
    """
    _check_degree(programme, kind, direction)
    require_consecutive(academic_year)
    return Mobility(
        id=mobility_id,
        version=1,
        programme=programme,
        call_year=int(academic_year[:4]),
        academic_year=academic_year,
        direction=direction,
        kind=kind,
        person_id=person.id,
        status=MobilityStatus.COMPLETED,
        faculty=person.faculty,
        eqf_level=person.eqf_level,
        host_country=host_country,
        begins=begins,
        ends=ends,
        days=_days(kind, academic_year, begins, ends),
        imported=True,
        record_id=record_id,
    )


def _check_degree(programme: Programme, kind: ActivityKind, direction: Direction) -> None:
    for_degree = kind is ActivityKind.DEGREE and direction is Direction.INCOMING
    foreign = programme is Programme.FOREIGN_STUDENTS
    if not (for_degree if foreign else kind is not ActivityKind.DEGREE):
        raise DegreeIsForForeignStudents("kind", programme=programme, kind=kind, direction=direction)


def _days(kind: ActivityKind, academic_year: str, begins: date | None, ends: date | None) -> int | None:
    if kind is ActivityKind.DEGREE:
        return None
    if begins is None or ends is None:
        raise StayDatesMissing("begins" if begins is None else "ends")
    for field, day in (("begins", begins), ("ends", ends)):
        if str(day.year) not in academic_year.split("/"):
            raise StayOutsideAcademicYear(field, day=day, academic_year=academic_year)
    return stay_days(kind, False, begins, ends)
