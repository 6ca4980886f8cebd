"""A person's data change: everything by the office, e-mail and IBAN by the person."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from contracts.mobility import PersonChanged
from services.mobility.application.published_language import person_state
from services.mobility.application.work import Work
from services.mobility.domain.person import Person, corrected
from services.mobility.domain.rule_book import RuleBook


async def correct_person(
    person_id: UUID,
    changes: Mapping[str, object],
    work: Work,
    rules: RuleBook,
    *,
    by_office: bool,
    expected: int,
) -> Person:
    person = await work.people.lock(person_id)
    changed = corrected(person, changes, by_office=by_office, expected=expected)
    rules.require_faculty(changed.faculty)
    await work.people.save(changed, PersonChanged(state=person_state(changed)))
    return changed
