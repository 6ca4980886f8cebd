"""The score: lines that each name their rule, their evidence and who saw it, and that add up to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from uuid import UUID

from chassis.refusal import LocalizedText
from services.mobility.domain.application import Application, Preference, Record, ScoreLine, Verification
from services.mobility.domain.cgpa import on_scale_of_100, rounded
from services.mobility.domain.rule_book import (
    Adjustment,
    Component,
    DecidedBy,
    Per,
    SelectionRules,
    Weight,
)

SYSTEM = "system"
EARLIER_MOBILITY, COUNTRY_OF_CITIZENSHIP = "M1", "M2"
BONUS = "BONUS"
BONUS_LABEL = LocalizedText(tr="Belgelenmiş ek puan", en="Documented bonus")
BONUS_EVIDENCE = "belge · document"


@dataclass(frozen=True, slots=True)
class History:
    """What the office's records know beside the application: earlier stays, and partners' countries."""

    earlier_mobilities: int
    country_of: Mapping[UUID, str]


def scored(
    application: Application, rules: SelectionRules, history: History, *, bonuses_add_up: bool
) -> Application:
    """The application with its lines and their sum. The version is the caller's to raise."""
    lines = score_lines(application, rules, history, bonuses_add_up=bonuses_add_up)
    return replace(application, score_lines=lines, score=total(lines))


def total(lines: Iterable[ScoreLine]) -> Decimal:
    return sum((line.points for line in lines), Decimal("0.00"))


def score_lines(
    application: Application, rules: SelectionRules, history: History, *, bonuses_add_up: bool
) -> tuple[ScoreLine, ...]:
    """Weights, the system's own findings, then what was verified. No cap and no floor: none is known (X2)."""
    record = application.record
    weighted = [_weighted(weight, record, rules) for weight in rules.weights]
    found = _from_record(application, rules, history)
    verified = _from_verifications(application.verifications, rules)
    if not bonuses_add_up:
        verified = _best_bonus_only(verified)
    return (*weighted, *found, *verified)


def _weighted(weight: Weight, record: Record, rules: SelectionRules) -> ScoreLine:
    cgpa = on_scale_of_100(record.cgpa, record.cgpa_scale, rules.cgpa_anchors)
    match weight.component:
        case Component.CGPA:
            value, evidence = cgpa, f"{record.cgpa}/{record.cgpa_scale} = {cgpa}/100"
        case Component.LANGUAGE:
            value, evidence = record.language_score, f"{record.language_score}/100"
    return ScoreLine(weight.rule, weight.label, rounded(weight.factor * value), evidence, SYSTEM)


def _from_record(application: Application, rules: SelectionRules, history: History) -> Iterable[ScoreLine]:
    earlier = max(application.record.earlier_mobilities, history.earlier_mobilities)
    if (penalty := rules.adjustment(EARLIER_MOBILITY)) and earlier:
        yield _line(penalty, times=earlier, evidence=f"{earlier} ×")
    home = _own_country(application, history)
    if (penalty := rules.adjustment(COUNTRY_OF_CITIZENSHIP)) and home:
        preference, country = home
        yield _line(penalty, evidence=f"tercih {preference.rank} · preference {preference.rank}: {country}")


def _own_country(application: Application, history: History) -> tuple[Preference, str] | None:
    """The first preference in a country of which the applicant is a citizen."""
    for preference in application.preferences:
        country = history.country_of.get(preference.partner_id)
        if country in application.record.citizen_of:
            return preference, country
    return None


def _from_verifications(verifications: Iterable[Verification], rules: SelectionRules) -> list[ScoreLine]:
    lines = []
    for verification in sorted(verifications, key=lambda one: one.rule):
        adjustment = rules.adjustment(verification.rule)
        if verification.accepted and adjustment and adjustment.decided_by is DecidedBy.VERIFICATION:
            document = f"{adjustment.document.tr} · {adjustment.document.en}"
            line = _line(adjustment, times=verification.times, evidence=document)
            lines.append(replace(line, verified_by=verification.verified_by, note=verification.evidence))
    return lines


def _line(adjustment: Adjustment, *, evidence: str, times: int = 1) -> ScoreLine:
    points = adjustment.points * (times if adjustment.per is Per.EACH else 1)
    return ScoreLine(
        adjustment.rule,
        adjustment.label,
        rounded(points),
        evidence,
        SYSTEM,
        special_category=adjustment.special_category,
    )


def _best_bonus_only(lines: list[ScoreLine]) -> list[ScoreLine]:
    """The office counts additional points once (X1): the highest bonus, and every penalty."""
    best = max((line for line in lines if line.points > 0), key=lambda line: line.points, default=None)
    return [line for line in lines if line.points <= 0 or line is best]


def public_lines(lines: Iterable[ScoreLine]) -> tuple[ScoreLine, ...]:
    """The lines as they may leave the service: no special-category fact by name, no free text."""
    return tuple(_public(line) for line in lines)


def _public(line: ScoreLine) -> ScoreLine:
    if not line.special_category:
        return replace(line, note="") if line.note else line
    return replace(
        line, rule=BONUS, label=BONUS_LABEL, evidence=BONUS_EVIDENCE, special_category=False, note=""
    )
