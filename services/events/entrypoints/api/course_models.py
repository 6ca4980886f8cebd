"""What callers send of courses. Shapes only: the rules refuse in the domain."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from contracts.vocabulary import LanguageLevel
from services.events.domain.course import Course, Session
from services.events.entrypoints.api.announcement_models import Moment
from services.events.entrypoints.api.models import PLACES_MAX, Input

SESSIONS_MAX = 400

SessionNumber = Annotated[
    int, Field(ge=-SESSIONS_MAX, le=SESSIONS_MAX, description="From 1, in order of time")
]


class SessionIn(Input):
    begins_at: Moment
    ends_at: Moment


class CourseIn(Input):
    level: LanguageLevel | None = None
    sessions: tuple[SessionIn, ...] = Field(max_length=SESSIONS_MAX, description="In order of time")
    attendance_percent_min: int = Field(
        ge=-1000, le=1000, description="Of the sessions, to complete: 1 to 100"
    )

    def course(self) -> Course:
        sessions = tuple(Session(one.begins_at, one.ends_at) for one in self.sessions)
        return Course(sessions, self.attendance_percent_min, self.level)


class AttendanceIn(Input):
    session: SessionNumber
    present_ids: frozenset[UUID] = Field(
        max_length=PLACES_MAX, description="Registrations of those who were there; everybody else was not"
    )


class PlacementResultIn(Input):
    level: LanguageLevel
