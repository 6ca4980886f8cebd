"""The office records that a party signed: the agreement, or the amendment that waits."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from contracts.agreements import AgreementAmended, AgreementPublished, AgreementSigned
from contracts.event import Event
from services.agreements.application.described import Described, describe, locked
from services.agreements.application.published_language import agreement_state, with_publication
from services.agreements.application.work import Work
from services.agreements.domain.agreements import Agreement, sign
from services.agreements.domain.amending import sign_amendment
from services.agreements.domain.content import Signature
from services.agreements.domain.partners import Partner
from services.agreements.domain.rulebook import Rulebook


async def sign_agreement(
    agreement_id: UUID,
    signature: Signature,
    expected_version: int | None,
    work: Work,
    rules: Rulebook,
    *,
    now: datetime,
) -> Described:
    """Raises: what ``sign`` and ``sign_amendment`` raise."""
    agreement, partner = await locked(agreement_id, expected_version, work)
    if agreement.amendment is None:
        signed = sign(agreement, signature)
    else:
        signed = sign_amendment(agreement, signature, now)
    await work.agreements.save(signed, publishes=_told(agreement, signed, partner))
    return describe(signed, partner, rules)


def _told(before: Agreement, after: Agreement, partner: Partner) -> tuple[Event, ...]:
    """Partner universities hear of an amendment once it is in force."""
    if before.amendment is None or after.amendment is not None:
        return (AgreementSigned(state=agreement_state(after)),)
    amended = AgreementAmended(state=agreement_state(after))
    return with_publication(amended, AgreementPublished, after, partner)
