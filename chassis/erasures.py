"""Each service's own log of erasures: when it forgot whom, how many rows that were, and who had asked.

KVKK art. 7 and the regulation of 2017 want every destruction logged and the log kept three years. It says
nothing about the person, not even the id: who has it can ask for its digest. The service that was asked knows
who asked; a line in the others' logs is their confirmation. ``chassis.http.erasures`` shows it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Column, DateTime, Table, Text, Uuid, func, insert, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.database import new_metadata
from chassis.ids import new_id

ERASED_WITHIN = timedelta(days=30)
"""KVKK art. 13: of the request. Counted from when it was parked, for it comes within seconds."""

ERASURE = Table(
    "erasure",
    new_metadata(),
    Column("id", Uuid, primary_key=True),
    Column("person", Text, nullable=False, index=True, doc="SHA-256 of the id"),
    Column("erased_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Column("asked_by", Text),
    Column("rows", JSONB, nullable=False),
)


async def note(
    connection: AsyncConnection, person_id: UUID, rows: Mapping[str, int], asked_by: str | None = None
) -> None:
    """In the erasure's own transaction. ``rows``: how many went, by table."""
    line = {"id": new_id(), "person": digest(person_id), "asked_by": asked_by, "rows": dict(rows)}
    await connection.execute(insert(ERASURE).values(line))


def digest(person_id: UUID) -> str:
    """Cannot be turned back: ids are random enough."""
    return hashlib.sha256(person_id.bytes).hexdigest()


async def page_of(
    connection: AsyncConnection, person_id: UUID | None, after: UUID | None, limit: int
) -> Sequence[Any]:
    """Lines of the log, oldest first."""
    wanted = select(ERASURE).order_by(ERASURE.c.id).limit(limit)
    if person_id is not None:
        wanted = wanted.where(ERASURE.c.person == digest(person_id))
    if after is not None:
        wanted = wanted.where(ERASURE.c.id > after)
    return (await connection.execute(wanted)).all()
