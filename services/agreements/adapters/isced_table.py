"""Fields of education in PostgreSQL, for searching by code and by label in both languages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.folding import search_query
from services.agreements.adapters.tables import ISCED_FIELD
from services.agreements.domain.isced import IscedField, IscedLevel

COLUMNS = [ISCED_FIELD.c[name] for name in ("code", "level", "label_tr", "label_en")]


class PostgresIscedTable:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def replace(self, fields: Sequence[IscedField]) -> None:
        """Insert or correct; a field is never removed, agreements may name it."""
        incoming = insert(ISCED_FIELD).values([asdict(field) for field in fields])
        labels = {name: incoming.excluded[name] for name in ("level", "label_tr", "label_en")}
        await self._connection.execute(incoming.on_conflict_do_update(index_elements=["code"], set_=labels))

    async def search(
        self, query: str | None, level: IscedLevel | None, after: str | None, limit: int
    ) -> Sequence[IscedField]:
        found = select(*COLUMNS).order_by(ISCED_FIELD.c.code).limit(limit)
        if query is not None:
            words = func.to_tsquery("simple", search_query(query))
            found = found.where(ISCED_FIELD.c.search.bool_op("@@")(words))
        if level is not None:
            found = found.where(ISCED_FIELD.c.level == level)
        if after is not None:
            found = found.where(ISCED_FIELD.c.code > after)
        rows = (await self._connection.execute(found)).mappings()
        return [IscedField(**{**row, "level": IscedLevel(row["level"])}) for row in rows]
