"""The office puts a draft to the partner."""

from __future__ import annotations

from uuid import UUID

from contracts.agreements import AgreementProposed
from services.agreements.application.described import Described, describe, locked
from services.agreements.application.published_language import agreement_state
from services.agreements.application.work import Work
from services.agreements.domain.agreements import propose
from services.agreements.domain.rulebook import Rulebook


async def propose_agreement(
    agreement_id: UUID, expected_version: int | None, work: Work, rules: Rulebook
) -> Described:
    """Raises: NotADraft, ConditionMissing, the refusals of the terms."""
    agreement, partner = await locked(agreement_id, expected_version, work)
    proposed = propose(agreement, partner.facts, rules)
    await work.agreements.save(proposed, publishes=[AgreementProposed(state=agreement_state(proposed))])
    return describe(proposed, partner, rules)
