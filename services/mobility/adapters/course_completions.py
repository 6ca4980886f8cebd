"""Completed courses in PostgreSQL: what the events service told, kept for files that are opened later."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from services.mobility.adapters.tables import COURSE_COMPLETION
from services.mobility.domain.proofs import Proven
from services.mobility.domain.tasks import Proof

COLUMNS = COURSE_COMPLETION.c


class PostgresCourseCompletions:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def note(self, registration_id: UUID, person_id: UUID, proven: Proven) -> None:
        row = {
            "registration_id": registration_id,
            "person_id": person_id,
            "proof": proven.proof,
            "completed_on": proven.day,
        }
        await self._connection.execute(insert(COURSE_COMPLETION).values(row).on_conflict_do_nothing())

    async def of_person(self, person_id: UUID) -> Sequence[Proven]:
        """The earliest first."""
        theirs = select(COLUMNS.proof, COLUMNS.completed_on).where(COLUMNS.person_id == person_id)
        found = await self._connection.execute(theirs.order_by(COLUMNS.completed_on))
        return [Proven(Proof(row.proof), row.completed_on) for row in found]

    async def forget(self, person_id: UUID) -> None:
        await self._connection.execute(delete(COURSE_COMPLETION).where(COLUMNS.person_id == person_id))
