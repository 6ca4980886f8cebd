"""How many days before or after something is done; data, each with its source and its first day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from chassis.refusal import Refusal


class Lead(StrEnum):
    FORMER_CONTACT_KEPT = "former-contact-kept"
    """After the last day of somebody who left a partner: then they are forgotten."""

    AGREEMENT_EXPIRING = "agreement-expiring"
    """Before an agreement's last day: then it is told that it ends."""


class LeadUnknown(Refusal):
    code = "lead-time-unknown"
    tr, en = "{day} günü için bu süre bilinmiyor: {what}.", "This period is not known for {day}: {what}."
    next_tr, next_en = (
        "Süreyi kaynağıyla birlikte veriye ekletin.",
        "Have it added to the data with its source.",
    )


@dataclass(frozen=True, slots=True)
class LeadTime:
    """``days`` from ``since`` on, until a later row says otherwise."""

    what: Lead
    since: date
    days: int


def lead_on(day: date, what: Lead, leads: Sequence[LeadTime]) -> timedelta:
    """Raises: LeadUnknown."""
    known = [lead for lead in leads if lead.what is what and lead.since <= day]
    if not known:
        raise LeadUnknown(day=day, what=what)
    return timedelta(days=max(known, key=lambda lead: lead.since).days)
