"""Sending one mail: claimed and committed, then sent, then noted. Nothing is held while it is sent.

Between the two transactions the process may end; :mod:`services.events.domain.mail` says what follows.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chassis.work import Transactions
from services.events.adapters.work import EventsWork
from services.events.application.send_mail import (
    NotNow,
    NotThere,
    Post,
    claim_mail,
    note_bounced,
    note_put_off,
    note_sent,
)


@dataclass(frozen=True)
class SendMail:
    """An act of the timetable."""

    post: Post

    async def __call__(self, mail_id: UUID, transactions: Transactions[EventsWork], now: datetime) -> None:
        async with transactions.begin() as work:
            claimed = await claim_mail(mail_id, work, now)
        if claimed is None:
            return
        mail, letter = claimed
        try:
            await self.post.send(letter)
        except NotNow:
            async with transactions.begin() as work:
                await note_put_off(mail, work, now)
            return
        except NotThere:
            async with transactions.begin() as work:
                await note_bounced(mail, letter, work)
            return
        async with transactions.begin() as work:
            await note_sent(mail, work)
