"""An agreement ends for good; if the outside world knew it, it is withdrawn there too."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from contracts.agreements import AgreementTerminated, AgreementWithdrawn
from services.agreements.application.described import Described, describe, locked
from services.agreements.application.published_language import agreement_state, with_publication
from services.agreements.application.work import Work
from services.agreements.domain.agreements import terminate
from services.agreements.domain.rulebook import Rulebook


async def terminate_agreement(
    agreement_id: UUID,
    reason: str,
    expected_version: int | None,
    work: Work,
    rules: Rulebook,
    *,
    now: datetime,
) -> Described:
    """Raises: ReasonMissing, AlreadyTerminated."""
    agreement, partner = await locked(agreement_id, expected_version, work)
    ended = terminate(agreement, reason, now)
    event = AgreementTerminated(state=agreement_state(ended))
    await work.agreements.save(ended, publishes=with_publication(event, AgreementWithdrawn, ended, partner))
    return describe(ended, partner, rules)
