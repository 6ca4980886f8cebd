"""The office proposes other conditions for an agreement in force, or takes that back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from contracts.agreements import AgreementAmendmentProposed, AgreementAmendmentWithdrawn
from services.agreements.application.described import Described, describe, locked
from services.agreements.application.published_language import agreement_state
from services.agreements.application.work import Work
from services.agreements.domain.academic_year import AcademicYear
from services.agreements.domain.amending import propose_amendment, withdraw_amendment
from services.agreements.domain.conditions import Condition
from services.agreements.domain.rulebook import Rulebook


async def amend_agreement(
    agreement_id: UUID,
    counts_from: AcademicYear,
    conditions: Sequence[Condition],
    work: Work,
    rules: Rulebook,
    *,
    expected_version: int,
    today: date,
) -> Described:
    """Raises: NotFound, StaleVersion and what ``propose_amendment`` raises."""
    agreement, partner = await locked(agreement_id, expected_version, work)
    after = propose_amendment(
        agreement, counts_from, conditions, today=today, partner=partner.facts, rules=rules
    )
    await work.agreements.save(after, publishes=[AgreementAmendmentProposed(state=agreement_state(after))])
    return describe(after, partner, rules)


async def take_amendment_back(
    agreement_id: UUID, expected_version: int | None, work: Work, rules: Rulebook
) -> Described:
    """Raises: NotFound, StaleVersion, NoAmendment."""
    agreement, partner = await locked(agreement_id, expected_version, work)
    after = withdraw_amendment(agreement)
    await work.agreements.save(after, publishes=[AgreementAmendmentWithdrawn(state=agreement_state(after))])
    return describe(after, partner, rules)
