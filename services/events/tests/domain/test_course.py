"""Courses: which plans are possible, who attended, who completed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chassis.refusal import Refusal, StaleVersion
from contracts.vocabulary import EventKind, LanguageLevel
from contracts.vocabulary import RegistrationStatus as Status
from services.events.domain import attendance, course, places
from services.events.domain.course import Course, Session
from services.events.domain.gathering import EventHasBegun, EventIsCancelled, Gathering
from services.events.domain.registration import Registration
from services.events.tests.builders import BEGINS, NOW, a_gathering, a_newcomer

HOUR = timedelta(hours=1)
OVER = BEGINS + 5 * HOUR


def a_course(sessions: int = 5, percent: int = 80, **known: Any) -> Gathering:
    """A language course of B1 with sessions of an hour, one after the other."""
    each = tuple(Session(BEGINS + number * HOUR, BEGINS + (number + 1) * HOUR) for number in range(sessions))
    return a_gathering(
        kind=EventKind.LANGUAGE_COURSE,
        ends_at=BEGINS + sessions * HOUR,
        course=Course(each, percent, LanguageLevel.B1),
        **known,
    )


def attended(gathering: Gathering, **sessions_of: int) -> tuple[Gathering, dict[str, Registration]]:
    """The course after all its sessions: everybody was at the first so many of them."""
    people = {name: a_newcomer(gathering) for name in sessions_of}
    assert gathering.course is not None
    for number in range(1, len(gathering.course.sessions) + 1):
        present = {people[name].id for name, count in sessions_of.items() if count >= number}
        gathering, changed = attendance.record_attendance(
            gathering, list(people.values()), number, present, OVER
        )
        after = {one.id: one for one in changed}
        people = {name: after.get(one.id, one) for name, one in people.items()}
    return gathering, people


def test_who_attended_the_share_completes_and_nobody_below_it() -> None:
    gathering, people = attended(a_course(), exactly=4, below=3, never=0, always=5)
    closed, completed = attendance.close_course(gathering, list(people.values()), OVER, None)
    assert {one.id for one in completed} == {people["exactly"].id, people["always"].id}
    [done] = {one.completion for one in completed}
    assert done is not None
    assert (done.kind, done.level, done.completed_at) == (EventKind.LANGUAGE_COURSE, LanguageLevel.B1, OVER)
    assert closed.course is not None
    assert closed.course.closed_at == OVER


@pytest.mark.parametrize(
    ("sessions", "percent", "enough"), [(3, 67, 3), (3, 66, 2), (14, 70, 10), (1, 100, 1), (7, 1, 1)]
)
def test_a_share_is_never_rounded_in_somebodys_favour(sessions: int, percent: int, enough: int) -> None:
    rule = a_course(sessions, percent).course
    assert rule is not None
    assert [rule.completes(count) for count in (enough - 1, enough)] == [False, True]


def test_a_later_list_replaces_an_earlier_one() -> None:
    gathering = a_course()
    came, did_not = a_newcomer(gathering), a_newcomer(gathering)
    first, [marked] = attendance.record_attendance(gathering, [came, did_not], 1, {did_not.id}, OVER)
    second, changed = attendance.record_attendance(first, [came, marked], 1, {came.id}, OVER)
    assert {one.id: one.attended for one in changed} == {came.id: (1,), did_not.id: ()}
    assert second.course is not None
    assert [one.present for one in second.course.sessions] == [1, None, None, None, None]


def test_nothing_is_told_of_who_did_not_change() -> None:
    gathering = a_course()
    person = a_newcomer(gathering)
    gathering, [marked] = attendance.record_attendance(gathering, [person], 1, {person.id}, OVER)
    assert attendance.record_attendance(gathering, [marked], 1, {person.id}, OVER)[1] == ()


@pytest.mark.parametrize("status", [Status.WAITING, Status.INVITED, Status.CANCELLED])
def test_only_who_has_a_place_attends(status: Status) -> None:
    gathering = a_course()
    person = replace(a_newcomer(gathering), status=status)
    with pytest.raises(attendance.NoPlaceInCourse):
        attendance.record_attendance(gathering, [person], 1, {person.id}, OVER)


def test_who_is_called_off_does_not_complete_whatever_they_attended() -> None:
    gathering, people = attended(a_course(), gone=5)
    gone = people["gone"].now(Status.CANCELLED)
    assert attendance.close_course(gathering, [gone], OVER, None)[1] == ()


def test_a_session_that_has_not_begun_has_no_attendance() -> None:
    with pytest.raises(course.SessionNotBegun):
        attendance.record_attendance(a_course(), [], 2, frozenset(), BEGINS + HOUR - timedelta(seconds=1))


@pytest.mark.parametrize("number", [-1, 0, 6])
def test_a_session_there_is_not(number: int) -> None:
    with pytest.raises(course.SessionUnknown):
        attendance.record_attendance(a_course(), [], number, frozenset(), OVER)


def test_a_course_is_closed_once_it_is_over_and_every_session_has_its_attendance() -> None:
    only_first, _ = attendance.record_attendance(a_course(), [], 1, frozenset(), OVER)
    with pytest.raises(course.AttendanceMissing, match="2, 3, 4, 5"):
        attendance.close_course(only_first, [], OVER, None)
    whole, _ = attended(a_course())
    with pytest.raises(course.CourseIsNotOver):
        attendance.close_course(whole, [], OVER - timedelta(seconds=1), None)
    with pytest.raises(StaleVersion):
        attendance.close_course(whole, [], OVER, whole.version + 1)


def test_nothing_changes_once_it_is_closed() -> None:
    gathering, people = attended(a_course(), ayse=5)
    closed, [ayse] = attendance.close_course(gathering, list(people.values()), OVER, None)
    changes = (
        lambda: attendance.close_course(closed, [ayse], OVER, None),
        lambda: attendance.record_attendance(closed, [ayse], 1, frozenset(), OVER),
        lambda: attendance.record_placement_result(closed, ayse, LanguageLevel.A1, None),
        lambda: places.cancel(closed, ayse, (), OVER),
        lambda: places.cancel_all(closed, [ayse], None),
    )
    for change in changes:
        with pytest.raises(course.CourseIsClosed):
            change()


@pytest.mark.parametrize(
    ("kind", "sessions", "percent", "refusal"),
    [
        (EventKind.FAIR, [(0, 1)], 80, course.NotACourse),
        (EventKind.ORIENTATION, [], 80, course.NoSessions),
        (EventKind.ORIENTATION, [(0, 1)], 0, course.AttendanceShareImpossible),
        (EventKind.ORIENTATION, [(0, 1)], 101, course.AttendanceShareImpossible),
        (EventKind.ORIENTATION, [(-1, 1)], 80, course.SessionsOutsideEvent),
        (EventKind.ORIENTATION, [(1, 4)], 80, course.SessionsOutsideEvent),
        (EventKind.ORIENTATION, [(0, 2), (1, 3)], 80, course.SessionsOutsideEvent),
        (EventKind.ORIENTATION, [(1, 1)], 80, course.SessionsOutsideEvent),
    ],
)
def test_a_plan_that_is_impossible(
    kind: EventKind, sessions: list[tuple[int, int]], percent: int, refusal: type[Refusal]
) -> None:
    plan = Course(
        tuple(Session(BEGINS + first * HOUR, BEGINS + last * HOUR) for first, last in sessions), percent
    )
    with pytest.raises(refusal):
        attendance.plan_course(a_gathering(kind=kind), plan, NOW, None)


def test_a_plan_may_change_until_the_event_begins() -> None:
    planned = a_course()
    assert planned.course is not None
    after = attendance.plan_course(planned, replace(planned.course, attendance_percent_min=50), NOW, 1)
    assert (after.version, after.course and after.course.attendance_percent_min) == (2, 50)
    with pytest.raises(EventHasBegun):
        attendance.plan_course(after, planned.course, BEGINS, None)


def test_without_a_plan_or_when_it_is_off_there_is_no_attendance() -> None:
    with pytest.raises(course.CourseNotPlanned):
        attendance.record_attendance(replace(a_course(), course=None), [], 1, frozenset(), OVER)
    off, _ = places.cancel_all(a_course(), [], None)
    with pytest.raises(EventIsCancelled):
        attendance.record_attendance(off, [], 1, frozenset(), OVER)


def test_a_placement_result_is_of_a_language_course() -> None:
    gathering = a_course()
    placed = attendance.record_placement_result(gathering, a_newcomer(gathering), LanguageLevel.A2, 1)
    assert (placed.placement, placed.version) == (LanguageLevel.A2, 2)
    orientation = a_gathering(kind=EventKind.ORIENTATION)
    with pytest.raises(course.NotACourse):
        attendance.record_placement_result(orientation, a_newcomer(orientation), LanguageLevel.A2, None)
