"""What all calls of a programme have in common, and in which call years the programme is held."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from chassis.refusal import LocalizedText
from contracts.vocabulary import Programme


class Partners(StrEnum):
    """Where the partners of a programme are."""

    HOME = "home"
    ABROAD = "abroad"
    ANY = "any"


class Held(StrEnum):
    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class RankingUnit(StrEnum):
    """Among whom applicants are ranked."""

    CALL = "call"
    FACULTY = "faculty"
    DEPARTMENT = "department"


@dataclass(frozen=True, slots=True)
class Years:
    """Of which calls a row speaks."""

    programme: Programme
    first: int
    last: int

    def cover(self, programme: Programme, call_year: int) -> bool:
        return programme is self.programme and self.first <= call_year <= self.last


@dataclass(frozen=True, slots=True)
class Framework:
    """``window_days_min``: how long a call is open at least; no ``ranking_unit``: the office chooses."""

    years: Years
    partners: Partners
    window_days_min: int = 0
    ranking_unit: RankingUnit | None = None


@dataclass(frozen=True, slots=True)
class ProgrammeYear:
    """A year in which a programme is not held, or of which nobody knows; ``decision`` says why."""

    years: Years
    held: Held
    decision: LocalizedText
