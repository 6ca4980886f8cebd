"""Who may apply: every condition that refuses is named, not only the first."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from chassis.refusal import LocalizedText
from contracts.vocabulary import EqfLevel
from services.mobility.domain.application import BasisNotForLevel, LanguageScoreOutOfScale, Reason, Record
from services.mobility.domain.call import Call
from services.mobility.domain.cgpa import on_scale_of_100
from services.mobility.domain.rule_book import Condition, SelectionRules
from services.mobility.domain.stay_days import months_later

CYCLE_DAYS_RULE = "E7"


@dataclass(frozen=True, slots=True)
class Facts:
    """What the conditions look at. ``earlier_days`` were already spent in this cycle of study."""

    cgpa_100: Decimal
    language_score: Decimal
    minimum_language_score: Decimal
    earlier_days: int
    planned_days: int
    cycle_days: int
    ects_per_semester: Decimal | None
    graduated_on: date | None
    stay_ends: date


Figure = Decimal | int | date
Finding = tuple[Figure, Figure] | None
"""What was found and what is needed; None when the condition is met."""


def reasons_against(
    record: Record, eqf_level: EqfLevel, call: Call, rules: SelectionRules, earlier_days: int
) -> tuple[Reason, ...]:
    """The conditions that refuse the applicant, in the order of the table; empty when eligible.

    ``earlier_days`` is what the office's own records know; the larger of it and the statement counts.
    Raises: CgpaOutOfScale, LanguageScoreOutOfScale, BasisNotForLevel.
    """
    conditions = _conditions_for(record, eqf_level, rules)
    facts = _facts(record, call, rules, earlier_days)
    findings = [(condition, CHECKS[condition.rule](facts, condition)) for condition in conditions]
    return tuple(_reason(condition, finding) for condition, finding in findings if finding is not None)


def _conditions_for(record: Record, eqf_level: EqfLevel, rules: SelectionRules) -> list[Condition]:
    at_level = [one for one in rules.conditions if eqf_level in one.eqf_levels]
    chosen = [one for one in at_level if one.basis in ("", record.cgpa_basis)]
    if not any(one.basis for one in chosen):
        raise BasisNotForLevel("cgpa_basis", eqf_level=eqf_level, basis=record.cgpa_basis)
    return chosen


def _facts(record: Record, call: Call, rules: SelectionRules, earlier_days: int) -> Facts:
    if not 0 <= record.language_score <= 100:
        raise LanguageScoreOutOfScale("language_score")
    cap = next((one.value for one in rules.conditions if one.rule == CYCLE_DAYS_RULE), None)
    return Facts(
        cgpa_100=on_scale_of_100(record.cgpa, record.cgpa_scale, rules.cgpa_anchors),
        language_score=record.language_score,
        minimum_language_score=call.settings.minimum_language_score,
        earlier_days=max(record.earlier_days, earlier_days),
        planned_days=call.days or 0,
        cycle_days=int(cap or 0),
        ects_per_semester=record.ects_per_semester,
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
    floor = facts.minimum_language_score
    return (facts.language_score, floor) if facts.language_score < floor else None


CHECKS: Mapping[str, Callable[[Facts, Condition], Finding]] = {
    "E1": _cgpa_floor,
    "E2": _cgpa_floor,
    "E3": _cgpa_floor,
    "E4": _cgpa_floor,
    "E5": _cgpa_floor,
    "E6": _enough_ects,
    "E7": _within_the_cycle,
    "E8": _remainder_is_usable,
    "E13": _soon_after_graduation,
    "E14": _language_floor,
}
