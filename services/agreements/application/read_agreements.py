"""Which agreements a caller may read: the office all, a partner university its own, others those in force."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from chassis.identity.caller import Caller, Role
from chassis.refusal import NotFound
from contracts.vocabulary import AgreementStatus
from services.agreements.application.described import Described, describe, describe_all
from services.agreements.application.work import AgreementFilter, Work
from services.agreements.domain.agreements import Agreement
from services.agreements.domain.rulebook import Rulebook


async def read_agreement(agreement_id: UUID, caller: Caller, work: Work, rules: Rulebook) -> Described:
    """Raises: NotFound, also for what the caller may not know of."""
    agreement = await work.agreements.get(agreement_id)
    if agreement is None or not may_read(agreement, caller):
        raise NotFound(what="agreement")
    partners = await work.partners.get_many([agreement.terms.partner_id])
    return describe(agreement, partners[agreement.terms.partner_id], rules)


async def list_agreements(
    wanted: AgreementFilter,
    caller: Caller,
    work: Work,
    rules: Rulebook,
    *,
    after: UUID | None,
    limit: int,
) -> Sequence[Described]:
    narrowed = within_sight(wanted, caller)
    if narrowed is None:
        return []
    return await describe_all(await work.agreements.list(narrowed, after, limit), work, rules)


def may_read(agreement: Agreement, caller: Caller) -> bool:
    if caller.has(Role.OFFICE):
        return True
    if caller.has(Role.PARTNER):
        return caller.partner_id == agreement.terms.partner_id
    return agreement.status is AgreementStatus.ACTIVE


def within_sight(wanted: AgreementFilter, caller: Caller) -> AgreementFilter | None:
    """``wanted`` narrowed to what the caller may read; None when nothing is left."""
    if caller.has(Role.OFFICE):
        return wanted
    if not caller.has(Role.PARTNER):
        return replace(wanted, only_active=True)
    if caller.partner_id is None or wanted.partner_id not in (None, caller.partner_id):
        return None
    return replace(wanted, partner_id=caller.partner_id)
