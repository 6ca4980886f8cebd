"""What people want to hear of, and when they consented to mail or took that back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.outbox import Outbox
from contracts.opportunities import InterestErased, InterestEvent
from contracts.vocabulary import EqfLevel, OpportunityKind
from services.events.adapters.tables import INTEREST, MAIL_CONSENT, RECIPIENT
from services.events.application.work import Listener
from services.events.domain.interest import Attributes, Interest

COLUMNS, CONSENT = INTEREST.c, MAIL_CONSENT.c
LISTENERS = select(INTEREST, RECIPIENT.c.faculty, RECIPIENT.c.eqf_level).select_from(
    INTEREST.outerjoin(RECIPIENT, RECIPIENT.c.person_id == COLUMNS.person_id)
)


class InterestRepository:
    def __init__(self, connection: AsyncConnection, outbox: Outbox) -> None:
        self._connection, self._outbox = connection, outbox

    async def of(self, person_id: UUID) -> Interest | None:
        return await self._one(select(INTEREST).where(COLUMNS.person_id == person_id))

    async def lock_of(self, person_id: UUID) -> Interest | None:
        return await self._one(select(INTEREST).where(COLUMNS.person_id == person_id).with_for_update())

    async def after(self, interest_id: UUID | None, limit: int) -> Sequence[Listener]:
        """The next by id, with what is known of the people."""
        statement = LISTENERS.order_by(COLUMNS.id).limit(limit)
        if interest_id is not None:
            statement = statement.where(COLUMNS.id > interest_id)
        return [_listener(row) for row in await self._connection.execute(statement)]

    async def untold(self, limit: int) -> Sequence[UUID]:
        """People who or whose interests changed since they were told of what is open."""
        statement = select(COLUMNS.person_id).where(COLUMNS.untold).order_by(COLUMNS.id).limit(limit)
        return list((await self._connection.execute(statement)).scalars())

    async def lock_listener(self, person_id: UUID) -> Listener | None:
        """To be told in this transaction. None when nothing is untold."""
        mine = update(INTEREST).where(COLUMNS.person_id == person_id, COLUMNS.untold)
        if not (await self._connection.execute(mine.values(untold=False))).rowcount:
            return None
        row = (await self._connection.execute(LISTENERS.where(COLUMNS.person_id == person_id))).one()
        return _listener(row)

    async def lock_after(self, after: UUID | None, limit: int) -> Sequence[Interest]:
        """The next by id, for saying everything again."""
        statement = select(INTEREST).order_by(COLUMNS.id).limit(limit).with_for_update()
        statement = statement if after is None else statement.where(COLUMNS.id > after)
        return [_interest(row) for row in await self._connection.execute(statement)]

    async def save(self, interest: Interest, publishes: InterestEvent) -> None:
        row = _row(interest)
        upsert = insert(INTEREST).values(row).on_conflict_do_update(index_elements=[COLUMNS.id], set_=row)
        await self._connection.execute(upsert)
        self._outbox.add(publishes)

    async def erase(self, interest: Interest, publishes: InterestErased) -> None:
        await self._connection.execute(delete(INTEREST).where(COLUMNS.id == interest.id))
        self._outbox.add(publishes)

    async def _one(self, statement: Select[Any]) -> Interest | None:
        row = (await self._connection.execute(statement)).one_or_none()
        return None if row is None else _interest(row)


class ConsentTable:
    """Kept as evidence: for which kind, from when to when."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def note(self, interest: Interest, now: datetime) -> None:
        """What differs from the consents of before."""
        standing = select(CONSENT.kind).where(
            CONSENT.person_id == interest.person_id, CONSENT.taken_back_at.is_(None)
        )
        before = {OpportunityKind(kind) for kind in (await self._connection.execute(standing)).scalars()}
        gone, fresh = before - interest.mail_kinds, interest.mail_kinds - before
        ended = update(MAIL_CONSENT).where(
            CONSENT.person_id == interest.person_id, CONSENT.kind.in_(gone), CONSENT.taken_back_at.is_(None)
        )
        await self._connection.execute(ended.values(taken_back_at=now))
        rows = [{"person_id": interest.person_id, "kind": kind, "given_at": now} for kind in sorted(fresh)]
        if rows:
            await self._connection.execute(insert(MAIL_CONSENT), rows)


def _row(interest: Interest) -> dict[str, Any]:
    return {
        "id": interest.id,
        "version": interest.version,
        "person_id": interest.person_id,
        "kinds": sorted(interest.kinds),
        "languages": sorted(interest.languages),
        "mail_kinds": sorted(interest.mail_kinds),
        "untold": True,
    }


def _interest(row: Row[Any]) -> Interest:
    return Interest(
        id=row.id,
        person_id=row.person_id,
        kinds=frozenset(map(OpportunityKind, row.kinds)),
        languages=frozenset(row.languages),
        mail_kinds=frozenset(map(OpportunityKind, row.mail_kinds)),
        version=row.version,
    )


def _listener(row: Row[Any]) -> Listener:
    level = None if row.eqf_level is None else EqfLevel(row.eqf_level)
    return Listener(_interest(row), Attributes(row.faculty, level))
