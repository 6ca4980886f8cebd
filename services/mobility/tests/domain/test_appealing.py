"""Appeals: filed once and in time; where the appellant waits; and that a replay is the published ranking."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.refusal import Refusal
from contracts.vocabulary import AppealStatus, ApplicationStatus, CallStatus, PlacementStatus
from services.mobility.domain.appeal import Appeal
from services.mobility.domain.appealing import (
    AppealedAlready,
    AppealsClosed,
    Correction,
    CorrectionMissing,
    NothingToAppeal,
    appealed,
    better_place,
    corrected,
    turn_of,
)
from services.mobility.domain.application import Verification
from services.mobility.domain.call import CallSettings
from services.mobility.domain.placement import Placement
from services.mobility.domain.programme_rules import RankingUnit
from services.mobility.domain.ranking import Candidate, ranking
from services.mobility.tests.builders import NOON, a_call, a_placement, an_application, the_id

LAST_DAY = date(2026, 12, 8)
CALL = a_call(status=CallStatus.PUBLISHED, appeals_until=LAST_DAY)
APPEAL = Appeal(AppealStatus.OPEN, "Notum yanlış alınmış", NOON)
PLACES = {the_id(1): 2, the_id(2): 1}


def test_a_student_appeals_until_the_last_day() -> None:
    filed = appealed(an_application(), CALL, APPEAL, [], LAST_DAY)
    assert (filed.appeal_status, filed.version) == (AppealStatus.OPEN, 2)


@pytest.mark.parametrize(
    ("call", "application", "placements", "day", "refusal"),
    [
        (CALL, {}, [], LAST_DAY + timedelta(days=1), AppealsClosed),
        (replace(CALL, appeals_until=None), {}, [], LAST_DAY, AppealsClosed),
        (replace(CALL, status=CallStatus.RANKED), {}, [], LAST_DAY, AppealsClosed),
        (CALL, {"appeal": APPEAL}, [], LAST_DAY, AppealedAlready),
        (CALL, {"status": ApplicationStatus.WITHDRAWN}, [], LAST_DAY, NothingToAppeal),
        (CALL, {}, [a_placement(status=PlacementStatus.ACCEPTED)], LAST_DAY, NothingToAppeal),
    ],
)
def test_an_appeal_out_of_time_or_without_object_is_refused(
    call: Any, application: dict[str, Any], placements: list[Placement], day: date, refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        appealed(an_application(**application), call, APPEAL, placements, day)


def test_an_accepted_appeal_corrects_something() -> None:
    seen = Verification("B2", True, "12/345", "fatma", NOON)
    fixed = corrected(an_application(), Correction(cgpa=Decimal("3.50"), verification=seen))
    assert (fixed.record.cgpa, fixed.record.language_score) == (Decimal("3.50"), Decimal(80))
    assert fixed.verifications == (seen,)
    with pytest.raises(CorrectionMissing):
        corrected(an_application(), Correction())


def candidate(number: int, score: int, unit: str = "", wishes: tuple[UUID, ...] = tuple(PLACES)) -> Candidate:
    return Candidate(the_id(100 + number), 1, unit, Decimal(score), Decimal(0), Decimal(0), NOON, wishes)


candidates = st.lists(
    st.tuples(
        st.integers(0, 100), st.sampled_from(["a", "b"]), st.permutations(list(PLACES)), st.integers(1, 2)
    ),
    min_size=1,
    max_size=9,
).map(
    lambda drawn: [
        candidate(number, score, unit, tuple(wishes[:length]))
        for number, (score, unit, wishes, length) in enumerate(drawn)
    ]
)


@given(candidates, st.data())
def test_the_appellant_waits_before_all_whom_the_replay_puts_behind(
    ranked: list[Candidate], data: st.DataObject
) -> None:
    """And, where everybody is ranked together, behind all whom it puts before."""
    settings = CallSettings(ranking_unit=RankingUnit.CALL)
    kept = {one.candidate.application_id: one.rank for one in ranking(ranked, PLACES, settings)}
    who = data.draw(st.sampled_from(ranked))
    fixed = replace(who, score=Decimal(data.draw(st.integers(0, 100))))
    replayed = ranking([fixed if one is who else one for one in ranked], PLACES, settings)
    kept.pop(who.application_id)
    turn = turn_of(replayed, kept, who.application_id)
    order = [one.candidate.application_id for one in replayed]
    place = order.index(who.application_id)
    assert all(kept[one] >= turn for one in order[place + 1 :])
    assert all(kept[one] < turn for one in order[:place])


@given(candidates)
def test_a_replay_without_a_correction_is_the_published_ranking(ranked: list[Candidate]) -> None:
    settings = CallSettings(ranking_unit=RankingUnit.DEPARTMENT)
    assert ranking(list(reversed(ranked)), PLACES, settings) == ranking(ranked, PLACES, settings)


def test_whoever_holds_a_place_looks_for_an_earlier_wish_only() -> None:
    first, second = PLACES
    (standing,) = ranking([candidate(1, 90)], PLACES, CallSettings())
    assert better_place(standing, second) == first
    assert better_place(standing, first) is None
