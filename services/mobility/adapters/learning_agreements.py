"""Learning agreements in PostgreSQL."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.identity.access import Sight
from chassis.outbox import Outbox
from contracts import stays as published
from services.mobility.adapters.aggregate_table import AggregateTable
from services.mobility.adapters.tables import LEARNING_AGREEMENT
from services.mobility.adapters.visible import within_sight
from services.mobility.domain.learning_agreement import LearningAgreement, NoSuchLearningAgreement


class PostgresLearningAgreements:
    def __init__(self, connection: AsyncConnection, outbox: Outbox) -> None:
        self._outbox = outbox
        self._table = AggregateTable(
            LEARNING_AGREEMENT, LearningAgreement, NoSuchLearningAgreement, connection
        )

    async def get(self, agreement_id: UUID) -> LearningAgreement:
        return await self._table.get(agreement_id)

    async def lock(self, agreement_id: UUID) -> LearningAgreement:
        return await self._table.lock(agreement_id)

    async def lock_if_any(self, agreement_id: UUID) -> LearningAgreement | None:
        found = await self._table.lock_where(LEARNING_AGREEMENT.c.id == agreement_id)
        return found[0] if found else None

    async def save(self, agreement: LearningAgreement, publishes: published.LearningAgreementEvent) -> None:
        await self._table.save(agreement)
        self._outbox.add(publishes)

    async def forget_reasons(self, person_id: UUID) -> None:
        """Why a course was not recognised is said of a person; it is in no public state."""
        mine = await self._table.lock_where(LEARNING_AGREEMENT.c.person_id == person_id)
        await self._table.save_all([_without_reasons(one) for one in mine])

    async def page(
        self, sight: Sight, person_id: UUID | None, after: UUID | None, limit: int
    ) -> Sequence[LearningAgreement]:
        where: list[Any] = [within_sight(sight, LEARNING_AGREEMENT)]
        where += [] if person_id is None else [LEARNING_AGREEMENT.c.person_id == person_id]
        return await self._table.page(where, after, limit)

    async def following(self, after: UUID | None, limit: int) -> Sequence[LearningAgreement]:
        where = [] if after is None else [LEARNING_AGREEMENT.c.id > after]
        return await self._table.lock_where(*where, limit=limit)


def _without_reasons(agreement: LearningAgreement) -> LearningAgreement:
    silent = tuple(replace(one, reason=None) for one in agreement.recognitions)
    return replace(agreement, recognitions=silent)
