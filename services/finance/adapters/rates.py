"""Rates, country groups and travel bands: figures by call year, added and never changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from contracts.vocabulary import Currency
from services.finance.adapters.tables import COUNTRY_GROUPS, RATES, TRAVEL_BANDS, TRAVEL_RULES
from services.finance.domain.country_groups import CountryGroup, group_of
from services.finance.domain.rates import Action, Figure, Rate, RateKind, RateUnit
from services.finance.domain.travel import StayLength, TravelBand, Travellers, TravelMode, TravelRule

RateKey = tuple[datetime, UUID]


class RateTable:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def of(self, figure: Figure) -> Sequence[Rate]:
        """Every row for the kind in the call year; which one holds is the domain's decision."""
        wanted = select(RATES).where(
            RATES.c.action == figure.action,
            RATES.c.kind == figure.kind,
            RATES.c.first_call_year <= figure.call_year,
            RATES.c.last_call_year >= figure.call_year,
        )
        return [_rate(row) for row in await self._connection.execute(wanted)]

    async def of_year(self, action: Action, call_year: int) -> Sequence[Rate]:
        """The whole table of a call year, with rows that newer ones replaced."""
        wanted = select(RATES).where(
            RATES.c.action == action,
            RATES.c.first_call_year <= call_year,
            RATES.c.last_call_year >= call_year,
        )
        return [_rate(row) for row in await self._connection.execute(wanted)]

    async def add(self, rate: Rate) -> None:
        await self._connection.execute(insert(RATES).values(asdict(rate)))

    async def group_of(self, country: str, call_year: int) -> str:
        rows = await self._connection.execute(
            select(COUNTRY_GROUPS).where(COUNTRY_GROUPS.c.country == country)
        )
        groups = [
            CountryGroup(r.country, r.first_call_year, r.last_call_year, r.country_group, r.source)
            for r in rows
        ]
        return group_of(country, call_year, groups)

    async def page(
        self, call_year: int | None, kind: RateKind | None, after: RateKey | None, limit: int
    ) -> Sequence[Rate]:
        """In the order in which they were recorded."""
        query = select(RATES).order_by(RATES.c.recorded_at, RATES.c.id).limit(limit)
        if call_year is not None:
            query = query.where(RATES.c.first_call_year <= call_year, RATES.c.last_call_year >= call_year)
        if kind is not None:
            query = query.where(RATES.c.kind == kind)
        if after is not None:
            at, rate_id = after
            query = query.where(
                (RATES.c.recorded_at > at) | ((RATES.c.recorded_at == at) & (RATES.c.id > rate_id))
            )
        return [_rate(row) for row in await self._connection.execute(query)]

    async def travel_bands(self, call_year: int) -> Sequence[Row[Any]]:
        bands = TRAVEL_BANDS.c
        query = select(TRAVEL_BANDS).where(
            bands.first_call_year <= call_year, bands.last_call_year >= call_year
        )
        return (await self._connection.execute(query.order_by(bands.travel, bands.km_from))).all()

    async def bands_of(self, call_year: int) -> Sequence[TravelBand]:
        return [
            TravelBand(TravelMode(r.travel), r.km_from, r.km_to, r.amount, Currency(r.currency), r.source)
            for r in await self.travel_bands(call_year)
        ]

    async def travel_rules(self, action: Action, call_year: int) -> Sequence[TravelRule]:
        rules = TRAVEL_RULES.c
        query = select(TRAVEL_RULES).where(
            rules.action == action, rules.first_call_year <= call_year, rules.last_call_year >= call_year
        )
        return [
            TravelRule(StayLength(row.stay), Travellers(row.travellers), row.source)
            for row in await self._connection.execute(query)
        ]


def _rate(row: Row[Any]) -> Rate:
    return Rate(
        id=row.id,
        action=Action(row.action),
        kind=RateKind(row.kind),
        country_group=row.country_group,
        first_call_year=row.first_call_year,
        last_call_year=row.last_call_year,
        from_day=row.from_day,
        unit=RateUnit(row.unit),
        amount=row.amount,
        currency=Currency(row.currency),
        source=row.source,
        confidence=row.confidence,
        note=row.note,
        recorded_at=row.recorded_at,
        recorded_by=row.recorded_by,
        supersedes=row.supersedes,
    )
