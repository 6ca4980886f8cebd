"""What makes a gathering a course: its sessions, how many of them one must attend, and its level.

Language courses and orientations may have one. The share that completes is the office's figure, entered with
the plan of each course; none is assumed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from chassis.refusal import Kind, Refusal
from contracts.vocabulary import EventKind, LanguageLevel


class NotACourse(Refusal):
    code = "not-a-course"
    tr = "Yalnızca dil kursu ve oryantasyonun oturumları olur."
    en = "Only a language course or an orientation has sessions."
    next_tr, next_en = "Etkinliğin türünü denetleyin.", "Check the kind of the event."


class SessionsOutsideEvent(Refusal):
    code = "sessions-outside-event"
    tr = "{number}. oturum etkinliğin süresi dışında, bir önceki oturumla çakışıyor ya da başlamadan bitiyor."
    en = "Session {number} is outside the event's time, overlaps the one before, or ends before it begins."
    next_tr = "Oturumları tarih sırasıyla ve etkinliğin başlangıcı ile bitişi arasında verin."
    next_en = "Give the sessions in order of time, between the event's begin and end."


class NoSessions(Refusal):
    code = "no-sessions"
    tr, en = "Kursun en az bir oturumu olmalı.", "A course has at least one session."
    next_tr, next_en = "Oturumların zamanlarını girin.", "Enter when the sessions are."


class AttendanceShareImpossible(Refusal):
    code = "attendance-share-impossible"
    tr = "Devam oranı yüzde 1 ile 100 arasında olmalı; {percent} verildi."
    en = "The share to attend is between 1 and 100 percent; {percent} was given."
    next_tr, next_en = "Kursun kuralındaki oranı girin.", "Enter the share that the course's rule says."


class CourseNotPlanned(Refusal):
    code, kind = "course-not-planned", Kind.CONFLICT
    tr = "Bu etkinliğin oturumları ve devam oranı girilmemiş."
    en = "The sessions of this event and the share to attend are not entered."
    next_tr, next_en = "Önce kursu planlayın.", "Plan the course first."


class SessionUnknown(Refusal):
    code = "session-unknown"
    tr, en = "Bu kursta {number}. oturum yok.", "This course has no session {number}."
    next_tr, next_en = "Oturum numarasını kurstan okuyun.", "Read the session's number from the course."


class SessionNotBegun(Refusal):
    code, kind = "session-not-begun", Kind.CONFLICT
    tr, en = "{number}. oturum {begins_at} tarihinde başlıyor.", "Session {number} begins at {begins_at}."
    next_tr, next_en = "Yoklamayı oturumda alın.", "Take attendance at the session."


class AttendanceMissing(Refusal):
    code, kind = "attendance-missing", Kind.CONFLICT
    tr, en = "Yoklaması girilmemiş oturumlar: {numbers}.", "Sessions without attendance: {numbers}."
    next_tr, next_en = "Önce bu oturumların yoklamasını girin.", "Enter the attendance of these first."


class CourseIsNotOver(Refusal):
    code, kind = "course-is-not-over", Kind.CONFLICT
    tr, en = "Son oturum {ends_at} tarihinde bitiyor.", "The last session ends at {ends_at}."
    next_tr, next_en = "Kursu bittikten sonra kapatın.", "Close the course when it is over."


class CourseIsClosed(Refusal):
    code, kind = "course-is-closed", Kind.CONFLICT
    tr = "Kurs {closed_at} tarihinde kapatıldı; sonuçları artık değişmez."
    en = "The course was closed at {closed_at}; its results do not change any more."
    next_tr, next_en = "Sonuçları kayıtlarda okuyun.", "Read the results in the registrations."


@dataclass(frozen=True, slots=True)
class Session:
    """``present``: how many were there; None while no attendance is recorded."""

    begins_at: datetime
    ends_at: datetime
    present: int | None = None


@dataclass(frozen=True, slots=True)
class Course:
    """Sessions are numbered from 1, in order of time. ``attendance_percent_min``: of them, to complete."""

    sessions: tuple[Session, ...]
    attendance_percent_min: int
    level: LanguageLevel | None = None
    closed_at: datetime | None = None

    def session(self, number: int) -> Session:
        """Raises: SessionUnknown."""
        if not 1 <= number <= len(self.sessions):
            raise SessionUnknown("session", number=number)
        return self.sessions[number - 1]

    def completes(self, attended: int) -> bool:
        """Whether so many sessions are enough: 4 of 5 are 80 percent, 3 of 5 are not."""
        return attended * 100 >= self.attendance_percent_min * len(self.sessions)

    def require_not_closed(self) -> None:
        """Raises: CourseIsClosed."""
        if self.closed_at is not None:
            raise CourseIsClosed(closed_at=self.closed_at.isoformat())


def require_possible(course: Course, kind: EventKind, begins_at: datetime, ends_at: datetime) -> None:
    """A course that a gathering of ``kind`` may have, from ``begins_at`` to ``ends_at``.

    Raises: NotACourse, NoSessions, AttendanceShareImpossible, SessionsOutsideEvent.
    """
    if kind not in (EventKind.LANGUAGE_COURSE, EventKind.ORIENTATION):
        raise NotACourse
    if not course.sessions:
        raise NoSessions("sessions")
    if not 1 <= course.attendance_percent_min <= 100:
        raise AttendanceShareImpossible("attendance_percent_min", percent=course.attendance_percent_min)
    earliest = begins_at
    for number, session in enumerate(course.sessions, start=1):
        if not earliest <= session.begins_at < session.ends_at <= ends_at:
            raise SessionsOutsideEvent("sessions", number=number)
        earliest = session.ends_at
