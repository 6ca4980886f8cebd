"""The office plans a visit, and changes what it planned."""

from __future__ import annotations

from uuid import UUID

from chassis.ids import new_id
from services.events.application.known_people import require_known
from services.events.application.visited import changed, moved
from services.events.application.work import Work
from services.events.domain import visit as visits
from services.events.domain.visit import Plan, Visit


async def plan_visit(plan: Plan, work: Work) -> Visit:
    """Raises: PersonErased and what the domain's ``plan_visit`` raises."""
    await require_known(plan.person_ids, work)
    visit = visits.plan_visit(new_id(), plan)
    await work.visits.add(visit, publishes=moved(visit))
    return visit


async def change_visit(visit_id: UUID, plan: Plan, expected_version: int, work: Work) -> Visit:
    """Raises: NotFound, StaleVersion, PersonErased and what the domain's ``change`` raises."""
    await require_known(plan.person_ids, work)
    visit = await work.visits.lock(visit_id)
    visit.require_version(expected_version)
    after = visits.change(visit, plan)
    await work.visits.save(after, publishes=changed(after))
    return after
