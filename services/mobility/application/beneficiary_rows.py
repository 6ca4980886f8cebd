"""A row of an office's earlier beneficiaries: who it was, and the stay."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from chassis.csv_rows import CellMalformed, Row
from chassis.ids import new_id
from contracts.vocabulary import ActivityKind, Direction, EqfLevel, Programme
from services.mobility.domain.earlier_record import recorded
from services.mobility.domain.mobility import Mobility
from services.mobility.domain.person import Person, registered
from services.mobility.domain.rule_book import RuleBook

COLUMNS = (
    "record_id",
    "programme",
    "kind",
    "direction",
    "academic_year",
    "student_number",
    "given_name",
    "family_name",
    "email",
    "nationality",
    "eqf_level",
    "faculty",
    "department",
    "host_country",
    "begins",
    "ends",
)

STAFF = (ActivityKind.STAFF_TEACHING, ActivityKind.STAFF_TRAINING)
COUNTRY = re.compile(r"[A-Z]{2}")


@dataclass(frozen=True, slots=True)
class BeneficiaryRow:
    """``record_id`` is the office's own number: a row with a known one is not taken over again."""

    line: int
    record_id: str
    person: Person
    stay: Mobility


def read_row(row: Row, rules: RuleBook) -> BeneficiaryRow:
    """Raises: a refusal whose ``field`` is the column to blame."""
    record_id = row.required("record_id")
    kind = row.choice("kind", ActivityKind)
    person = _person(row, kind, rules)
    stay = recorded(
        new_id(),
        person,
        record_id,
        programme=row.choice("programme", Programme),
        kind=kind,
        direction=row.choice("direction", Direction),
        academic_year=row.required("academic_year"),
        host_country=_country(row, "host_country"),
        begins=_day(row, "begins"),
        ends=_day(row, "ends"),
    )
    return BeneficiaryRow(row.line, record_id, person, stay)


def _person(row: Row, kind: ActivityKind, rules: RuleBook) -> Person:
    staff = kind in STAFF
    faculty = row.required("faculty")
    rules.require_faculty(faculty)
    return registered(
        Person(
            id=new_id(),
            version=1,
            given_name=row.required("given_name"),
            family_name=row.required("family_name"),
            email=row.text("email"),
            nationality=_country(row, "nationality"),
            student_number=row.required("student_number"),
            faculty=faculty,
            department=row.text("department"),
            eqf_level=None if staff else row.choice("eqf_level", EqfLevel),
            staff=staff,
        )
    )


def _day(row: Row, column: str) -> date | None:
    return row.day(column) if row.text(column) is not None else None


def _country(row: Row, column: str) -> str | None:
    written = row.text(column)
    if written is not None and not COUNTRY.fullmatch(written):
        raise CellMalformed(
            column, written=written[:60], wanted_tr="TR gibi iki harf", wanted="two letters, as TR"
        )
    return written
