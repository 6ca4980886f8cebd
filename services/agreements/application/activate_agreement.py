"""An agreement comes into force, and the outside world hears of it in the same transaction."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from contracts.agreements import AgreementActivated, AgreementPublished
from services.agreements.application.described import Described, describe, locked
from services.agreements.application.published_language import agreement_state, with_publication
from services.agreements.application.work import Work
from services.agreements.domain.agreements import activate
from services.agreements.domain.rulebook import Rulebook


async def activate_agreement(
    agreement_id: UUID, expected_version: int | None, work: Work, rules: Rulebook, *, now: datetime
) -> Described:
    """Raises: SignaturesMissing, AlreadyInForce, AlreadyTerminated."""
    agreement, partner = await locked(agreement_id, expected_version, work)
    active = activate(agreement, now)
    event = AgreementActivated(state=agreement_state(active))
    await work.agreements.save(active, publishes=with_publication(event, AgreementPublished, active, partner))
    return describe(active, partner, rules)
