"""The domain's values in the published language."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from contracts import events
from contracts.event import Text
from services.events.domain.course import Course
from services.events.domain.gathering import Gathering
from services.events.domain.registration import Completion, Registration

Published = Callable[[Registration], events.RegistrationEvent]


def state_of(gathering: Gathering) -> events.Gathering:
    return events.Gathering(
        id=gathering.id,
        version=gathering.version,
        kind=gathering.kind,
        title=Text(tr=gathering.title.tr, en=gathering.title.en),
        begins_at=gathering.begins_at,
        ends_at=gathering.ends_at,
        venue=gathering.venue,
        capacity=gathering.capacity,
        registered=gathering.registered,
        waiting=gathering.waiting,
        attended=gathering.attended,
        rated=gathering.rated,
        rating_total=gathering.rating_total,
        call_id=gathering.call_id,
        status=gathering.status,
        course=gathering.course and _course(gathering.course),
        hours=gathering.hours,
        confirmed_hours=gathering.confirmed_hours,
    )


def _course(course: Course) -> events.Course:
    return events.Course(
        level=course.level,
        sessions=tuple(
            events.CourseSession(begins_at=one.begins_at, ends_at=one.ends_at, present=one.present)
            for one in course.sessions
        ),
        attendance_percent_min=course.attendance_percent_min,
        closed_at=course.closed_at,
    )


def registration_state(registration: Registration) -> events.Registration:
    """What somebody wrote about the event stays here: only the office reads it."""
    return events.Registration(
        id=registration.id,
        version=registration.version,
        event_id=registration.event_id,
        person_id=registration.person_id,
        faculty=registration.faculty,
        status=registration.status,
        place_in_line=registration.place_in_line,
        placement=registration.placement,
        attended=registration.attended,
        completion=registration.completion and _completion(registration.completion),
        check_in_code=registration.check_in_code,
        checked_in_at=registration.checked_in_at,
        rating=registration.rating,
        hours=registration.hours,
    )


def _completion(completion: Completion) -> events.Completion:
    return events.Completion(
        kind=completion.kind, level=completion.level, completed_at=completion.completed_at
    )


def event_scheduled(gathering: Gathering) -> events.EventScheduled:
    return events.EventScheduled(state=state_of(gathering))


def places_changed(gathering: Gathering) -> events.EventPlacesChanged:
    return events.EventPlacesChanged(state=state_of(gathering))


def event_cancelled(gathering: Gathering) -> events.EventCancelled:
    return events.EventCancelled(state=state_of(gathering))


def course_planned(gathering: Gathering) -> events.CoursePlanned:
    return events.CoursePlanned(state=state_of(gathering))


def session_held(gathering: Gathering) -> events.SessionHeld:
    return events.SessionHeld(state=state_of(gathering))


def course_closed(gathering: Gathering) -> events.CourseClosed:
    return events.CourseClosed(state=state_of(gathering))


def invited(registration: Registration) -> events.RegistrationEvent:
    return events.ParticipantInvited(state=registration_state(registration))


def registered(registration: Registration) -> events.RegistrationEvent:
    return events.ParticipantRegistered(state=registration_state(registration))


def waiting(registration: Registration) -> events.RegistrationEvent:
    return events.ParticipantWaiting(state=registration_state(registration))


def moved_up(registration: Registration) -> events.RegistrationEvent:
    return events.ParticipantMovedUp(state=registration_state(registration))


def cancelled(registration: Registration) -> events.RegistrationEvent:
    return events.RegistrationCancelled(state=registration_state(registration))


def placement_recorded(registration: Registration) -> events.RegistrationEvent:
    return events.PlacementResultRecorded(state=registration_state(registration))


def attendance_recorded(registration: Registration) -> events.RegistrationEvent:
    return events.AttendanceRecorded(state=registration_state(registration))


def course_completed(registration: Registration) -> events.RegistrationEvent:
    return events.CourseCompleted(state=registration_state(registration))


def checked_in(registration: Registration) -> events.RegistrationEvent:
    return events.ParticipantCheckedIn(state=registration_state(registration))


def hours_confirmed(registration: Registration) -> events.RegistrationEvent:
    return events.HoursConfirmed(state=registration_state(registration))


def rated(registration: Registration) -> events.RegistrationEvent:
    return events.EventRated(state=registration_state(registration))


def each(
    registrations: Iterable[Registration], event: Published
) -> list[tuple[Registration, events.RegistrationEvent]]:
    """Every registration with its event, as repositories take them."""
    return [(registration, event(registration)) for registration in registrations]
