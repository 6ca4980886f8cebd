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
from services.mobility.domain.programme_rules import Framework, Held, Partners, ProgrammeYear, Years


class SelectionRulesUnknown(Refusal):
    code = "selection-rules-unknown"
    tr = "{programme} programının {call_year} çağrısında {kind} için seçim kuralları bilinmiyor."
    en = "The selection rules of {programme}, call year {call_year}, for {kind} are not known."
    next_tr = "Çağrıya kurumun kararını ve kurallarını girin ya da tabloyu kaynağıyla data klasörüne ekleyin."
    next_en = "Enter the institution's decision and own rules in the call, or add the table, with its source."


class StayLimitsUnknown(Refusal):
    code = "stay-limits-unknown"
    tr = "{programme} programının {call_year} çağrısında {kind} için süre sınırları bilinmiyor."
    en = "The limits of a stay in {programme}, call year {call_year}, for {kind} are not known."
    next_tr = "Çağrıya kurumun kurallarını girin ya da sınırları kaynağıyla stay_limits.csv'ye ekleyin."
    next_en = "Enter own rules in the call, or add the limits, with their source, to stay_limits.csv."


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


class Check(StrEnum):
    """How a condition of eligibility is looked at."""

    CGPA_FLOOR = "cgpa-floor"
    ECTS_FLOOR = "ects-floor"
    CYCLE_DAYS = "cycle-days"
    CYCLE_REMAINDER = "cycle-remainder"
    AFTER_GRADUATION = "after-graduation"
    LANGUAGE_FLOOR = "language-floor"
    SEMESTER_FLOOR = "semester-floor"
    ONCE_A_LEVEL = "once-a-level"
    LOAD_AT_HOME = "load-at-home"
    FOREIGN_HOST = "foreign-host"


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
    """A condition of eligibility. ``text`` has the placeholders ``{found}`` and ``{minimum}``.

    ``blended``: for short stays only, for long ones only, or None for both.
    """

    rule: str
    check: Check
    scope: Scope
    blended: bool | None
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
    semesters: tuple[int, int] | None = None
    """Least and most, of a programme that counts semesters."""


@dataclass(frozen=True, slots=True)
class SelectionRules:
    """The rules of one programme, call year and kind."""

    weights: tuple[Weight, ...]
    adjustments: tuple[Adjustment, ...]
    conditions: tuple[Condition, ...]
    cgpa_anchors: tuple[Anchor, ...]

    def adjustment(self, rule: str) -> Adjustment | None:
        return next((row for row in self.adjustments if row.rule == rule), None)

    def asks_for(self, check: Check) -> bool:
        return any(row.check is check for row in self.conditions)

    def weighs(self, component: Component) -> bool:
        return any(row.component is component for row in self.weights)


@dataclass(frozen=True, slots=True)
class RuleBook:
    """Every row of every year; ``cgpa_anchors`` ascend."""

    weights: tuple[Weight, ...]
    adjustments: tuple[Adjustment, ...]
    conditions: tuple[Condition, ...]
    limits: tuple[StayLimits, ...]
    cgpa_anchors: tuple[Anchor, ...]
    faculties: tuple[str, ...]
    frameworks: tuple[Framework, ...]
    years: tuple[ProgrammeYear, ...]
    home_country: str

    def selection(
        self, programme: Programme, call_year: int, kind: ActivityKind, *, blended: bool = False
    ) -> SelectionRules:
        """Raises: SelectionRulesUnknown."""

        def covered(row: Weight | Adjustment | Condition) -> bool:
            return row.scope.covers(programme, call_year, kind)

        def fits(row: Condition) -> bool:
            return covered(row) and row.blended in (None, blended)

        found = SelectionRules(
            weights=tuple(filter(covered, self.weights)),
            adjustments=tuple(filter(covered, self.adjustments)),
            conditions=tuple(filter(fits, self.conditions)),
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
        """What a semester abroad should hold; None where it is not known."""
        study = ActivityKind.STUDENT_STUDY
        for row in self.conditions:
            if row.check is Check.ECTS_FLOOR and row.scope.covers(programme, call_year, study):
                return row.value
        return None

    def framework(self, programme: Programme, call_year: int) -> Framework:
        """What the programme prescribes; nothing, where no row speaks of it."""
        nothing = Framework(Years(programme, call_year, call_year), Partners.ANY)
        return next((row for row in self.frameworks if row.years.cover(programme, call_year)), nothing)

    def year(self, programme: Programme, call_year: int) -> ProgrammeYear:
        """Whether the programme is held; without a row it is."""
        held = ProgrammeYear(Years(programme, call_year, call_year), Held.YES, LocalizedText("", ""))
        return next((row for row in self.years if row.years.cover(programme, call_year)), held)

    def require_faculty(self, faculty: str | None) -> None:
        """Raises: FacultyUnknown."""
        if faculty is not None and faculty not in self.faculties:
            raise FacultyUnknown("faculty", faculty=faculty, known=", ".join(self.faculties))
