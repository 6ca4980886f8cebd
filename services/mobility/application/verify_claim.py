"""An officer has seen the document behind a bonus, or establishes a penalty; the score follows."""

from __future__ import annotations

from uuid import UUID

from contracts.mobility import BonusVerified
from services.mobility.application.published_language import application_state
from services.mobility.application.scored import scored_application
from services.mobility.application.work import Work
from services.mobility.domain.application import Application, Verification, verified
from services.mobility.domain.call_rules import selection_of
from services.mobility.domain.rule_book import RuleBook


async def verify_claim(
    application_id: UUID,
    verification: Verification,
    work: Work,
    rules: RuleBook,
    *,
    by_office: bool,
    expected: int | None,
) -> Application:
    application = await work.applications.lock(application_id)
    call = await work.calls.get(application.call_id)
    selection = selection_of(call, rules)
    decided = verified(application, verification, selection, by_office=by_office, expected=expected)
    rescored = await scored_application(decided, work, rules)
    await work.applications.save(rescored, BonusVerified(state=application_state(rescored)))
    return rescored
