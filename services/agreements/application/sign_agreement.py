"""The office records that a party signed."""

from __future__ import annotations

from uuid import UUID

from contracts.agreements import AgreementSigned
from services.agreements.application.described import Described, describe, locked
from services.agreements.application.published_language import agreement_state
from services.agreements.application.work import Work
from services.agreements.domain.agreements import Signature, sign
from services.agreements.domain.rulebook import Rulebook


async def sign_agreement(
    agreement_id: UUID, signature: Signature, expected_version: int | None, work: Work, rules: Rulebook
) -> Described:
    """Raises: NotOpenForSignature, AlreadySigned, SignedAfterItsEnd."""
    agreement, partner = await locked(agreement_id, expected_version, work)
    signed = sign(agreement, signature)
    await work.agreements.save(signed, publishes=[AgreementSigned(state=agreement_state(signed))])
    return describe(signed, partner, rules)
