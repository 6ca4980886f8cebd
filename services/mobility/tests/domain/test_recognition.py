"""Transcript and recognition: course by course, never more credits than agreed, and complete or not."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from services.mobility.domain.learning_agreement import LearningAgreement
from services.mobility.domain.recognition import (
    HomeCourseNotAgreed,
    MoreEctsThanAgreed,
    NothingAgreed,
    NotPassedAbroad,
    Recognition,
    RefusalNeedsReason,
    Result,
    ResultTwice,
    TranscriptMissing,
    recognised,
    transcript_recorded,
)
from services.mobility.tests.domain.test_learning_agreement import agreed, an_agreement

CAME = date(2028, 2, 20)
DECIDED = date(2028, 3, 1)


def result(code: str, ects: int, **facts: Any) -> Result:
    row: dict[str, Any] = {"code": code, "title": code, "ects": Decimal(ects), "grade": "B", "passed": True}
    return Result(**(row | facts))


def with_transcript(*results: Result) -> LearningAgreement:
    rows = results or (result("CS101", 18), result("CS205", 12))
    return transcript_recorded(agreed(), rows, CAME, None)


def decide(agreement: LearningAgreement, code: str, home: str | None, **facts: Any) -> LearningAgreement:
    return recognised(agreement, Recognition(code, home, **facts), DECIDED, None)


def test_it_is_complete_when_every_passed_course_was_decided_upon() -> None:
    failed = result("CS301", 6, passed=False, grade="F")
    one = decide(with_transcript(result("CS101", 18), result("CS205", 12), failed), "CS101", "CENG301")
    assert (one.recognised_on, one.recognised_ects) == (None, Decimal("18.00"))
    both = decide(one, "CS205", None, reason="bölüm kurulu kararı")
    assert (both.recognised_on, both.recognised_ects) == (DECIDED, Decimal("18.00"))


def test_a_passed_course_is_not_refused_without_a_reason() -> None:
    with pytest.raises(RefusalNeedsReason):
        decide(with_transcript(), "CS101", None)


def test_only_a_passed_course_counts_and_only_as_one_of_table_b() -> None:
    agreement = with_transcript(result("CS101", 18), result("CS205", 12, passed=False))
    with pytest.raises(NotPassedAbroad):
        decide(agreement, "CS205", "CENG303")
    with pytest.raises(HomeCourseNotAgreed):
        decide(agreement, "CS101", "CENG999")


def test_two_courses_never_count_for_more_than_the_home_course_has() -> None:
    one = decide(with_transcript(), "CS101", "CENG301", ects=Decimal(10))
    with pytest.raises(MoreEctsThanAgreed) as refused:
        decide(one, "CS205", "CENG301")
    assert (refused.value.facts["ects"], refused.value.facts["agreed"]) == (Decimal("22.00"), Decimal(18))
    assert decide(one, "CS205", "CENG301", ects=Decimal(8)).recognised_ects == Decimal("18.00")


def test_a_later_decision_about_a_course_replaces_the_first() -> None:
    refused = decide(with_transcript(), "CS101", None, reason="içerik uymuyor")
    counted = decide(refused, "CS101", "CENG301", home_grade="BA")
    assert [(one.abroad_code, one.home_grade) for one in counted.recognitions] == [("CS101", "BA")]


def test_a_corrected_transcript_keeps_decisions_about_what_is_still_passed() -> None:
    both = decide(decide(with_transcript(), "CS101", "CENG301"), "CS205", "CENG303")
    again = transcript_recorded(both, (result("CS101", 18), result("CS205", 12, passed=False)), CAME, None)
    assert [one.abroad_code for one in again.recognitions] == ["CS101"]


def test_nothing_is_recognised_without_agreement_and_transcript() -> None:
    with pytest.raises(NothingAgreed):
        transcript_recorded(an_agreement(), (result("CS101", 18),), CAME, None)
    with pytest.raises(TranscriptMissing):
        decide(agreed(), "CS101", "CENG301")
    with pytest.raises(ResultTwice):
        with_transcript(result("CS101", 18), result("CS101", 18))
