from __future__ import annotations

import pytest

from contracts.vocabulary import ActivityKind, Programme
from services.mobility.adapters.rule_files import lines, rule_book
from services.mobility.domain.eligibility import CHECKS
from services.mobility.domain.rule_book import (
    Check,
    FacultyUnknown,
    SelectionRules,
    SelectionRulesUnknown,
    StayLimitsUnknown,
)

STUDY = ActivityKind.STUDENT_STUDY
FILES = (
    "score_weights.csv",
    "score_adjustments.csv",
    "eligibility.csv",
    "stay_limits.csv",
    "cgpa_conversion.csv",
    "programmes.csv",
    "programme_years.csv",
)


def bonus_texts(rules: SelectionRules, rule: str) -> str:
    found = rules.adjustment(rule)
    assert found is not None
    return found.label.en


def test_a_call_year_without_rules_is_refused_not_guessed() -> None:
    with pytest.raises(SelectionRulesUnknown):
        rule_book().selection(Programme.ERASMUS, 2026, STUDY)
    with pytest.raises(StayLimitsUnknown):
        rule_book().stay_limits(Programme.BILATERAL, 2024, STUDY, blended=False)


def test_a_rule_may_change_with_the_call_year() -> None:
    of_2023 = rule_book().selection(Programme.ERASMUS, 2023, STUDY)
    of_2024 = rule_book().selection(Programme.ERASMUS, 2024, STUDY)
    assert bonus_texts(of_2023, "B4") != bonus_texts(of_2024, "B4")
    assert rule_book().selection(Programme.ERASMUS, 2022, STUDY).adjustment("B4") is None


def test_traineeship_bonuses_are_not_for_study() -> None:
    assert rule_book().selection(Programme.ERASMUS, 2024, STUDY).adjustment("B5") is None


def test_an_unknown_faculty_is_refused() -> None:
    with pytest.raises(FacultyUnknown):
        rule_book().require_faculty("astronomy")


@pytest.mark.parametrize("file", FILES)
def test_every_figure_names_sources_that_are_listed(file: str) -> None:
    known = {line["id"] for line in lines("sources.csv")}
    named = {source for line in lines(file) for source in line["source"].split(";")}
    assert named <= known


def test_every_condition_of_the_table_has_its_check() -> None:
    assert CHECKS.keys() == set(Check)
    assert {condition.check for condition in rule_book().conditions} == set(Check)
