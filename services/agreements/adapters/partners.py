"""Partners in PostgreSQL."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, fields
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    RowMapping,
    Select,
    Text,
    cast,
    func,
    literal,
    or_,
    select,
    true,
    tuple_,
    union_all,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY, aggregate_order_by, insert
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.folding import fold, search_query
from chassis.ids import new_id
from chassis.outbox import Outbox
from contracts.event import Event
from services.agreements.adapters.tables import PARTNER
from services.agreements.application.work import Loaded, NameInCountry
from services.agreements.domain.coordinates import coordinates
from services.agreements.domain.merging import Alike, LikelyDuplicates
from services.agreements.domain.partners import Partner, PartnerFacts

FACTS = tuple(field.name for field in fields(PartnerFacts))
LISTED = [PARTNER.c.id, PARTNER.c.version, *(PARTNER.c[name] for name in FACTS)]
AGGREGATE = [*LISTED, PARTNER.c.merged_into, PARTNER.c.latitude, PARTNER.c.longitude]
FOLDED_CODE = func.replace(func.upper(PARTNER.c.erasmus_code), " ", "", type_=Text)
STANDS = PARTNER.c.merged_into.is_(None)


class PostgresPartners:
    def __init__(self, connection: AsyncConnection, outbox: Outbox) -> None:
        self._connection = connection
        self._outbox = outbox

    async def get(self, partner_id: UUID) -> Partner | None:
        return await self._one(select(*AGGREGATE).where(PARTNER.c.id == partner_id))

    async def lock(self, partner_id: UUID) -> Partner | None:
        return await self._one(select(*AGGREGATE).where(PARTNER.c.id == partner_id).with_for_update())

    async def hold(self, partner_id: UUID) -> Partner | None:
        """Shared: whoever writes for a partner holds it, and who merges it waits for them all."""
        standing = select(*AGGREGATE).where(PARTNER.c.id == partner_id, STANDS)
        return await self._one(standing.with_for_update(read=True))

    async def hold_many(self, partner_ids: Collection[UUID]) -> Mapping[UUID, Partner]:
        standing = select(*AGGREGATE).where(PARTNER.c.id.in_(partner_ids), STANDS).order_by(PARTNER.c.id)
        rows = await self._connection.execute(standing.with_for_update(read=True))
        return {row["id"]: _partner(row) for row in rows.mappings()}

    async def merged_into(self, partner_id: UUID) -> Sequence[Partner]:
        pointing = select(*AGGREGATE).where(PARTNER.c.merged_into == partner_id).order_by(PARTNER.c.id)
        rows = await self._connection.execute(pointing.with_for_update())
        return [_partner(row) for row in rows.mappings()]

    async def get_many(self, partner_ids: Collection[UUID]) -> Mapping[UUID, Partner]:
        rows = await self._connection.execute(select(*AGGREGATE).where(PARTNER.c.id.in_(partner_ids)))
        return {row["id"]: _partner(row) for row in rows.mappings()}

    async def add(self, partners: Sequence[Partner], publishes: Sequence[Event]) -> None:
        if partners:
            await self._connection.execute(insert(PARTNER), [_row(partner) for partner in partners])
        self._outbox.add(*publishes)

    async def save(self, partner: Partner, publishes: Sequence[Event]) -> None:
        await self._connection.execute(
            update(PARTNER).where(PARTNER.c.id == partner.id).values(_row(partner))
        )
        self._outbox.add(*publishes)

    async def publish(self, events: Sequence[Event]) -> None:
        self._outbox.add(*events)

    async def of_codes(self, codes: Collection[str]) -> Mapping[str, Partner]:
        rows = await self._connection.execute(select(*AGGREGATE).where(PARTNER.c.erasmus_code.in_(codes)))
        return {row["erasmus_code"]: _partner(row) for row in rows.mappings()}

    async def named(self, names: Collection[NameInCountry]) -> Mapping[NameInCountry, Sequence[Partner]]:
        written: dict[NameInCountry, list[NameInCountry]] = defaultdict(list)
        for name, country in names:
            written[country, fold(name)].append((name, country))
        key = tuple_(PARTNER.c.country, PARTNER.c.folded_name)
        rows = await self._connection.execute(
            select(*AGGREGATE, PARTNER.c.folded_name).where(key.in_(list(written)))
        )
        found: dict[NameInCountry, list[Partner]] = defaultdict(list)
        for row in rows.mappings():
            for asked in written[row["country"], row["folded_name"]]:
                found[asked].append(_partner(row))
        return found

    async def merge_directory(self, institutions: Sequence[PartnerFacts]) -> Loaded:
        """One statement; only rows that were inserted or truly differ come back, with their new versions."""
        incoming = insert(PARTNER).from_select([column.name for column in LISTED], _as_rows(institutions))
        new = incoming.excluded
        differs: list[ColumnElement[bool]] = [PARTNER.c[name].is_distinct_from(new[name]) for name in FACTS]
        upsert = incoming.on_conflict_do_update(
            index_elements=[PARTNER.c.erasmus_code],
            set_={"version": PARTNER.c.version + 1, **{name: new[name] for name in FACTS}},
            where=or_(*differs),
        ).returning(*AGGREGATE)
        merged = [_partner(row) for row in (await self._connection.execute(upsert)).mappings()]
        return Loaded(
            listed=[partner for partner in merged if partner.version == 1],
            changed=[partner for partner in merged if partner.version > 1],
        )

    async def search(
        self, query: str | None, country: str | None, after: tuple[str, UUID] | None, limit: int
    ) -> Sequence[tuple[str, Partner]]:
        order = (PARTNER.c.folded_name, PARTNER.c.id)
        found = select(*AGGREGATE, PARTNER.c.folded_name).where(STANDS).order_by(*order).limit(limit)
        if query is not None:
            found = found.where(
                PARTNER.c.search.bool_op("@@")(func.to_tsquery("simple", search_query(query)))
            )
        if country is not None:
            found = found.where(PARTNER.c.country == country)
        if after is not None:
            found = found.where(tuple_(*order) > after)
        rows = (await self._connection.execute(found)).mappings()
        return [(row["folded_name"], _partner(row)) for row in rows]

    async def likely_duplicates(
        self, after: tuple[str, str] | None, limit: int
    ) -> Sequence[LikelyDuplicates]:
        """Records that stand, of one folded name in a country, or of one Erasmus code but for its spaces."""
        groups = union_all(
            _alike(Alike.NAME, PARTNER.c.country + " " + PARTNER.c.folded_name, true()),
            _alike(Alike.ERASMUS_CODE, FOLDED_CODE, PARTNER.c.erasmus_code.is_not(None)),
        ).subquery()
        order = (groups.c.alike, groups.c.likeness)
        found = select(groups).order_by(*order).limit(limit)
        if after is not None:
            found = found.where(tuple_(*order) > after)
        rows = (await self._connection.execute(found)).mappings().all()
        partners = await self.get_many({one for row in rows for one in row["ids"]})
        return [
            LikelyDuplicates(Alike(row["alike"]), row["likeness"], tuple(partners[one] for one in row["ids"]))
            for row in rows
        ]

    async def following(self, after: UUID | None, limit: int) -> list[Partner]:
        """The next partners by id, locked: for sending them again."""
        found = select(*AGGREGATE).order_by(PARTNER.c.id).limit(limit).with_for_update()
        if after is not None:
            found = found.where(PARTNER.c.id > after)
        return [_partner(row) for row in (await self._connection.execute(found)).mappings()]

    async def _one(self, statement: Select[Any]) -> Partner | None:
        row = (await self._connection.execute(statement)).mappings().one_or_none()
        return None if row is None else _partner(row)


def _alike(
    alike: Alike, likeness: ColumnElement[str], among: ColumnElement[bool]
) -> Select[*tuple[Any, ...]]:
    ids = func.array_agg(aggregate_order_by(PARTNER.c.id, PARTNER.c.id)).label("ids")
    named = select(literal(alike.value).label("alike"), likeness.label("likeness"), ids)
    return named.where(STANDS, among).group_by(likeness).having(func.count() > 1)


def _partner(row: RowMapping) -> Partner:
    facts = PartnerFacts(**{name: row[name] for name in FACTS})
    where = coordinates(row["latitude"], row["longitude"])
    return Partner(row["id"], row["version"], facts, row["merged_into"], where)


def _row(partner: Partner) -> dict[str, Any]:
    own = {"id": partner.id, "version": partner.version, "merged_into": partner.merged_into}
    where = {name: partner.where and getattr(partner.where, name) for name in ("latitude", "longitude")}
    return own | where | asdict(partner.facts)


def _as_rows(institutions: Sequence[PartnerFacts]) -> Select[Any]:
    """An array a column, unnested: thousands of rows are a dozen parameters."""
    rows = [_row(Partner(new_id(), 1, facts)) for facts in institutions]
    arrays = [cast([row[column.name] for row in rows], ARRAY(column.type)) for column in LISTED]
    names = (column.name for column in LISTED)
    return select(func.unnest(*arrays).table_valued(*names).render_derived())
