"""The copy of agreements and partners: kept by projections, read by use cases."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Table, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.consuming.projection import newest_by_key
from contracts.agreements import AgreementEvent, PartnerEvent
from contracts.cloudevents import Received
from services.mobility.adapters.aggregate_table import AggregateTable
from services.mobility.adapters.tables import AGREEMENT, PARTNER
from services.mobility.domain.agreement import Agreement
from services.mobility.domain.missing import NoSuchAgreement


class PostgresAgreements:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self._table = AggregateTable(AGREEMENT, Agreement, NoSuchAgreement, connection)

    async def get_many(self, agreement_ids: Collection[UUID]) -> Mapping[UUID, Agreement]:
        found = await self._table.select(AGREEMENT.c.id.in_(agreement_ids))
        return {one.id: one for one in found}

    async def lock_many(self, agreement_ids: Collection[UUID]) -> Mapping[UUID, Agreement]:
        found = await self._table.lock_where(AGREEMENT.c.id.in_(agreement_ids))
        return {one.id: one for one in found}

    async def countries(self, partner_ids: Collection[UUID]) -> Mapping[UUID, str]:
        found = select(PARTNER.c.id, PARTNER.c.country).where(PARTNER.c.id.in_(partner_ids))
        return dict((await self._connection.execute(found)).all())

    async def partner_name(self, partner_id: UUID) -> str | None:
        found = await self._connection.execute(select(PARTNER.c.name).where(PARTNER.c.id == partner_id))
        name: str | None = found.scalar_one_or_none()
        return name


async def merge(connection: AsyncConnection, batch: Sequence[Received]) -> None:
    """Partners and agreements of a batch, each unless a newer state is here already."""
    events = [received.event for received in newest_by_key(batch)]
    await _upsert(connection, PARTNER, [_partner(e) for e in events if isinstance(e, PartnerEvent)])
    await _upsert(connection, AGREEMENT, [_agreement(e) for e in events if isinstance(e, AgreementEvent)])


def _partner(event: PartnerEvent) -> dict[str, Any]:
    return event.state.model_dump(include=set(PARTNER.columns.keys()))


def _agreement(event: AgreementEvent) -> dict[str, Any]:
    row = event.state.model_dump(include=set(AGREEMENT.columns.keys()))
    return row | {"conditions": event.state.model_dump(mode="json")["conditions"]}


async def _upsert(connection: AsyncConnection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """In the order of ids, as everybody locks them."""
    if not rows:
        return
    incoming = insert(table).values(sorted(rows, key=lambda row: str(row["id"])))
    await connection.execute(
        incoming.on_conflict_do_update(
            index_elements=[table.c.id],
            set_={c.name: c for c in incoming.excluded if c.name != "id"},
            where=table.c.version < incoming.excluded.version,
        )
    )
