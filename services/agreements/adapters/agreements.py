"""Agreements in PostgreSQL: the root's columns real, conditions and signatures as documents in the row."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, RowMapping, Select, case, func, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.identity.access import Sight
from chassis.identity.rows import within
from chassis.outbox import Outbox
from contracts.event import Event
from contracts.vocabulary import AgreementEnd, AgreementKind, AgreementStatus, Programme
from services.agreements.adapters.tables import AGREEMENT, PARTNER
from services.agreements.application.work import AgreementFilter
from services.agreements.domain.academic_year import AcademicYear
from services.agreements.domain.agreements import Agreement, Notice, Publication
from services.agreements.domain.conditions import Condition
from services.agreements.domain.content import Content, Signature
from services.agreements.domain.kinds import NO_PARTICULARS, Particulars
from services.agreements.domain.terms import Terms

CONDITIONS = TypeAdapter(tuple[Condition, ...])
SIGNATURES = TypeAdapter(tuple[Signature, ...])
PARTICULARS = TypeAdapter(Particulars)
AMENDMENT = TypeAdapter(Content | None)
EARLIER = TypeAdapter(tuple[Content, ...])
NOTICE = TypeAdapter(Notice | None)
ONE_IMPORT_AT_A_TIME = text("SELECT pg_advisory_xact_lock(hashtext('kervan.agreements.import'))")


class PostgresAgreements:
    def __init__(self, connection: AsyncConnection, outbox: Outbox) -> None:
        self._connection = connection
        self._outbox = outbox

    async def get(self, agreement_id: UUID) -> Agreement | None:
        return await self._one(select(AGREEMENT).where(AGREEMENT.c.id == agreement_id))

    async def lock(self, agreement_id: UUID) -> Agreement | None:
        return await self._one(select(AGREEMENT).where(AGREEMENT.c.id == agreement_id).with_for_update())

    async def lock_of_partner(self, partner_id: UUID) -> Sequence[Agreement]:
        found = select(AGREEMENT).where(AGREEMENT.c.partner_id == partner_id).order_by(AGREEMENT.c.id)
        rows = await self._connection.execute(found.with_for_update())
        return [_agreement(row) for row in rows.mappings()]

    async def add(self, agreements: Sequence[Agreement], publishes: Sequence[Event]) -> None:
        if agreements:
            await self._connection.execute(insert(AGREEMENT), [_row(agreement) for agreement in agreements])
        self._outbox.add(*publishes)

    async def save(self, agreement: Agreement, publishes: Sequence[Event]) -> None:
        await self._connection.execute(
            update(AGREEMENT).where(AGREEMENT.c.id == agreement.id).values(_row(agreement))
        )
        self._outbox.add(*publishes)

    async def claim_references(self, references: Collection[str]) -> set[str]:
        await self._connection.execute(ONE_IMPORT_AT_A_TIME)
        taken = select(AGREEMENT.c.reference).where(AGREEMENT.c.reference.in_(references))
        return set((await self._connection.execute(taken)).scalars())

    async def list(
        self, wanted: AgreementFilter, sight: Sight, after: UUID | None, limit: int
    ) -> Sequence[Agreement]:
        found = select(AGREEMENT).where(_within(sight)).order_by(AGREEMENT.c.id.desc()).limit(limit)
        for column in ("programme", "status"):
            if (value := getattr(wanted, column)) is not None:
                found = found.where(AGREEMENT.c[column] == value)
        if wanted.partner_id is not None:
            merged = select(PARTNER.c.merged_into).where(PARTNER.c.id == wanted.partner_id)
            standing = func.coalesce(merged.scalar_subquery(), wanted.partner_id)
            found = found.where(AGREEMENT.c.partner_id == standing)
        if after is not None:
            found = found.where(AGREEMENT.c.id < after)
        return [_agreement(row) for row in (await self._connection.execute(found)).mappings()]

    async def renewals_of(self, agreement_id: UUID) -> Sequence[Agreement]:
        """Those that were drafted to follow it, also what was given up since; the oldest first."""
        found = select(AGREEMENT).where(AGREEMENT.c.renews == agreement_id).order_by(AGREEMENT.c.id)
        return [_agreement(row) for row in (await self._connection.execute(found)).mappings()]

    async def over(self, today: date, limit: int) -> Sequence[UUID]:
        """Agreements in force whose last day is before ``today``, the longest over first."""
        found = select(AGREEMENT.c.id).order_by(AGREEMENT.c.ends_on, AGREEMENT.c.id).limit(limit)
        in_force = AGREEMENT.c.status == AgreementStatus.ACTIVE
        return list(
            (await self._connection.execute(found.where(in_force, AGREEMENT.c.ends_on < today))).scalars()
        )

    async def expiring(self, by: date, limit: int) -> Sequence[UUID]:
        """Agreements in force that end by then and were not told of, the first to end first."""
        untold = (
            AGREEMENT.c.status == AgreementStatus.ACTIVE,
            AGREEMENT.c.expiring_since.is_(None),
            AGREEMENT.c.ends_on <= by,
        )
        found = select(AGREEMENT.c.id).where(*untold).order_by(AGREEMENT.c.ends_on, AGREEMENT.c.id)
        return list((await self._connection.execute(found.limit(limit))).scalars())

    async def following(
        self, after: UUID | None, limit: int, only_published: bool = False
    ) -> Sequence[Agreement]:
        """The next agreements by id, locked: for sending them again."""
        found = select(AGREEMENT).order_by(AGREEMENT.c.id).limit(limit).with_for_update()
        if only_published:
            found = found.where(AGREEMENT.c.publication_version.is_not(None))
        if after is not None:
            found = found.where(AGREEMENT.c.id > after)
        return [_agreement(row) for row in (await self._connection.execute(found)).mappings()]

    async def _one(self, statement: Select[Any]) -> Agreement | None:
        row = (await self._connection.execute(statement)).mappings().one_or_none()
        return None if row is None else _agreement(row)


def _within(sight: Sight) -> ColumnElement[bool]:
    """As ``may_read`` says of one agreement."""
    proposed = case((AGREEMENT.c.status != AgreementStatus.DRAFT, AGREEMENT.c.partner_id))
    in_force = AGREEMENT.c.status == AgreementStatus.ACTIVE
    return within(sight, partner_id=proposed, in_force=in_force)


def _agreement(row: RowMapping) -> Agreement:
    published = row["publication_version"] is not None
    return Agreement(
        id=row["id"],
        version=row["version"],
        terms=_terms(row),
        status=AgreementStatus(row["status"]),
        signatures=SIGNATURES.validate_python(row["signatures"]),
        imported=row["imported"],
        publication=Publication(row["publication_version"], row["published_at"]) if published else None,
        termination_reason=row["termination_reason"],
        amended_from=_year(row["amended_from_year"]),
        amendment=AMENDMENT.validate_python(row["amendment_content"]),
        earlier=EARLIER.validate_python(row["earlier_contents"]),
        notice=NOTICE.validate_python(row["notice"]),
        ended_by=AgreementEnd(row["ended_by"]) if row["ended_by"] else None,
        renews=row["renews"],
        agreed_with=row["agreed_with"],
        expiring_since=row["expiring_since"],
    )


def _year(starts_in: int | None) -> AcademicYear | None:
    return None if starts_in is None else AcademicYear(starts_in)


def _terms(row: RowMapping) -> Terms:
    return Terms(
        reference=row["reference"],
        programme=Programme(row["programme"]),
        partner_id=row["partner_id"],
        first_year=AcademicYear(row["first_year"]),
        last_year=AcademicYear(row["last_year"]),
        conditions=CONDITIONS.validate_python(row["conditions"]),
        kind=AgreementKind(row["kind"]) if row["kind"] else None,
        particulars=PARTICULARS.validate_python(row["particulars"] or {}),
    )


def _particulars(particulars: Particulars) -> Mapping[str, Any] | None:
    """None where nothing is said, as events have it."""
    return None if particulars == NO_PARTICULARS else PARTICULARS.dump_python(particulars, mode="json")


def _row(agreement: Agreement) -> dict[str, Any]:
    terms, publication = agreement.terms, agreement.publication
    return {
        "id": agreement.id,
        "version": agreement.version,
        "reference": terms.reference,
        "programme": terms.programme,
        "kind": terms.kind,
        "particulars": _particulars(terms.particulars),
        "partner_id": terms.partner_id,
        "status": agreement.status,
        "first_year": terms.first_year.starts_in,
        "last_year": terms.last_year.starts_in,
        "conditions": CONDITIONS.dump_python(terms.conditions, mode="json"),
        "signatures": SIGNATURES.dump_python(agreement.signatures, mode="json"),
        "imported": agreement.imported,
        "publication_version": publication.version if publication else None,
        "published_at": publication.at if publication else None,
        "termination_reason": agreement.termination_reason,
        "amended_from_year": agreement.amended_from.starts_in if agreement.amended_from else None,
        "amendment_content": AMENDMENT.dump_python(agreement.amendment, mode="json"),
        "earlier_contents": EARLIER.dump_python(agreement.earlier, mode="json"),
        "notice": NOTICE.dump_python(agreement.notice, mode="json"),
        "ended_by": agreement.ended_by,
        "ends_on": agreement.ends_on,
        "renews": agreement.renews,
        "agreed_with": agreement.agreed_with,
        "expiring_since": agreement.expiring_since,
    }
