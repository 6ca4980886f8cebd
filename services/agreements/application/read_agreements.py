"""Which agreements a caller may read: the office all, a partner university its own, others those in force."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from chassis.identity.access import Sight
from chassis.refusal import NotFound
from contracts.vocabulary import AgreementStatus
from services.agreements.application.described import Described, describe, describe_all
from services.agreements.application.work import AgreementFilter, Work
from services.agreements.domain.agreements import Agreement
from services.agreements.domain.rulebook import Rulebook


async def read_agreement(agreement_id: UUID, sight: Sight, work: Work, rules: Rulebook) -> Described:
    """Raises: NotFound, also for what the caller may not know of."""
    agreement = await work.agreements.get(agreement_id)
    if agreement is None or not may_read(agreement, sight):
        raise NotFound(what="agreement")
    partners = await work.partners.get_many([agreement.terms.partner_id])
    return describe(agreement, partners[agreement.terms.partner_id], rules)


async def list_agreements(
    wanted: AgreementFilter,
    sight: Sight,
    work: Work,
    rules: Rulebook,
    *,
    after: UUID | None,
    limit: int,
) -> Sequence[Described]:
    return await describe_all(await work.agreements.list(wanted, sight, after, limit), work, rules)


def may_read(agreement: Agreement, sight: Sight) -> bool:
    """A draft is the office's own: its partner has not been asked yet."""
    drafted = agreement.status is AgreementStatus.DRAFT
    return sight.sees(
        partner_id=None if drafted else agreement.terms.partner_id,
        in_force=agreement.status is AgreementStatus.ACTIVE,
    )
