"""The partner for which something is written: the record that stands, also by the id of one merged into it.

Whoever writes for a partner holds it until the commit, so that a merge beside them moves what they wrote or
comes first and is followed. Partners are locked before agreements and letters, by everybody.
"""

from __future__ import annotations

from uuid import UUID

from chassis.refusal import Kind, Refusal
from services.agreements.application.work import Work
from services.agreements.domain.partners import Partner


class PartnerUnknown(Refusal):
    code, kind = "partner-unknown", Kind.NOT_FOUND
    tr, en = "Böyle bir ortak kurum yok.", "There is no such partner institution."
    next_tr = "Kurumu adıyla arayın; rehberde yoksa önce ekleyin."
    next_en = "Search the institution by name; if it is not in the directory, add it first."


async def standing_partner(partner_id: UUID, work: Work, *, hold: bool = True) -> Partner:
    """Merges have no circles, so following them ends. Raises: PartnerUnknown."""
    if hold and (held := await work.partners.hold(partner_id)) is not None:
        return held
    partner = await work.partners.get(partner_id)
    if partner is None:
        raise PartnerUnknown("partner_id")
    if partner.merged_into is None:
        return partner
    return await standing_partner(partner.merged_into, work, hold=hold)
