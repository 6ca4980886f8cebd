"""Who may apply to Mevlana and Farabi: their regulations' conditions, each refused by its own code."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from chassis.refusal import Refusal
from contracts.vocabulary import EqfLevel, Programme
from services.mobility.adapters.rule_files import rule_book
from services.mobility.domain.application import Record
from services.mobility.domain.call import CallSettings
from services.mobility.domain.call_rules import selection_of
from services.mobility.domain.eligibility import (
    CourseLoadMissing,
    Known,
    LanguageScoreMissing,
    SemesterMissing,
    reasons_against,
)
from services.mobility.tests.builders import a_call

STUDENT: dict[str, Any] = {
    "cgpa": Decimal("2.50"),
    "cgpa_scale": 4,
    "semester": 3,
    "ects_per_semester": Decimal(30),
    "home_ects_per_semester": Decimal(30),
}


def refused_by(
    programme: Programme, level: EqfLevel = EqfLevel.BACHELOR, known: Known | None = None, **stated: Any
) -> list[str]:
    call = a_call(programme=programme, call_year=2019, settings=CallSettings(semesters=1))
    rules = selection_of(call, rule_book())
    record = Record(**(STUDENT | stated))
    return [reason.code for reason in reasons_against(record, level, call, rules, known or Known())]


def farabi(level: EqfLevel = EqfLevel.BACHELOR, known: Known | None = None, **stated: Any) -> list[str]:
    return refused_by(Programme.FARABI, level, known, **stated)


def mevlana(level: EqfLevel = EqfLevel.BACHELOR, known: Known | None = None, **stated: Any) -> list[str]:
    return refused_by(Programme.MEVLANA, level, known, **({"language_score": Decimal(60)} | stated))


def test_farabi_asks_for_a_grade_and_no_language() -> None:
    assert farabi(cgpa=Decimal("2.00")) == []
    assert farabi(cgpa=Decimal("1.99")) == ["FA1"]
    assert farabi(EqfLevel.MASTER, cgpa=Decimal("2.49")) == ["FA2"]


@pytest.mark.parametrize("semester", [0, 1, 2])
def test_the_preparatory_and_first_year_stay_at_home(semester: int) -> None:
    assert farabi(semester=semester) == ["FA3"]
    assert mevlana(semester=semester) == ["MV3"]


def test_postgraduates_stay_for_their_first_semester() -> None:
    assert farabi(EqfLevel.MASTER, semester=1) == ["FA4"]
    assert farabi(EqfLevel.MASTER, semester=2) == []


def test_farabi_is_once_a_level_by_statement_or_record() -> None:
    assert farabi(earlier_in_programme=1) == ["FA5"]
    assert farabi(known=Known(earlier_in_programme=1)) == ["FA5"]


def test_the_load_at_the_host_is_not_under_that_at_home() -> None:
    assert farabi(ects_per_semester=Decimal("29.5")) == ["FA6"]
    assert farabi(ects_per_semester=Decimal(24), home_ects_per_semester=Decimal(24)) == []


def test_mevlana_asks_for_more_and_weighs_language() -> None:
    assert mevlana() == []
    assert mevlana(cgpa=Decimal("2.49")) == ["MV1"]
    assert mevlana(EqfLevel.DOCTORATE, cgpa=Decimal("2.99")) == ["MV2"]
    assert mevlana(EqfLevel.DOCTORATE, cgpa=Decimal("3.00")) == []


def test_with_mevlana_nobody_goes_to_their_own_country() -> None:
    known = Known(hosts=frozenset({"AZ", "KZ"}))
    assert mevlana(known=known, citizen_of=("AZ", "TR")) == ["MV5"]
    assert mevlana(known=known, citizen_of=("TR",)) == []


@pytest.mark.parametrize(
    ("programme", "missing", "refusal"),
    [
        (Programme.MEVLANA, {"language_score": None}, LanguageScoreMissing),
        (Programme.FARABI, {"semester": None}, SemesterMissing),
        (Programme.FARABI, {"home_ects_per_semester": None}, CourseLoadMissing),
    ],
)
def test_what_a_rule_looks_at_must_be_stated(
    programme: Programme, missing: dict[str, Any], refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        refused_by(programme, **missing)
