"""A mail that is due: claimed in one transaction, sent between two, noted in the other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from services.events.application.work import Work
from services.events.domain import mail as mails
from services.events.domain.mail import Mail
from services.events.domain.opportunity import Opportunity


@dataclass(frozen=True, slots=True)
class Letter:
    """What goes out. ``id`` makes the Message-ID, the same at every attempt."""

    id: UUID
    address: str
    token: UUID
    opportunity: Opportunity


class NotNow(Exception):
    """The mail server is away, or cannot take the mail at present."""


class NotThere(Exception):
    """The mail server says that the address takes no mail."""


class Post(Protocol):
    async def send(self, letter: Letter) -> None:
        """Returns when the mail server has taken it. Raises: NotNow, NotThere."""


async def claim_mail(mail_id: UUID, work: Work, now: datetime) -> tuple[Mail, Letter] | None:
    """None when there is nothing to send: not due, or not wanted any more."""
    claimed = mails.claim(await work.mails.lock(mail_id), now)
    if claimed is None:
        return None
    letter = await _letter(claimed, work)
    await work.mails.save(claimed if letter else mails.unwanted(claimed))
    return (claimed, letter) if letter else None


async def _letter(mail: Mail, work: Work) -> Letter | None:
    """Consent, address and offer as they are now, not as they were when the mail was written."""
    interest = await work.interests.of(mail.person_id)
    address = await work.recipients.address(mail.person_id)
    opportunity = await work.opportunities.get(mail.opportunity_id)
    if interest is None or mail.kind not in interest.mail_kinds or address is None or not opportunity.is_open:
        return None
    return Letter(mail.id, address, mail.token, opportunity)


async def note_sent(mail: Mail, work: Work) -> None:
    await work.mails.settle(mail, mails.sent(mail))


async def note_put_off(mail: Mail, work: Work, now: datetime) -> None:
    await work.mails.settle(mail, mails.put_off(mail, now))


async def note_bounced(mail: Mail, letter: Letter, work: Work) -> None:
    """The address takes no mail until the person gives another one."""
    await work.mails.settle(mail, mails.bounced(mail))
    await work.recipients.note_bounce(mail.person_id, letter.address)
