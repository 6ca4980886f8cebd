"""What mobility hears of others: agreements with their places, partners' countries, completed courses."""

from __future__ import annotations

from chassis.consuming.projection import Projection
from chassis.consuming.reactor import Reactor
from contracts import topics
from contracts.events import CourseCompleted, RegistrationRepublished
from services.mobility.adapters.agreements import merge
from services.mobility.adapters.work import MobilityWork
from services.mobility.application.hear_of_course import hear_of_course

AGREEMENTS = Projection("mobility.agreements", (topics.AGREEMENT, topics.PARTNER), merge)

COURSES = Reactor[MobilityWork](
    "mobility.courses", {CourseCompleted: hear_of_course, RegistrationRepublished: hear_of_course}
)
