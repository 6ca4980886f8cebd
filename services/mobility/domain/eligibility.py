"""Who may apply: every condition that refuses is named, not only the first."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from chassis.refusal import Kind, LocalizedText, Refusal
from contracts.vocabulary import EqfLevel
from services.mobility.domain.application import BasisNotForLevel, LanguageScoreOutOfScale, Reason, Record
from services.mobility.domain.call import Call
from services.mobility.domain.cgpa import on_scale_of_100
from services.mobility.domain.rule_book import Check, Component, Condition, SelectionRules
from services.mobility.domain.stay_days import months_later


class LanguageScoreMissing(Refusal):
    code, kind = "language-score-missing", Kind.INVALID
    tr, en = "Bu çağrı dil puanına da bakar.", "This call looks at the language score too."
    next_tr, next_en = "Dil puanınızı girin.", "Enter your language score."


class SemesterMissing(Refusal):
    code, kind = "semester-missing", Kind.INVALID
    tr, en = "Kaçıncı yarıyılda olduğunuz girilmedi.", "The semester you are in is not stated."
    next_tr = "Bulunduğunuz yarıyılı girin; hazırlık sınıfı 0'dır."
    next_en = "Enter the semester you are in; the preparatory year is 0."


class CourseLoadMissing(Refusal):
    code, kind = "course-load-missing", Kind.INVALID
    tr = "Karşı kurumdaki ve kendi kurumunuzdaki ders yükü karşılaştırılır; ikisi de girilmeli."
    en = "The course load at the host is compared with that at home; both must be stated."
    next_tr = "Yarıyıl başına iki AKTS toplamını da öğrenim protokolünden girin."
    next_en = "Enter both sums of ECTS a semester from the learning protocol."


@dataclass(frozen=True, slots=True)
class Known:
    """What the office's own records know beside the statement.

    ``earlier_days`` in this cycle of study, ``earlier_in_programme`` stays with the call's programme at this
    level, ``hosts`` the countries of the wished places.
    """

    earlier_days: int = 0
    earlier_in_programme: int = 0
    hosts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Facts:
    """What the conditions look at. ``earlier_days`` were already spent in this cycle of study."""

    cgpa_100: Decimal
    language_score: Decimal | None
    minimum_language_score: Decimal
    earlier_days: int
    planned_days: int
    cycle_days: int
    ects_per_semester: Decimal | None
    home_ects_per_semester: Decimal | None
    semester: int | None
    earlier_in_programme: int
    own_countries: tuple[str, ...]
    graduated_on: date | None
    stay_ends: date


Figure = Decimal | int | date | str
Finding = tuple[Figure, Figure] | None
"""What was found and what is needed; None when the condition is met."""


def reasons_against(
    record: Record, eqf_level: EqfLevel, call: Call, rules: SelectionRules, known: Known
) -> tuple[Reason, ...]:
    """The conditions that refuse the applicant, in the order of the table; empty when eligible.

    The larger of what is known and what is stated counts.
    Raises: CgpaOutOfScale, LanguageScoreOutOfScale, BasisNotForLevel, and this module's refusals for what a
    rule looks at and nobody stated.
    """
    conditions = _conditions_for(record, eqf_level, rules)
    _require_language(record, rules)
    facts = _facts(record, call, rules, known)
    findings = [(condition, CHECKS[condition.check](facts, condition)) for condition in conditions]
    return tuple(_reason(condition, finding) for condition, finding in findings if finding is not None)


def _conditions_for(record: Record, eqf_level: EqfLevel, rules: SelectionRules) -> list[Condition]:
    at_level = [one for one in rules.conditions if eqf_level in one.eqf_levels]
    chosen = [one for one in at_level if one.basis in ("", record.cgpa_basis)]
    if not any(one.basis for one in chosen):
        raise BasisNotForLevel("cgpa_basis", eqf_level=eqf_level, basis=record.cgpa_basis)
    return chosen


def _require_language(record: Record, rules: SelectionRules) -> None:
    if record.language_score is None:
        if rules.weighs(Component.LANGUAGE) or rules.asks_for(Check.LANGUAGE_FLOOR):
            raise LanguageScoreMissing("language_score")
    elif not 0 <= record.language_score <= 100:
        raise LanguageScoreOutOfScale("language_score")


def _facts(record: Record, call: Call, rules: SelectionRules, known: Known) -> Facts:
    cap = next((one.value for one in rules.conditions if one.check is Check.CYCLE_DAYS), None)
    return Facts(
        cgpa_100=on_scale_of_100(record.cgpa, record.cgpa_scale, rules.cgpa_anchors),
        language_score=record.language_score,
        minimum_language_score=call.settings.minimum_language_score,
        earlier_days=max(record.earlier_days, known.earlier_days),
        planned_days=call.days or 0,
        cycle_days=int(cap or 0),
        ects_per_semester=record.ects_per_semester,
        home_ects_per_semester=record.home_ects_per_semester,
        semester=record.semester,
        earlier_in_programme=max(record.earlier_in_programme, known.earlier_in_programme),
        own_countries=tuple(sorted(known.hosts.intersection(record.citizen_of))),
        graduated_on=record.graduated_on,
        stay_ends=call.stay_ends,
    )


def _reason(condition: Condition, finding: tuple[Figure, Figure]) -> Reason:
    found, minimum = (_shown(figure) for figure in finding)
    text = condition.text
    return Reason(
        condition.rule,
        LocalizedText(
            tr=text.tr.format(found=found, minimum=minimum), en=text.en.format(found=found, minimum=minimum)
        ),
    )


def _shown(figure: Figure) -> str:
    return f"{figure.normalize():f}" if isinstance(figure, Decimal) else str(figure)


def _value(condition: Condition) -> Decimal:
    return condition.value or Decimal(0)


def _cgpa_floor(facts: Facts, condition: Condition) -> Finding:
    floor = _value(condition)
    return (facts.cgpa_100, floor) if facts.cgpa_100 < floor else None


def _enough_ects(facts: Facts, condition: Condition) -> Finding:
    """Unstated credits are settled later, in the learning agreement."""
    floor, planned = _value(condition), facts.ects_per_semester
    return (planned, floor) if planned is not None and planned < floor else None


def _within_the_cycle(facts: Facts, condition: Condition) -> Finding:
    total, cap = facts.earlier_days + facts.planned_days, int(_value(condition))
    return (total, cap) if total > cap else None


def _remainder_is_usable(facts: Facts, condition: Condition) -> Finding:
    left, floor = facts.cycle_days - facts.earlier_days, int(_value(condition))
    return (max(0, left), floor) if left < floor else None


def _soon_after_graduation(facts: Facts, condition: Condition) -> Finding:
    if facts.graduated_on is None:
        return None
    months = int(_value(condition))
    latest = months_later(facts.graduated_on, months)
    return (latest, months) if facts.stay_ends > latest else None


def _language_floor(facts: Facts, condition: Condition) -> Finding:
    floor, score = facts.minimum_language_score, facts.language_score
    return (score, floor) if score is not None and score < floor else None


def _far_enough(facts: Facts, condition: Condition) -> Finding:
    """The preparatory year is semester 0."""
    if facts.semester is None:
        raise SemesterMissing("semester")
    floor = int(_value(condition))
    return (facts.semester, floor) if facts.semester < floor else None


def _once_a_level(facts: Facts, condition: Condition) -> Finding:
    most, earlier = int(_value(condition)), facts.earlier_in_programme
    return (earlier, most) if earlier >= most else None


def _load_as_at_home(facts: Facts, condition: Condition) -> Finding:
    planned, home = facts.ects_per_semester, facts.home_ects_per_semester
    if planned is None or home is None:
        raise CourseLoadMissing("ects_per_semester" if planned is None else "home_ects_per_semester")
    return (planned, home) if planned < home else None


def _foreign_host(facts: Facts, condition: Condition) -> Finding:
    countries = ", ".join(facts.own_countries)
    return (countries, "") if countries else None


CHECKS: Mapping[Check, Callable[[Facts, Condition], Finding]] = {
    Check.CGPA_FLOOR: _cgpa_floor,
    Check.ECTS_FLOOR: _enough_ects,
    Check.CYCLE_DAYS: _within_the_cycle,
    Check.CYCLE_REMAINDER: _remainder_is_usable,
    Check.AFTER_GRADUATION: _soon_after_graduation,
    Check.LANGUAGE_FLOOR: _language_floor,
    Check.SEMESTER_FLOOR: _far_enough,
    Check.ONCE_A_LEVEL: _once_a_level,
    Check.LOAD_AT_HOME: _load_as_at_home,
    Check.FOREIGN_HOST: _foreign_host,
}
