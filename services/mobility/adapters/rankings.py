"""Rankings in PostgreSQL: the lines of a call's last ranking, replaced as a whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.identity.access import Sight
from services.mobility.adapters.tables import STANDING
from services.mobility.adapters.visible import within_sight
from services.mobility.application.work import KeptStanding
from services.mobility.domain.application import Application
from services.mobility.domain.ranking import Standing


@dataclass(frozen=True, slots=True)
class RankingLine:
    """A line as people read it."""

    rank: int
    unit_rank: int
    unit: str
    application_id: UUID
    person_id: UUID
    faculty: str
    score: Decimal
    place: UUID | None
    reserve: tuple[UUID, ...]


KEPT = TypeAdapter(list[KeptStanding])
LINES = TypeAdapter(list[RankingLine])


class PostgresRankings:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def replace(
        self, call_id: UUID, standings: Sequence[Standing], of: Mapping[UUID, Application]
    ) -> None:
        await self._connection.execute(delete(STANDING).where(STANDING.c.call_id == call_id))
        if standings:
            rows = [_row(call_id, one, of[one.candidate.application_id]) for one in standings]
            await self._connection.execute(insert(STANDING), rows)

    async def of_call(self, call_id: UUID) -> Sequence[KeptStanding]:
        columns = [STANDING.c[name] for name in KeptStanding.__slots__]
        found = select(*columns).where(STANDING.c.call_id == call_id).order_by(STANDING.c.rank)
        return KEPT.validate_python([dict(row) for row in (await self._connection.execute(found)).mappings()])

    async def page(self, call_id: UUID, sight: Sight, after: int | None, limit: int) -> Sequence[RankingLine]:
        columns = [STANDING.c[name] for name in RankingLine.__slots__]
        found = select(*columns).where(STANDING.c.call_id == call_id, within_sight(sight, STANDING))
        if after is not None:
            found = found.where(STANDING.c.rank > after)
        rows = (await self._connection.execute(found.order_by(STANDING.c.rank).limit(limit))).mappings()
        return LINES.validate_python([dict(row) for row in rows])


def _row(call_id: UUID, standing: Standing, application: Application) -> dict[str, Any]:
    return {
        "call_id": call_id,
        "rank": standing.rank,
        "unit_rank": standing.unit_rank,
        "unit": standing.candidate.unit,
        "application_id": application.id,
        "application_version": application.version,
        "person_id": application.person_id,
        "faculty": application.faculty,
        "score": standing.candidate.score,
        "place": standing.place,
        "reserve": [str(condition) for condition in standing.reserve],
    }
