"""Reads the rule book from the CSV files of ``data``: figures are data, each with its source."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path

from chassis.refusal import LocalizedText
from contracts.vocabulary import ActivityKind, EqfLevel, Programme
from services.mobility.domain.admission import Institution
from services.mobility.domain.cgpa import Anchor, on_scale_of_100
from services.mobility.domain.programme_rules import (
    Framework,
    Held,
    Partners,
    ProgrammeYear,
    RankingUnit,
    Years,
)
from services.mobility.domain.rule_book import (
    Adjustment,
    Check,
    Component,
    Condition,
    DecidedBy,
    Per,
    RuleBook,
    Scope,
    StayLimits,
    Weight,
)

FOLDER = Path(__file__).parent.parent / "data"

Line = Mapping[str, str]
YES_OR_NO = {"yes": True, "no": False, "": None}


@cache
def rule_book() -> RuleBook:
    """The committed rules, read once. A malformed file stops the service at its start."""
    anchors = _anchors(lines("cgpa_conversion.csv"))
    return RuleBook(
        weights=tuple(_weight(line) for line in lines("score_weights.csv")),
        adjustments=tuple(_adjustment(line) for line in lines("score_adjustments.csv")),
        conditions=tuple(_condition(line, anchors) for line in lines("eligibility.csv")),
        limits=tuple(_limits(line) for line in lines("stay_limits.csv")),
        cgpa_anchors=anchors,
        faculties=tuple(line["code"] for line in lines("faculties.csv")),
        frameworks=tuple(_framework(line) for line in lines("programmes.csv")),
        years=tuple(_year(line) for line in lines("programme_years.csv")),
        home_country=_institution_line()["country"],
    )


@cache
def faculty_labels() -> Mapping[str, LocalizedText]:
    """By code."""
    return {line["code"]: localized(line, "label_") for line in lines("faculties.csv")}


@cache
def institution() -> Institution:
    """Whose letters these are."""
    line = _institution_line()
    return Institution(localized(line, "name_"), line["city"])


def _institution_line() -> Line:
    (line,) = lines("institution.csv")
    return line


def lines(name: str) -> Iterator[Line]:
    """The file's lines by column, without its ``#`` remarks."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(line for line in file if not line.startswith("#"))


def _weight(line: Line) -> Weight:
    return Weight(
        rule=line["rule"],
        scope=scope_of(line, line["kinds"]),
        component=Component(line["component"]),
        factor=Decimal(line["factor"]),
        label=localized(line, "label_"),
    )


def _adjustment(line: Line) -> Adjustment:
    return Adjustment(
        rule=line["rule"],
        scope=scope_of(line, line["kinds"]),
        points=Decimal(line["points"]),
        per=Per(line["per"]),
        decided_by=DecidedBy(line["decided_by"]),
        special_category=line["special_category"] == "yes",
        label=localized(line, "label_"),
        document=localized(line, "evidence_"),
    )


def _condition(line: Line, anchors: tuple[Anchor, ...]) -> Condition:
    return Condition(
        rule=line["rule"],
        check=Check(line["check"]),
        scope=scope_of(line, line["kinds"]),
        blended=YES_OR_NO[line["blended"]],
        eqf_levels=frozenset(EqfLevel(level) for level in line["eqf_levels"].split("|")),
        basis=line["basis"],
        value=_value(line["value"], anchors),
        text=localized(line, ""),
    )


def _value(written: str, anchors: tuple[Anchor, ...]) -> Decimal | None:
    """``2.50/4`` is a grade as its source prints it, compared on the scale of 100."""
    if not written:
        return None
    figure, _, scale = written.partition("/")
    return on_scale_of_100(Decimal(figure), int(scale), anchors) if scale else Decimal(figure)


def _limits(line: Line) -> StayLimits:
    return StayLimits(
        scope=scope_of(line, line["kind"]),
        blended=line["blended"] == "yes",
        min_days=int(line["min_days"]),
        max_days=int(line["max_days"]),
        semesters=_semesters(line["semesters"]),
    )


def _semesters(written: str) -> tuple[int, int] | None:
    least, _, most = written.partition("-")
    return (int(least), int(most)) if written else None


def _framework(line: Line) -> Framework:
    return Framework(
        years=_years(line),
        partners=Partners(line["partners"]),
        window_days_min=int(line["window_days_min"] or 0),
        ranking_unit=RankingUnit(line["ranking_unit"]) if line["ranking_unit"] else None,
    )


def _year(line: Line) -> ProgrammeYear:
    return ProgrammeYear(_years(line), Held(line["held"]), localized(line, ""))


def _years(line: Line) -> Years:
    first, last = years_of(line)
    return Years(Programme(line["programme"]), first, last)


def _anchors(points: Iterable[Line]) -> tuple[Anchor, ...]:
    anchors = [Anchor(Decimal(p["cgpa_4"]), Decimal(p["cgpa_100"])) for p in points if p["use"] == "anchor"]
    return tuple(sorted(anchors, key=lambda anchor: anchor.of_4))


def years_of(line: Line) -> tuple[int, int]:
    first, _, last = line["call_years"].partition("-")
    return int(first), int(last or first)


def scope_of(line: Line, kinds: str) -> Scope:
    first, last = years_of(line)
    return Scope(
        programme=Programme(line["programme"]),
        first_year=first,
        last_year=last,
        kinds=frozenset(ActivityKind(kind) for kind in kinds.split("|")),
    )


def localized(line: Line, prefix: str) -> LocalizedText:
    return LocalizedText(tr=line[f"{prefix}tr"], en=line[f"{prefix}en"])
