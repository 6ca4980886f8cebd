"""A row of an office's earlier agreements, as its spreadsheet has it.

One row is one agreement; its places hold in both directions and are shared by its fields, which is how
partner tables of Turkish offices are kept (partner, fields, EQF levels, student and staff places, language).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from chassis.csv_rows import CellMissing, Row
from chassis.ids import new_id
from contracts.vocabulary import ActivityKind, Direction, EqfLevel, LanguageLevel, Programme
from services.agreements.domain.academic_year import AcademicYear
from services.agreements.domain.conditions import Condition
from services.agreements.domain.terms import Terms

COLUMNS = (
    "reference",
    "programme",
    "erasmus_code",
    "partner_name",
    "partner_country",
    "signed_on",
    "first_year",
    "last_year",
    "isced_codes",
    "eqf_levels",
    "study_places",
    "study_months",
    "teaching_places",
    "teaching_days",
    "language",
    "language_level",
)

STUDY, TEACHING = "study", "teaching"


@dataclass(frozen=True, slots=True)
class PartnerNamed:
    """How a row names its partner: by Erasmus code, else by name and country."""

    erasmus_code: str | None
    name: str
    country: str

    @property
    def column(self) -> str:
        return "erasmus_code" if self.erasmus_code else "partner_name"


@dataclass(frozen=True, slots=True)
class AgreementRow:
    line: int
    reference: str
    programme: Programme
    partner: PartnerNamed
    signed_on: date
    first_year: AcademicYear
    last_year: AcademicYear
    conditions: tuple[Condition, ...]
    activities: tuple[str, ...]
    """Of each condition, the beginning of its columns' names."""

    def terms(self, partner_id: UUID) -> Terms:
        return Terms(
            reference=self.reference,
            programme=self.programme,
            partner_id=partner_id,
            first_year=self.first_year,
            last_year=self.last_year,
            conditions=self.conditions,
        )

    def column(self, field: str | None) -> str | None:
        """The column to blame for a refusal's ``field``: conditions.2.days_per_place is teaching_days."""
        if field == "partner_id":
            return self.partner.column
        if field in ("name", "country"):
            return f"partner_{field}"
        if field is None or not field.startswith("conditions."):
            return "study_places" if field == "conditions" else field
        _, place, name, *_ = field.split(".")
        if name in ("isced_codes", "eqf_levels", "language", "language_level"):
            return name
        suffix = {"months_per_place": "months", "days_per_place": "days"}.get(name, "places")
        return f"{self.activities[int(place)]}_{suffix}"


def read_row(row: Row) -> AgreementRow:
    """Raises: CellMissing, CellMalformed, AcademicYearMalformed, each naming its column."""
    activities = [name for name in (STUDY, TEACHING) if _has(row, name)]
    return AgreementRow(
        line=row.line,
        reference=row.required("reference"),
        programme=row.choice("programme", Programme),
        partner=named_partner(row),
        signed_on=row.day("signed_on"),
        first_year=AcademicYear.parse(row.required("first_year"), "first_year"),
        last_year=AcademicYear.parse(row.required("last_year"), "last_year"),
        conditions=tuple(
            _condition(row, activity, direction) for activity in activities for direction in Direction
        ),
        activities=tuple(activity for activity in activities for _ in Direction),
    )


def named_partner(row: Row) -> PartnerNamed:
    """A code suffices; without one, name and country are needed. Raises: CellMissing."""
    code = row.text("erasmus_code")
    if code:
        return PartnerNamed(code, row.text("partner_name") or "", row.text("partner_country") or "")
    return PartnerNamed(None, row.required("partner_name"), row.required("partner_country").upper())


def _has(row: Row, activity: str) -> bool:
    length = "months" if activity == STUDY else "days"
    return any(row.text(f"{activity}_{what}") is not None for what in ("places", length))


def _condition(row: Row, activity: str, direction: Direction) -> Condition:
    places = row.whole_number(f"{activity}_places")
    if places is None:
        raise CellMissing(f"{activity}_places")
    level = row.choice("language_level", LanguageLevel) if row.text("language_level") else None
    studying = activity == STUDY
    return Condition(
        id=new_id(),
        direction=direction,
        kind=ActivityKind.STUDENT_STUDY if studying else ActivityKind.STAFF_TEACHING,
        isced_codes=tuple(dict.fromkeys(row.words("isced_codes"))),
        eqf_levels=tuple(dict.fromkeys(row.choices("eqf_levels", EqfLevel))) if studying else (),
        places_per_year=places,
        months_per_place=_months(row) if studying else None,
        days_per_place=None if studying else row.whole_number("teaching_days"),
        language=row.text("language"),
        language_level=level,
    )


def _months(row: Row) -> Decimal | None:
    months = row.decimal("study_months")
    return None if months is None else round(months, 2)
