"""Who was there, who completed: a course's rule over its participants' attendance.

Every function takes the gathering and its registrations as they stand under its lock, and returns the next
versions of those that changed. Only who has a place attends; a closed course changes no more.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from chassis.refusal import Kind, Refusal, require_version
from contracts.vocabulary import EventKind, LanguageLevel
from contracts.vocabulary import RegistrationStatus as Status
from services.events.domain.course import (
    AttendanceMissing,
    Course,
    CourseIsNotOver,
    CourseNotPlanned,
    NotACourse,
    SessionNotBegun,
    require_possible,
)
from services.events.domain.gathering import Gathering
from services.events.domain.registration import Completion, Registration

Changed = tuple[Registration, ...]


class NoPlaceInCourse(Refusal):
    code, kind = "no-place-in-course", Kind.CONFLICT
    tr = "Kursta yeri olmayan kayıtlar için yoklama girilemez: {registrations}."
    en = "No attendance for registrations that have no place in the course: {registrations}."
    next_tr = "Yalnızca yeri olanları (REGISTERED) işaretleyin."
    next_en = "Mark only those who have a place (REGISTERED)."


def plan_course(
    gathering: Gathering, course: Course, now: datetime, expected_version: int | None
) -> Gathering:
    """Give the gathering its sessions, or others while it has not begun.

    Raises: StaleVersion, EventIsCancelled, EventHasBegun and as ``require_possible``.
    """
    require_version(gathering.version, expected_version)
    gathering.require_open(now)
    require_possible(course, gathering.kind, gathering.begins_at, gathering.ends_at)
    return replace(gathering.next_version(), course=course)


def record_placement_result(
    gathering: Gathering, registration: Registration, level: LanguageLevel, expected_version: int | None
) -> Registration:
    """The level that the placement test gave; a later result replaces it.

    Raises: StaleVersion, NotACourse, CourseIsClosed, NoPlaceInCourse: the registration is called off.
    """
    registration.require_version(expected_version)
    if gathering.kind is not EventKind.LANGUAGE_COURSE:
        raise NotACourse
    gathering.require_results_open()
    if registration.status is Status.CANCELLED:
        raise NoPlaceInCourse(registrations=str(registration.id))
    return replace(registration.next_version(), placement=level)


def record_attendance(
    gathering: Gathering,
    registrations: Sequence[Registration],
    number: int,
    present: Set[UUID],
    now: datetime,
) -> tuple[Gathering, Changed]:
    """Who of the participants was at session ``number``; all others were not. A later list replaces it.

    Raises: EventIsCancelled, CourseNotPlanned, CourseIsClosed, SessionUnknown, SessionNotBegun,
    NoPlaceInCourse.
    """
    course = _running(gathering)
    session = course.session(number)
    if now < session.begins_at:
        raise SessionNotBegun("session", number=number, begins_at=session.begins_at.isoformat())
    participants = _participants(registrations)
    strangers = present - {one.id for one in participants}
    if strangers:
        raise NoPlaceInCourse("present_ids", registrations=", ".join(sorted(map(str, strangers))))
    sessions = list(course.sessions)
    sessions[number - 1] = replace(session, present=len(present))
    marked = tuple(one.marked(number, one.id in present) for one in participants)
    changed = tuple(after for one, after in zip(participants, marked, strict=True) if after != one)
    return replace(gathering.next_version(), course=replace(course, sessions=tuple(sessions))), changed


def close_course(
    gathering: Gathering, registrations: Sequence[Registration], now: datetime, expected_version: int | None
) -> tuple[Gathering, Changed]:
    """Say who completed: whoever has a place and attended the share that the course asks for.

    Raises: StaleVersion, EventIsCancelled, CourseNotPlanned, CourseIsClosed, CourseIsNotOver,
    AttendanceMissing.
    """
    require_version(gathering.version, expected_version)
    course = _running(gathering)
    ends_at = course.sessions[-1].ends_at
    if now < ends_at:
        raise CourseIsNotOver(ends_at=ends_at.isoformat())
    missing = [number for number, one in enumerate(course.sessions, start=1) if one.present is None]
    if missing:
        raise AttendanceMissing(numbers=", ".join(map(str, missing)))
    completion = Completion(gathering.kind, course.level, now)
    completed = tuple(
        replace(one.next_version(), completion=completion)
        for one in _participants(registrations)
        if course.completes(len(one.attended))
    )
    return replace(gathering.next_version(), course=replace(course, closed_at=now)), completed


def _running(gathering: Gathering) -> Course:
    gathering.require_not_cancelled()
    if gathering.course is None:
        raise CourseNotPlanned
    gathering.course.require_not_closed()
    return gathering.course


def _participants(registrations: Sequence[Registration]) -> list[Registration]:
    return [one for one in registrations if one.status is Status.REGISTERED]
