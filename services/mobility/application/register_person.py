"""The office registers a student or member of staff."""

from __future__ import annotations

from contracts.mobility import PersonRegistered
from services.mobility.application.published_language import person_state
from services.mobility.application.work import Work
from services.mobility.domain.person import Person, registered
from services.mobility.domain.rule_book import RuleBook


async def register_person(person: Person, work: Work, rules: RuleBook) -> Person:
    """Raises: what ``registered`` raises, FacultyUnknown; StudentNumberTaken from the table."""
    rules.require_faculty(person.faculty)
    kept = registered(person)
    await work.people.save(kept, PersonRegistered(state=person_state(kept)))
    return kept
