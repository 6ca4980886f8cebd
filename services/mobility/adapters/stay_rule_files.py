"""Reads the rules of what surrounds a stay from the CSV files of ``data``."""

from __future__ import annotations

import re
from functools import cache

from contracts.vocabulary import ActivityKind, Direction, Programme, StayMilestone, StayStep, WaitsFor
from services.mobility.adapters.rule_files import Line, lines, localized, scope_of
from services.mobility.domain.cycle_ledger import CycleRule
from services.mobility.domain.stay_rules import AnswerTime, StayRules
from services.mobility.domain.tasks import After, Proof, TaskRule
from services.mobility.domain.work_plan import TeachingRule

AFTER = re.compile(r"(?P<number>-?\d+)(?P<unit>[dm])")


@cache
def stay_rules() -> StayRules:
    """The committed rules, read once. A malformed file stops the service at its start."""
    return StayRules(
        tasks=tuple(_task(line) for line in lines("tasks.csv")),
        answer_times=tuple(_answer_time(line) for line in lines("nominations.csv")),
        cycles=tuple(_cycle(line) for line in lines("cycles.csv")),
        teaching=tuple(_teaching(line) for line in lines("teaching_hours.csv")),
    )


def _task(line: Line) -> TaskRule:
    return TaskRule(
        code=line["code"],
        scope=scope_of(line, line["kinds"]),
        directions=frozenset(Direction(word) for word in line["directions"].split("|")),
        counted_from=StayMilestone(line["counted_from"]),
        after=_after(line["after"]),
        label=localized(line, "label_"),
        source=line["source"],
        proven_by=Proof(line["proven_by"]) if line["proven_by"] else None,
        proof_age=_after(line["proof_age"]),
        required_for=StayStep(line["required_for"]) if line["required_for"] else None,
        waits_for=WaitsFor(line["waits_for"]),
    )


def _after(written: str) -> After | None:
    if not written:
        return None
    found = AFTER.fullmatch(written)
    if found is None:
        raise ValueError(f"{written} is no distance in time: write 30d or -2m")
    number = int(found["number"])
    return After(months=number) if found["unit"] == "m" else After(days=number)


def _answer_time(line: Line) -> AnswerTime:
    first, last = _years(line)
    return AnswerTime(Programme(line["programme"]), first, last, int(line["answer_days"]))


def _cycle(line: Line) -> CycleRule:
    first, last = _years(line)
    return CycleRule(
        programme=Programme(line["programme"]),
        counted=frozenset(Programme(word) for word in line["counted"].split("|")),
        kinds=frozenset(ActivityKind(word) for word in line["kinds"].split("|")),
        first_year=first,
        last_year=last,
        days_max=int(line["days_max"]),
        remainder_min=int(line["remainder_min"]),
    )


def _teaching(line: Line) -> TeachingRule:
    first, last = _years(line)
    return TeachingRule(Programme(line["programme"]), first, last, int(line["hours_per_week"]))


def _years(line: Line) -> tuple[int, int]:
    first, _, last = line["call_years"].partition("-")
    return int(first), int(last or first)
