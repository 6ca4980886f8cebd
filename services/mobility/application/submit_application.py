"""A student applies. Whoever is not eligible is told every rule that says so, and that is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from contracts.mobility import ApplicationRefused, ApplicationSubmitted
from contracts.vocabulary import ApplicationStatus, EqfLevel
from services.mobility.application.known import known_of
from services.mobility.application.published_language import application_state
from services.mobility.application.scored import scored_application
from services.mobility.application.work import Work
from services.mobility.domain.application import (
    Application,
    Claim,
    FacultyMissing,
    Record,
    check_claims,
    chosen,
)
from services.mobility.domain.call_rules import selection_of
from services.mobility.domain.eligibility import reasons_against
from services.mobility.domain.person import Person
from services.mobility.domain.rule_book import RuleBook


@dataclass(frozen=True, slots=True)
class SubmitApplication:
    """``wishes`` are (agreement, condition) in the applicant's order."""

    application_id: UUID
    call_id: UUID
    person_id: UUID
    eqf_level: EqfLevel
    isced_code: str
    record: Record
    wishes: Sequence[tuple[UUID, UUID]]
    claims: tuple[Claim, ...]


async def submit_application(
    command: SubmitApplication, work: Work, rules: RuleBook, now: datetime
) -> Application:
    """Raises: DeadlinePassed and the refusals of wrong input; AlreadyApplied from the table."""
    person = await work.people.keep(command.person_id)
    call = await work.calls.keep(command.call_id)
    call.takes_applications(now)
    selection = selection_of(call, rules)
    check_claims(command.claims, selection)
    agreements = await work.agreements.get_many(call.agreement_ids)
    preferences = chosen(command.wishes, call, agreements, command.eqf_level, command.isced_code)
    known = await known_of(person.id, command.eqf_level, preferences, call, work)
    reasons = reasons_against(command.record, command.eqf_level, call, selection, known)
    application = Application(
        id=command.application_id,
        version=1,
        call_id=call.id,
        person_id=person.id,
        faculty=_faculty(person),
        department=person.department,
        eqf_level=command.eqf_level,
        isced_code=command.isced_code,
        status=ApplicationStatus.INELIGIBLE if reasons else ApplicationStatus.SUBMITTED,
        submitted_at=now,
        record=command.record,
        preferences=preferences,
        claims=command.claims,
        refused_by=reasons,
    )
    return await _keep(application, work, rules)


def _faculty(person: Person) -> str:
    if person.faculty is None:
        raise FacultyMissing
    return person.faculty


async def _keep(application: Application, work: Work, rules: RuleBook) -> Application:
    """An ineligible application has no score: there is nothing to compare it with."""
    if application.refused_by:
        await work.applications.save(application, ApplicationRefused(state=application_state(application)))
        return application
    kept = await scored_application(application, work, rules)
    await work.applications.save(kept, ApplicationSubmitted(state=application_state(kept)))
    return kept
