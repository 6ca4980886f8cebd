"""Opportunities in their table, and how far their telling has come."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, insert, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.outbox import Outbox
from chassis.refusal import LocalizedText, NotFound
from contracts.opportunities import OpportunityEvent
from contracts.vocabulary import EqfLevel, OpportunityKind
from contracts.vocabulary import OpportunityStatus as Status
from services.events.adapters.tables import OPPORTUNITY
from services.events.domain.opportunity import Offer, Opportunity

COLUMNS = OPPORTUNITY.c


class OpportunityRepository:
    def __init__(self, connection: AsyncConnection, outbox: Outbox) -> None:
        self._connection, self._outbox = connection, outbox

    async def get(self, opportunity_id: UUID) -> Opportunity:
        """Raises: NotFound."""
        return await self._one(_by_id(opportunity_id))

    async def lock(self, opportunity_id: UUID) -> Opportunity:
        """Raises: NotFound."""
        return await self._one(_by_id(opportunity_id).with_for_update())

    async def open(self) -> Sequence[Opportunity]:
        return await self._all(select(OPPORTUNITY).where(COLUMNS.status == Status.OPEN))

    async def page(
        self, status: Status | None, after: tuple[datetime, UUID] | None, limit: int
    ) -> Sequence[Opportunity]:
        """By deadline."""
        order = (COLUMNS.deadline, COLUMNS.id)
        statement = select(OPPORTUNITY).order_by(*order).limit(limit)
        if status is not None:
            statement = statement.where(COLUMNS.status == status)
        return await self._all(statement if after is None else statement.where(tuple_(*order) > after))

    async def over(self, now: datetime, limit: int) -> Sequence[UUID]:
        """Those that are open although their deadline has passed."""
        statement = select(COLUMNS.id).where(COLUMNS.status == Status.OPEN, COLUMNS.deadline <= now)
        return await self._ids(statement.order_by(COLUMNS.deadline).limit(limit))

    async def untold(self, limit: int) -> Sequence[UUID]:
        """Those of which not everybody was told whom they are for."""
        return await self._ids(select(COLUMNS.id).where(COLUMNS.untold).order_by(COLUMNS.id).limit(limit))

    async def told_up_to(self, opportunity_id: UUID) -> UUID | None:
        """The last interest that was looked at; None at the beginning."""
        wanted = select(COLUMNS.told_up_to).where(COLUMNS.id == opportunity_id)
        found: UUID | None = (await self._connection.execute(wanted)).scalar_one()
        return found

    async def note_told(self, opportunity_id: UUID, up_to: UUID | None) -> None:
        """None: everybody was looked at."""
        await self._note(opportunity_id, up_to, untold=up_to is not None)

    async def tell_from_the_first(self, opportunity_id: UUID) -> None:
        await self._note(opportunity_id, None, untold=True)

    async def lock_after(self, after: UUID | None, limit: int) -> Sequence[Opportunity]:
        """The next by id, for saying everything again."""
        statement = select(OPPORTUNITY).order_by(COLUMNS.id).limit(limit).with_for_update()
        return await self._all(statement if after is None else statement.where(COLUMNS.id > after))

    async def add(self, opportunity: Opportunity, publishes: OpportunityEvent) -> None:
        await self._connection.execute(insert(OPPORTUNITY).values(_row(opportunity)))
        self._outbox.add(publishes)

    async def save(self, opportunity: Opportunity, publishes: OpportunityEvent) -> None:
        mine = update(OPPORTUNITY).where(COLUMNS.id == opportunity.id)
        await self._connection.execute(mine.values(_row(opportunity)))
        self._outbox.add(publishes)

    async def _note(self, opportunity_id: UUID, up_to: UUID | None, *, untold: bool) -> None:
        mine = update(OPPORTUNITY).where(COLUMNS.id == opportunity_id)
        await self._connection.execute(mine.values(told_up_to=up_to, untold=untold))

    async def _one(self, statement: Select[Any]) -> Opportunity:
        row = (await self._connection.execute(statement)).one_or_none()
        if row is None:
            raise NotFound(what="opportunity")
        return _opportunity(row)

    async def _all(self, statement: Select[Any]) -> Sequence[Opportunity]:
        return [_opportunity(row) for row in await self._connection.execute(statement)]

    async def _ids(self, statement: Select[Any]) -> Sequence[UUID]:
        return list((await self._connection.execute(statement)).scalars())


def _by_id(opportunity_id: UUID) -> Select[Any]:
    return select(OPPORTUNITY).where(COLUMNS.id == opportunity_id)


def _row(opportunity: Opportunity) -> dict[str, Any]:
    offer = opportunity.offer
    return {
        "id": opportunity.id,
        "version": opportunity.version,
        "kind": offer.kind,
        "title_tr": offer.title.tr,
        "title_en": offer.title.en,
        "body_tr": offer.body.tr,
        "body_en": offer.body.en,
        "source": offer.source,
        "url": offer.url,
        "deadline": offer.deadline,
        "faculties": sorted(offer.faculties),
        "eqf_levels": sorted(offer.eqf_levels),
        "languages": sorted(offer.languages),
        "status": opportunity.status,
    }


def _opportunity(row: Row[Any]) -> Opportunity:
    offer = Offer(
        kind=OpportunityKind(row.kind),
        title=LocalizedText(tr=row.title_tr, en=row.title_en),
        body=LocalizedText(tr=row.body_tr, en=row.body_en),
        source=row.source,
        deadline=row.deadline,
        url=row.url,
        faculties=frozenset(row.faculties),
        eqf_levels=frozenset(map(EqfLevel, row.eqf_levels)),
        languages=frozenset(row.languages),
    )
    return Opportunity(row.id, offer, Status(row.status), row.version)
