from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from contracts.vocabulary import ActivityKind, EqfLevel, Programme
from services.mobility.adapters.rule_files import rule_book
from services.mobility.domain.application import BasisNotForLevel, CgpaBasis, LanguageScoreOutOfScale, Record
from services.mobility.domain.eligibility import Known, reasons_against
from services.mobility.tests.builders import a_call, a_record


def refused_by(
    record: Record, level: EqfLevel = EqfLevel.BACHELOR, earlier_days: int = 0, **call: Any
) -> list[str]:
    opened = a_call(**call)
    rules = rule_book().selection(Programme.ERASMUS, opened.call_year, opened.kind)
    return [reason.code for reason in reasons_against(record, level, opened, rules, Known(earlier_days))]


def test_who_meets_every_condition_is_eligible() -> None:
    assert refused_by(a_record("2.20", language="50")) == []


def test_every_rule_that_refuses_is_named_not_only_the_first() -> None:
    record = a_record("2.19", language="49", earlier_days=310, ects_per_semester=Decimal(29))
    assert refused_by(record) == ["E1", "E6", "E7", "E8", "E14"]


def test_postgraduates_need_more() -> None:
    assert refused_by(a_record("2.49"), EqfLevel.MASTER) == ["E2"]
    assert refused_by(a_record("2.50"), EqfLevel.MASTER) == []


@pytest.mark.parametrize(
    ("basis", "level", "below", "enough", "rule"),
    [
        (CgpaBasis.ASSOCIATE_GRADUATION, EqfLevel.BACHELOR, "57.9", "58", "E3"),
        (CgpaBasis.HIGH_SCHOOL_DIPLOMA, EqfLevel.BACHELOR, "74.9", "75", "E4"),
        (CgpaBasis.PREVIOUS_LEVEL, EqfLevel.DOCTORATE, "64.9", "65", "E5"),
    ],
)
def test_without_a_transcript_another_grade_decides(
    basis: CgpaBasis, level: EqfLevel, below: str, enough: str, rule: str
) -> None:
    assert refused_by(a_record(below, cgpa_scale=100, cgpa_basis=basis), level) == [rule]
    assert refused_by(a_record(enough, cgpa_scale=100, cgpa_basis=basis), level) == []


def test_a_high_school_diploma_is_no_basis_for_a_master() -> None:
    with pytest.raises(BasisNotForLevel):
        refused_by(a_record(cgpa_basis=CgpaBasis.HIGH_SCHOOL_DIPLOMA), EqfLevel.MASTER)


def test_360_days_a_cycle_count_with_the_planned_stay() -> None:
    assert refused_by(a_record(earlier_days=210)) == []
    assert refused_by(a_record(earlier_days=211)) == ["E7"]


def test_the_offices_own_records_count_when_they_know_more() -> None:
    assert refused_by(a_record(earlier_days=0), earlier_days=301) == ["E7", "E8"]


def test_a_graduate_ends_the_traineeship_within_twelve_months() -> None:
    kind = ActivityKind.STUDENT_TRAINEESHIP
    assert refused_by(a_record(graduated_on=date(2026, 6, 30)), kind=kind) == []
    assert refused_by(a_record(graduated_on=date(2026, 6, 29)), kind=kind) == ["E13"]


def test_the_language_floor_is_the_calls_own() -> None:
    assert refused_by(a_record(language="49.5")) == ["E14"]


def test_a_language_score_over_100_is_refused_as_input() -> None:
    with pytest.raises(LanguageScoreOutOfScale):
        refused_by(a_record(language="100.5"))


def test_a_reason_speaks_both_languages_with_its_figures() -> None:
    rules = rule_book().selection(Programme.ERASMUS, 2024, ActivityKind.STUDENT_STUDY)
    (reason,) = reasons_against(a_record("2.00"), EqfLevel.BACHELOR, a_call(), rules, Known())
    assert reason.message.en == "The CGPA is 53.33 of 100; at least 58 is needed."
    assert "53.33" in reason.message.tr
