"""The effective-dated rules of selection and stay: each row belongs to a programme and to call years.

What no row covers is unknown, and unknown is refused: nothing is carried over from another year.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from chassis.refusal import LocalizedText, Refusal
from contracts.vocabulary import ActivityKind, EqfLevel, Programme
from services.mobility.domain.cgpa import Anchor

ECTS_RULE = "E6"


class SelectionRulesUnknown(Refusal):
    code = "selection-rules-unknown"
    tr = "{programme} programının {call_year} çağrısında {kind} için seçim kuralları bilinmiyor."
    en = "The selection rules of {programme}, call year {call_year}, for {kind} are not known."
    next_tr = "Ulusal Ajansın tablosunu kaynağıyla services/mobility/data klasörüne ekleyin."
    next_en = "Add the National Agency's table, with its source, to services/mobility/data."


class StayLimitsUnknown(Refusal):
    code = "stay-limits-unknown"
    tr = "{programme} programının {call_year} çağrısında {kind} için süre sınırları bilinmiyor."
    en = "The limits of a stay in {programme}, call year {call_year}, for {kind} are not known."
    next_tr = "Sınırları kaynağıyla stay_limits.csv dosyasına ekleyin."
    next_en = "Add the limits, with their source, to stay_limits.csv."


class FacultyUnknown(Refusal):
    code = "faculty-unknown"
    tr, en = "{faculty} kodlu bir fakülte yok.", "There is no faculty with the code {faculty}."
    next_tr, next_en = "Şunlardan birini seçin: {known}.", "Choose one of: {known}."


class Per(StrEnum):
    """Whether points count once or for each time something happened."""

    ONCE = "once"
    EACH = "each"


class DecidedBy(StrEnum):
    """Who establishes the fact behind a bonus or penalty."""

    SYSTEM = "system"
    VERIFICATION = "verification"


class Component(StrEnum):
    """What a weight multiplies."""

    CGPA = "cgpa"
    LANGUAGE = "language"


@dataclass(frozen=True, slots=True)
class Scope:
    """Which calls a row speaks of."""

    programme: Programme
    first_year: int
    last_year: int
    kinds: frozenset[ActivityKind]

    def covers(self, programme: Programme, call_year: int, kind: ActivityKind) -> bool:
        in_years = self.first_year <= call_year <= self.last_year
        return programme is self.programme and in_years and kind in self.kinds


@dataclass(frozen=True, slots=True)
class Weight:
    rule: str
    scope: Scope
    component: Component
    factor: Decimal
    label: LocalizedText


@dataclass(frozen=True, slots=True)
class Adjustment:
    """A bonus (positive points) or penalty (negative points)."""

    rule: str
    scope: Scope
    points: Decimal
    per: Per
    decided_by: DecidedBy
    special_category: bool
    label: LocalizedText
    document: LocalizedText


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition of eligibility. ``text`` has the placeholders ``{found}`` and ``{minimum}``."""

    rule: str
    scope: Scope
    eqf_levels: frozenset[EqfLevel]
    basis: str
    value: Decimal | None
    text: LocalizedText


@dataclass(frozen=True, slots=True)
class StayLimits:
    scope: Scope
    blended: bool
    min_days: int
    max_days: int


@dataclass(frozen=True, slots=True)
class SelectionRules:
    """The rules of one programme, call year and kind."""

    weights: tuple[Weight, ...]
    adjustments: tuple[Adjustment, ...]
    conditions: tuple[Condition, ...]
    cgpa_anchors: tuple[Anchor, ...]

    def adjustment(self, rule: str) -> Adjustment | None:
        return next((row for row in self.adjustments if row.rule == rule), None)


@dataclass(frozen=True, slots=True)
class RuleBook:
    """Every row of every year; ``cgpa_anchors`` ascend."""

    weights: tuple[Weight, ...]
    adjustments: tuple[Adjustment, ...]
    conditions: tuple[Condition, ...]
    limits: tuple[StayLimits, ...]
    cgpa_anchors: tuple[Anchor, ...]
    faculties: tuple[str, ...]

    def selection(self, programme: Programme, call_year: int, kind: ActivityKind) -> SelectionRules:
        """Raises: SelectionRulesUnknown."""

        def covered(row: Weight | Adjustment | Condition) -> bool:
            return row.scope.covers(programme, call_year, kind)

        found = SelectionRules(
            weights=tuple(filter(covered, self.weights)),
            adjustments=tuple(filter(covered, self.adjustments)),
            conditions=tuple(filter(covered, self.conditions)),
            cgpa_anchors=self.cgpa_anchors,
        )
        if not found.weights or not found.conditions:
            raise SelectionRulesUnknown(programme=programme, call_year=call_year, kind=kind)
        return found

    def stay_limits(
        self, programme: Programme, call_year: int, kind: ActivityKind, *, blended: bool
    ) -> StayLimits:
        """Raises: StayLimitsUnknown."""
        for row in self.limits:
            if row.blended == blended and row.scope.covers(programme, call_year, kind):
                return row
        raise StayLimitsUnknown(programme=programme, call_year=call_year, kind=kind)

    def ects_per_semester(self, programme: Programme, call_year: int) -> Decimal | None:
        """What a semester abroad should hold (E6); None where it is not known."""
        study = ActivityKind.STUDENT_STUDY
        for row in self.conditions:
            if row.rule == ECTS_RULE and row.scope.covers(programme, call_year, study):
                return row.value
        return None

    def require_faculty(self, faculty: str | None) -> None:
        """Raises: FacultyUnknown."""
        if faculty is not None and faculty not in self.faculties:
            raise FacultyUnknown("faculty", faculty=faculty, known=", ".join(self.faculties))
