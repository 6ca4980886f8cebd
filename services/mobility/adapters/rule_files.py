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
from services.mobility.domain.cgpa import Anchor
from services.mobility.domain.rule_book import (
    Adjustment,
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


@cache
def rule_book() -> RuleBook:
    """The committed rules, read once. A malformed file stops the service at its start."""
    return RuleBook(
        weights=tuple(_weight(line) for line in lines("score_weights.csv")),
        adjustments=tuple(_adjustment(line) for line in lines("score_adjustments.csv")),
        conditions=tuple(_condition(line) for line in lines("eligibility.csv")),
        limits=tuple(_limits(line) for line in lines("stay_limits.csv")),
        cgpa_anchors=_anchors(lines("cgpa_conversion.csv")),
        faculties=tuple(line["code"] for line in lines("faculties.csv")),
    )


@cache
def faculty_labels() -> Mapping[str, LocalizedText]:
    """By code."""
    return {line["code"]: localized(line, "label_") for line in lines("faculties.csv")}


@cache
def institution() -> Institution:
    """Whose letters these are."""
    (line,) = lines("institution.csv")
    return Institution(localized(line, "name_"), line["city"])


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


def _condition(line: Line) -> Condition:
    return Condition(
        rule=line["rule"],
        scope=scope_of(line, line["kinds"]),
        eqf_levels=frozenset(EqfLevel(level) for level in line["eqf_levels"].split("|")),
        basis=line["basis"],
        value=Decimal(line["value"]) if line["value"] else None,
        text=localized(line, ""),
    )


def _limits(line: Line) -> StayLimits:
    return StayLimits(
        scope=scope_of(line, line["kind"]),
        blended=line["blended"] == "yes",
        min_days=int(line["min_days"]),
        max_days=int(line["max_days"]),
    )


def _anchors(points: Iterable[Line]) -> tuple[Anchor, ...]:
    anchors = [Anchor(Decimal(p["cgpa_4"]), Decimal(p["cgpa_100"])) for p in points if p["use"] == "anchor"]
    return tuple(sorted(anchors, key=lambda anchor: anchor.of_4))


def scope_of(line: Line, kinds: str) -> Scope:
    first, _, last = line["call_years"].partition("-")
    return Scope(
        programme=Programme(line["programme"]),
        first_year=int(first),
        last_year=int(last or first),
        kinds=frozenset(ActivityKind(kind) for kind in kinds.split("|")),
    )


def localized(line: Line, prefix: str) -> LocalizedText:
    return LocalizedText(tr=line[f"{prefix}tr"], en=line[f"{prefix}en"])
