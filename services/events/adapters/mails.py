"""Mails in their table: one a person and opportunity, whatever comes to write it again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.refusal import NotFound
from contracts.vocabulary import OpportunityKind
from services.events.adapters.tables import MAIL
from services.events.domain.mail import Mail, State

COLUMNS = MAIL.c


class MailTable:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def lock(self, mail_id: UUID) -> Mail:
        """Raises: NotFound."""
        return await self._one(select(MAIL).where(COLUMNS.id == mail_id).with_for_update())

    async def with_token(self, token: UUID) -> Mail:
        """Raises: NotFound."""
        return await self._one(select(MAIL).where(COLUMNS.token == token))

    async def due(self, now: datetime, limit: int) -> Sequence[UUID]:
        """Those that wait, and those whose claim ended without a word; the longest due first."""
        open_ones = COLUMNS.state.in_([State.WAITING, State.CLAIMED])
        statement = select(COLUMNS.id).where(open_ones, COLUMNS.due_at <= now).order_by(COLUMNS.due_at)
        return list((await self._connection.execute(statement.limit(limit))).scalars())

    async def write(self, mails: Sequence[Mail]) -> None:
        """Who was told already is not told again."""
        if mails:
            once = insert(MAIL).on_conflict_do_nothing(
                index_elements=[COLUMNS.person_id, COLUMNS.opportunity_id]
            )
            await self._connection.execute(once, [asdict(mail) for mail in mails])

    async def save(self, mail: Mail) -> None:
        await self._connection.execute(update(MAIL).where(COLUMNS.id == mail.id).values(asdict(mail)))

    async def settle(self, claimed: Mail, after: Mail) -> None:
        """Unless the claim has ended meanwhile and somebody else has it now."""
        mine = update(MAIL).where(
            COLUMNS.id == claimed.id,
            COLUMNS.state == State.CLAIMED,
            COLUMNS.attempts == claimed.attempts,
        )
        await self._connection.execute(mine.values(state=after.state, due_at=after.due_at))

    async def _one(self, statement: Select[Any]) -> Mail:
        row = (await self._connection.execute(statement)).one_or_none()
        if row is None:
            raise NotFound(what="mail")
        return _mail(row)


def _mail(row: Row[Any]) -> Mail:
    columns = dict(row._mapping)
    kind, state = OpportunityKind(columns.pop("kind")), State(columns.pop("state"))
    return Mail(kind=kind, state=state, **columns)
