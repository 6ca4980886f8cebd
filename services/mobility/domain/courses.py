"""Courses of a learning agreement: tables A and B, their sums, and table C, which says what changes."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from chassis.refusal import Kind, LocalizedText, Refusal
from contracts.vocabulary import ChangeReason, CourseChange, CourseTable
from services.mobility.domain.application import Reason
from services.mobility.domain.cgpa import rounded

Table = Sequence["Course"]


class CourseTwice(Refusal):
    code, kind = "course-twice", Kind.INVALID
    tr, en = "'{course}' aynı tabloda iki kez var.", "'{course}' stands twice in one table."
    next_tr, next_en = "Birini silin ya da kodunu düzeltin.", "Remove one, or correct its code."


class TableEmpty(Refusal):
    code, kind = "course-table-empty", Kind.INVALID
    tr, en = "Tabloda ders yok.", "The table has no courses."
    next_tr, next_en = "İki tabloya da en az bir ders yazın.", "Put at least one course into each table."


class ChangeWithoutReason(Refusal):
    code, kind = "course-change-without-reason", Kind.INVALID
    tr = "'{course}' ({table}) değişiyor, ama nedeni yazılmamış."
    en = "'{course}' ({table}) changes, and no reason is given."
    next_tr, next_en = "C tablosu için bir neden seçin.", "Choose a reason for table C."


@dataclass(frozen=True, slots=True)
class Course:
    code: str
    title: str
    ects: Decimal


@dataclass(frozen=True, slots=True)
class CourseChanged:
    """A row of table C."""

    table: CourseTable
    change: CourseChange
    course: Course
    reason: ChangeReason


Reasons = Mapping[tuple[CourseTable, str], ChangeReason]
"""Why a course of a table, named by its code, changes."""


def total_ects(courses: Iterable[Course]) -> Decimal:
    return rounded(sum((course.ects for course in courses), Decimal(0)))


def check_table(field: str, courses: Table) -> None:
    """Raises: TableEmpty, CourseTwice."""
    if not courses:
        raise TableEmpty(field)
    (code, times) = Counter(course.code for course in courses).most_common(1)[0]
    if times > 1:
        raise CourseTwice(field, course=code)


def content_hash(agreement_id: UUID, number: int, semesters: int, abroad: Table, home: Table) -> str:
    """What the three sign: the SHA-256 of one version's content, in the order in which it is written.

    The agreement and the number are part of it, so a signature under another one never fits here.
    """
    content = {
        "agreement": str(agreement_id),
        "version": number,
        "semesters": semesters,
        "abroad": [_written(course) for course in abroad],
        "home": [_written(course) for course in home],
    }
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _written(course: Course) -> list[str]:
    return [course.code, course.title, str(rounded(course.ects))]


def changes_between(
    before: Mapping[CourseTable, Table], after: Mapping[CourseTable, Table], reasons: Reasons
) -> tuple[CourseChanged, ...]:
    """Table C: what goes and what comes, each with its reason. Raises: ChangeWithoutReason."""
    found = []
    for table in CourseTable:
        gone = [one for one in before[table] if one not in after[table]]
        come = [one for one in after[table] if one not in before[table]]
        found += [_changed(table, CourseChange.REMOVED, course, reasons) for course in gone]
        found += [_changed(table, CourseChange.ADDED, course, reasons) for course in come]
    return tuple(found)


def _changed(table: CourseTable, change: CourseChange, course: Course, reasons: Reasons) -> CourseChanged:
    reason = reasons.get((table, course.code))
    if reason is None:
        raise ChangeWithoutReason("reasons", course=course.code, table=table)
    return CourseChanged(table, change, course, reason)


def balance_findings(
    abroad: Table, home: Table, semesters: int, ects_per_semester: Decimal | None
) -> tuple[Reason, ...]:
    """What a reader of the credits should look at; none of it refuses.

    Sources: E6 (30 ECTS a semester), S47 (the load abroad is not to be lower than at home).
    """
    out, back = total_ects(abroad), total_ects(home)
    found = []
    if ects_per_semester is None:
        found.append(_finding("ects-per-semester-unknown", "Bu çağrı yılı için dönem başına AKTS bilinmiyor.",
                              "The ECTS a semester are not known for this call year."))  # fmt: skip
    elif out < (needed := rounded(ects_per_semester * semesters)):
        found.append(_finding("ects-below-semester", f"Yurt dışında {out} AKTS planlandı; {needed} gerekir.",
                              f"{out} ECTS are planned abroad; {needed} are needed."))  # fmt: skip
    if out != back:
        found.append(_finding("ects-differ", f"Yurt dışında {out}, burada {back} AKTS.",
                              f"{out} ECTS abroad, {back} ECTS at home."))  # fmt: skip
    return tuple(found)


def _finding(code: str, tr: str, en: str) -> Reason:
    return Reason(code, LocalizedText(tr=tr, en=en))
