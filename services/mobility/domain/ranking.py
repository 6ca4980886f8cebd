"""Ranking and placement: the same applications and places always give the identical lists.

In order of merit everybody takes the first wish that still has a place (P1). Merit is the score, then the
call's tie-breaks, then the earlier application. Where applicants are ranked in units (P2) and units want the
same place, the better rank within its unit comes first, then the higher score. Those left without a place
wait in the reserve of every place they wished for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from services.mobility.domain.application import Application
from services.mobility.domain.call import Call, CallSettings, TieBreak
from services.mobility.domain.cgpa import Anchor, on_scale_of_100
from services.mobility.domain.programme_rules import RankingUnit


@dataclass(frozen=True, slots=True)
class Candidate:
    """An applicant as the ranking sees them; ``wishes`` are conditions in order."""

    application_id: UUID
    version: int
    unit: str
    score: Decimal
    language_score: Decimal
    cgpa_100: Decimal
    submitted_at: datetime
    wishes: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """A candidate's outcome: ``place`` on the main list, else the reserves they wait in."""

    candidate: Candidate
    rank: int
    unit_rank: int
    place: UUID | None
    reserve: tuple[UUID, ...] = ()


Order = tuple[object, ...]


def ranking(
    candidates: Iterable[Candidate], places: Mapping[UUID, int], settings: CallSettings
) -> tuple[Standing, ...]:
    """The standings in order of rank. ``places`` are those still free, by condition."""
    free = Counter(places)
    standings = []
    for rank, (unit_rank, candidate) in enumerate(_in_turn(candidates, settings), start=1):
        place = next((wish for wish in candidate.wishes if free[wish] > 0), None)
        if place is not None:
            free[place] -= 1
        standings.append(Standing(candidate, rank, unit_rank, place))
    return _with_reserves(standings, places, settings.reserve_length)


def _in_turn(candidates: Iterable[Candidate], settings: CallSettings) -> list[tuple[int, Candidate]]:
    """Everybody with their rank in the unit, in the order in which they choose."""
    by_merit = sorted(candidates, key=lambda one: _merit(one, settings.tie_break))
    met: Counter[str] = Counter()
    with_unit_rank = []
    for candidate in by_merit:
        met[candidate.unit] += 1
        with_unit_rank.append((met[candidate.unit], candidate))
    return sorted(with_unit_rank, key=lambda pair: pair[0])  # stable: merit decides within a turn


def _merit(candidate: Candidate, tie_breaks: Sequence[TieBreak]) -> Order:
    ties = tuple(-_tie_value(candidate, tie_break) for tie_break in tie_breaks)
    return (-candidate.score, *ties, candidate.submitted_at, candidate.application_id)


def _tie_value(candidate: Candidate, tie_break: TieBreak) -> Decimal:
    match tie_break:
        case TieBreak.LANGUAGE_SCORE:
            return candidate.language_score
        case TieBreak.CGPA:
            return candidate.cgpa_100


def _with_reserves(
    standings: Sequence[Standing], places: Mapping[UUID, int], length: int | None
) -> tuple[Standing, ...]:
    waiting: Counter[UUID] = Counter()

    def reserves(standing: Standing) -> tuple[UUID, ...]:
        if standing.place is not None:
            return ()
        wished = [wish for wish in standing.candidate.wishes if wish in places]
        open_to = tuple(wish for wish in wished if length is None or waiting[wish] < length)
        waiting.update(open_to)
        return open_to

    return tuple(
        Standing(one.candidate, one.rank, one.unit_rank, one.place, reserves(one)) for one in standings
    )


def candidate_of(application: Application, call: Call, anchors: Sequence[Anchor]) -> Candidate:
    record = application.record
    return Candidate(
        application_id=application.id,
        version=application.version,
        unit=_unit(application, call.settings.ranking_unit),
        score=application.score or Decimal(0),
        language_score=record.language_score or Decimal(0),
        cgpa_100=on_scale_of_100(record.cgpa, record.cgpa_scale, anchors),
        submitted_at=application.submitted_at,
        wishes=tuple(preference.condition_id for preference in application.preferences),
    )


def _unit(application: Application, unit: RankingUnit) -> str:
    match unit:
        case RankingUnit.CALL:
            return ""
        case RankingUnit.FACULTY:
            return application.faculty
        case RankingUnit.DEPARTMENT:
            return f"{application.faculty}/{application.department or ''}"
