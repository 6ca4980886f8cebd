"""An agreement's end by notice and by the clock; at once by the office: ``terminate_agreement``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from chassis.clock import academic_date
from contracts.agreements import (
    AgreementExpiring,
    AgreementNoticeGiven,
    AgreementTerminated,
    AgreementWithdrawn,
)
from contracts.vocabulary import Signatory
from services.agreements.application.described import Described, describe, locked
from services.agreements.application.published_language import agreement_state, with_publication
from services.agreements.application.work import Work
from services.agreements.domain.ending import end_by_clock, give_notice, tell_expiring
from services.agreements.domain.lead_times import Lead, LeadTime, lead_on
from services.agreements.domain.rulebook import Rulebook


async def note_notice(
    agreement_id: UUID,
    by: Signatory,
    given_on: date,
    work: Work,
    rules: Rulebook,
    *,
    reason: str,
    expected_version: int | None,
    today: date,
) -> Described:
    """Raises: NotFound, StaleVersion and what ``give_notice`` raises."""
    agreement, partner = await locked(agreement_id, expected_version, work)
    after = give_notice(agreement, by, given_on, reason, today=today, deadlines=rules.deadlines)
    await work.agreements.save(after, publishes=[AgreementNoticeGiven(state=agreement_state(after))])
    return describe(after, partner, rules)


async def tell_that_it_expires(
    agreement_id: UUID, work: Work, leads: Sequence[LeadTime], now: datetime
) -> None:
    """Whoever was quicker has left nothing to tell. Raises: LeadUnknown."""
    agreement, _ = await locked(agreement_id, None, work)
    today = academic_date(now)
    after = tell_expiring(agreement, today, lead_on(today, Lead.AGREEMENT_EXPIRING, leads))
    if after is not None:
        await work.agreements.save(after, publishes=[AgreementExpiring(state=agreement_state(after))])


async def end_agreement_that_is_over(agreement_id: UUID, work: Work, now: datetime) -> None:
    """Its last day has passed. Whoever was quicker has left nothing to do."""
    agreement, partner = await locked(agreement_id, None, work)
    after = end_by_clock(agreement, academic_date(now), now)
    if after is not None:
        event = AgreementTerminated(state=agreement_state(after))
        await work.agreements.save(
            after, publishes=with_publication(event, AgreementWithdrawn, after, partner)
        )
