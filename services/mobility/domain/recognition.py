"""Transcript of records and recognition: each course passed abroad is decided upon, one by one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from chassis.refusal import Kind, Refusal, require_version
from services.mobility.domain.cgpa import rounded

if TYPE_CHECKING:
    from services.mobility.domain.courses import Course
    from services.mobility.domain.learning_agreement import LearningAgreement, Version


class NothingAgreed(Refusal):
    code, kind = "learning-agreement-not-agreed", Kind.CONFLICT
    tr, en = "Üç imzalı bir öğrenim anlaşması yok.", "No learning agreement has its three signatures."
    next_tr, next_en = "Eksik imzaları tamamlayın.", "Have the missing signatures made."


class ResultTwice(Refusal):
    code, kind = "result-twice", Kind.INVALID
    tr, en = "'{course}' not çizelgesinde iki kez var.", "'{course}' stands twice in the transcript."
    next_tr, next_en = "Son notu bırakın.", "Keep the last grade."


class TranscriptMissing(Refusal):
    code, kind = "transcript-missing", Kind.CONFLICT
    tr, en = "Not çizelgesi henüz girilmedi.", "The transcript of records is not entered yet."
    next_tr, next_en = "Önce not çizelgesini girin.", "Enter the transcript first."


class NotPassedAbroad(Refusal):
    code = "course-not-passed"
    tr, en = "'{course}' not çizelgesinde geçilmiş görünmüyor.", "'{course}' is not a course passed abroad."
    next_tr, next_en = "Geçilen dersler: {passed}.", "Passed courses: {passed}."


class HomeCourseNotAgreed(Refusal):
    code = "home-course-not-agreed"
    tr, en = "'{course}' B tablosunda yok.", "'{course}' is not in table B."
    next_tr, next_en = "B tablosundaki dersler: {agreed}.", "Courses of table B: {agreed}."


class MoreEctsThanAgreed(Refusal):
    code = "recognised-ects-exceed"
    tr = "'{course}' için {ects} AKTS sayılırdı; B tablosunda {agreed} AKTS var."
    en = "{ects} ECTS would count for '{course}'; table B has {agreed}."
    next_tr, next_en = "Sayılan krediyi azaltın.", "Recognise fewer credits."


class RefusalNeedsReason(Refusal):
    code, kind = "recognition-refused-without-reason", Kind.INVALID
    tr = "Geçilen bir ders sayılmıyorsa nedeni yazılır."
    en = "A passed course that is not recognised needs a reason."
    next_tr, next_en = (
        "Nedeni yazın ya da B tablosundan bir ders seçin.",
        "Give it, or choose a course of table B.",
    )


@dataclass(frozen=True, slots=True)
class Result:
    """A row of the transcript of records."""

    code: str
    title: str
    ects: Decimal
    grade: str
    passed: bool


@dataclass(frozen=True, slots=True)
class Recognition:
    """What a course abroad counts as at home; without ``home_code`` it is refused, for ``reason``."""

    abroad_code: str
    home_code: str | None = None
    ects: Decimal | None = None
    home_grade: str | None = None
    reason: str | None = None


def transcript_recorded(
    agreement: LearningAgreement, results: tuple[Result, ...], day: date, expected: int | None
) -> LearningAgreement:
    """A corrected transcript replaces the one before; decisions about courses still passed stay.

    Raises: StaleVersion, NothingAgreed, ResultTwice.
    """
    require_version(agreement.version, expected)
    if agreement.agreed is None:
        raise NothingAgreed
    codes = [result.code for result in results]
    for number, code in enumerate(codes):
        if code in codes[:number]:
            raise ResultTwice(f"results.{number}.code", course=code)
    passed = {result.code for result in results if result.passed}
    kept = tuple(one for one in agreement.recognitions if one.abroad_code in passed)
    recorded = replace(
        agreement, version=agreement.version + 1, transcript_on=day, results=results, recognitions=kept
    )
    return replace(recorded, recognised_on=day if _complete(recorded) else None)


def recognised(
    agreement: LearningAgreement, decision: Recognition, day: date, expected: int | None
) -> LearningAgreement:
    """A decision about one passed course; a later one about the same course replaces it.

    Raises: StaleVersion, NothingAgreed, TranscriptMissing, NotPassedAbroad, HomeCourseNotAgreed,
    MoreEctsThanAgreed, RefusalNeedsReason.
    """
    require_version(agreement.version, expected)
    agreed = agreement.agreed
    if agreed is None:
        raise NothingAgreed
    if agreement.transcript_on is None:
        raise TranscriptMissing
    _require_passed(agreement, decision.abroad_code)
    others = tuple(one for one in agreement.recognitions if one.abroad_code != decision.abroad_code)
    decided = (
        _refused(decision) if decision.home_code is None else _counted(agreement, agreed, decision, others)
    )
    changed = replace(agreement, version=agreement.version + 1, recognitions=(*others, decided))
    return replace(changed, recognised_on=day if _complete(changed) else None)


def _require_passed(agreement: LearningAgreement, code: str) -> None:
    passed = [result.code for result in agreement.results if result.passed]
    if code not in passed:
        raise NotPassedAbroad("abroad_code", course=code, passed=", ".join(passed) or "—")


def _refused(decision: Recognition) -> Recognition:
    if not decision.reason:
        raise RefusalNeedsReason("reason")
    return Recognition(decision.abroad_code, reason=decision.reason)


def _counted(
    agreement: LearningAgreement, agreed: Version, decision: Recognition, others: tuple[Recognition, ...]
) -> Recognition:
    """With its credits: those said, or those of the course abroad, and within those of table B."""
    home = _home_course(agreed, decision)
    abroad = next(result for result in agreement.results if result.code == decision.abroad_code)
    ects = rounded(abroad.ects if decision.ects is None else decision.ects)
    taken = sum((one.ects or Decimal(0) for one in others if one.home_code == home.code), Decimal(0))
    if taken + ects > home.ects:
        raise MoreEctsThanAgreed("ects", course=home.code, ects=taken + ects, agreed=home.ects)
    return replace(decision, ects=ects)


def _home_course(agreed: Version, decision: Recognition) -> Course:
    for course in agreed.home:
        if course.code == decision.home_code:
            return course
    known = ", ".join(course.code for course in agreed.home)
    raise HomeCourseNotAgreed("home_code", course=decision.home_code, agreed=known)


def _complete(agreement: LearningAgreement) -> bool:
    """Whether every passed course was decided upon."""
    passed = {result.code for result in agreement.results if result.passed}
    return bool(passed) and passed == {one.abroad_code for one in agreement.recognitions}
