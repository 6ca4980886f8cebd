"""The office says that two records are one institution."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from contracts.agreements import (
    AgreementPublished,
    AgreementReassigned,
    AgreementWithdrawn,
    PartnerMerged,
)
from contracts.letters import LetterReassigned
from contracts.vocabulary import AgreementStatus
from services.agreements.application.published_language import (
    agreement_state,
    letter_state,
    partner_state,
    with_publication,
)
from services.agreements.application.standing import PartnerUnknown
from services.agreements.application.work import Work
from services.agreements.domain.agreements import Agreement
from services.agreements.domain.merging import merge, moved_agreement, moved_letter, points_to
from services.agreements.domain.partners import Partner


async def merge_partners(
    duplicate_id: UUID, survivor_id: UUID, expected_version: int | None, work: Work, *, now: datetime
) -> Partner:
    """The duplicate as it is now; asked again, nothing more happens.

    Both are locked, in the order of ids: whoever writes for one of them has finished, or waits and follows.
    Raises: PartnerUnknown, StaleVersion and what ``merge`` raises.
    """
    for partner_id in sorted({duplicate_id, survivor_id}):
        if await work.partners.lock(partner_id) is None:
            raise PartnerUnknown("into_id" if partner_id == survivor_id else None)
    locked = await work.partners.get_many([duplicate_id, survivor_id])
    duplicate, survivor = locked[duplicate_id], locked[survivor_id]
    merged = merge(duplicate, survivor)
    if merged is None:
        return duplicate
    duplicate.require_version(expected_version)
    await _move(duplicate, survivor, work, now)
    for pointing in await work.partners.merged_into(duplicate.id):
        await _save(points_to(pointing, survivor), work)
    await _save(merged, work)
    return merged


async def _save(merged: Partner, work: Work) -> None:
    await work.partners.save(merged, publishes=[PartnerMerged(state=partner_state(merged))])


async def _move(duplicate: Partner, survivor: Partner, work: Work, now: datetime) -> None:
    for agreement in await work.agreements.lock_of_partner(duplicate.id):
        moved = moved_agreement(agreement, survivor, now)
        event = AgreementReassigned(state=agreement_state(moved))
        outside = _outside(moved)
        await work.agreements.save(moved, publishes=with_publication(event, outside, moved, survivor))
    for letter in await work.letters.lock_of_partner(duplicate.id):
        readdressed = moved_letter(letter, survivor)
        await work.letters.save(readdressed, publishes=LetterReassigned(state=letter_state(readdressed)))
    await work.contacts.move(duplicate.id, survivor.id)
    await work.notes.move(duplicate.id, survivor.id)


def _outside(agreement: Agreement) -> type[AgreementPublished | AgreementWithdrawn]:
    """What was said last outside, with the survivor's name."""
    in_force = agreement.status is AgreementStatus.ACTIVE
    return AgreementPublished if in_force else AgreementWithdrawn
