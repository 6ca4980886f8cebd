"""Grants in PostgreSQL: what is searched by stands in columns, what is only read with the grant in JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, Integer, Row, Select, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.identity.access import Sight
from chassis.identity.rows import within
from chassis.outbox import Outbox
from chassis.refusal import NotFound
from contracts.finance import GrantEvent
from contracts.vocabulary import ActivityKind, Currency, GrantStatus, Programme
from services.finance.adapters.guard import require_one
from services.finance.adapters.tables import GRANTS
from services.finance.domain.budget import Budget
from services.finance.domain.grant import Grant, Stay, WaitingFor
from services.finance.domain.instalments import Instalment
from services.finance.domain.money import Money, total
from services.finance.domain.rates import Action, Figure, RateKind, Step
from services.finance.domain.recovery_plan import RecoveryPlan
from services.finance.domain.support import Line
from services.finance.domain.terms import Terms

STEPS = TypeAdapter(tuple[Step, ...])
TERMS = TypeAdapter(Terms)
LINES = TypeAdapter(tuple[Line, ...])
INSTALMENTS = TypeAdapter(tuple[Instalment, ...])
WAITING_FOR = TypeAdapter(WaitingFor | None)
RECOVERY_PLAN = TypeAdapter(RecoveryPlan | None)

IN_LINE = (GRANTS.c.rank.nulls_last(), GRANTS.c.id)
"""Who is first: the better rank in the call, then who came first."""


@dataclass(frozen=True, slots=True)
class GrantFilter:
    """Which grants a caller asks for; None means any."""

    status: GrantStatus | None = None
    call_year: int | None = None


class GrantTable:
    def __init__(self, connection: AsyncConnection, outbox: Outbox) -> None:
        self._connection = connection
        self._outbox = outbox

    async def get(self, grant_id: UUID) -> Grant:
        """Raises: NotFound."""
        row = (await self._connection.execute(select(GRANTS).where(GRANTS.c.id == grant_id))).one_or_none()
        if row is None:
            raise NotFound(what="grant")
        return _grant(row)

    async def of_mobility(self, mobility_id: UUID) -> Grant | None:
        wanted = select(GRANTS).where(GRANTS.c.mobility_id == mobility_id)
        row = (await self._connection.execute(wanted)).one_or_none()
        return _grant(row) if row else None

    async def budget_of_mobility(self, mobility_id: UUID) -> UUID | None:
        wanted = select(GRANTS.c.budget_id).where(GRANTS.c.mobility_id == mobility_id)
        return (await self._connection.execute(wanted)).scalar_one_or_none()

    async def budgets_of_person(self, person_id: UUID) -> Sequence[UUID]:
        """In the order in which they are to be locked."""
        wanted = select(GRANTS.c.budget_id).where(GRANTS.c.person_id == person_id).distinct()
        return (await self._connection.execute(wanted.order_by(GRANTS.c.budget_id))).scalars().all()

    async def of_person(self, person_id: UUID, budget_id: UUID) -> Sequence[Grant]:
        wanted = select(GRANTS).where(GRANTS.c.person_id == person_id, GRANTS.c.budget_id == budget_id)
        return await self._all(wanted.order_by(GRANTS.c.id))

    async def in_line(self, budget: Budget) -> Sequence[Grant]:
        """Zero-grant places whose amount could fit, the first in line first."""
        wanted = select(GRANTS).where(
            GRANTS.c.budget_id == budget.id,
            GRANTS.c.status == GrantStatus.ZERO_GRANT,
            GRANTS.c.amount <= budget.available.amount,
        )
        return await self._all(wanted.order_by(*IN_LINE))

    async def waiting_for(self, budget_id: UUID, kind: RateKind) -> Sequence[Grant]:
        wanted = select(GRANTS).where(
            GRANTS.c.budget_id == budget_id,
            GRANTS.c.kind == kind,
            GRANTS.c.status == GrantStatus.WAITING_FOR_RATE,
        )
        return await self._all(wanted.order_by(*IN_LINE))

    async def fundable(self, budget_id: UUID) -> Sequence[Grant]:
        """Who could take more: zero-grant places in their order, then those funded in part."""
        in_part = (GRANTS.c.status == GrantStatus.RESERVED) & (
            GRANTS.c.terms["funded_days"].astext.cast(Integer) < GRANTS.c.days
        )
        ahead = GRANTS.c.stay == Stay.AHEAD
        wanted = select(GRANTS).where(
            GRANTS.c.budget_id == budget_id, ahead, (GRANTS.c.status == GrantStatus.ZERO_GRANT) | in_part
        )
        return await self._all(wanted.order_by(GRANTS.c.status == GrantStatus.RESERVED, *IN_LINE))

    async def of_budget(self, budget_id: UUID, after: UUID | None, limit: int) -> Sequence[Grant]:
        """A page in the order of ids; an empty one ends them."""
        wanted = select(GRANTS).where(GRANTS.c.budget_id == budget_id).order_by(GRANTS.c.id).limit(limit)
        return await self._all(wanted if after is None else wanted.where(GRANTS.c.id > after))

    async def ahead(self, action: Action, call_year: int, after: UUID | None, limit: int) -> Sequence[Grant]:
        """A page of those whose stay is not over, in the order of ids; an empty one ends them."""
        wanted = select(GRANTS).where(
            GRANTS.c.call_year == call_year, GRANTS.c.action == action, GRANTS.c.stay == Stay.AHEAD
        )
        wanted = wanted.order_by(GRANTS.c.id).limit(limit)
        return await self._all(wanted if after is None else wanted.where(GRANTS.c.id > after))

    async def owed(self, budget: Budget) -> Money:
        """What participants of a budget still owe back."""
        wanted = select(GRANTS).where(
            GRANTS.c.budget_id == budget.id, GRANTS.c.status == GrantStatus.RECOVERING
        )
        return total([grant.owed for grant in await self._all(wanted)], budget.currency)

    async def released_percent(self, programme: Programme) -> Decimal | None:
        """How much of what was promised was not used, over all stays of a programme that are over.

        None where none is over yet.
        """
        promised, used = func.sum(GRANTS.c.contract_amount), func.sum(GRANTS.c.amount)
        done = (GRANTS.c.programme == programme, GRANTS.c.stay != Stay.AHEAD)
        share = select(func.round(100 * (1 - used / func.nullif(promised, 0)), 2)).where(
            *done, GRANTS.c.contract_amount.is_not(None)
        )
        percent: Decimal | None = (await self._connection.execute(share)).scalar_one()
        return percent

    async def save(self, grant: Grant, publishes: GrantEvent) -> None:
        """The first version is added, a later one replaces the one before it."""
        if grant.version == 1:
            await self._connection.execute(insert(GRANTS).values(_row(grant)))
        else:
            mine = (GRANTS.c.id == grant.id, GRANTS.c.version == grant.version - 1)
            require_one(await self._connection.execute(update(GRANTS).where(*mine).values(_row(grant))))
        self._outbox.add(publishes)

    async def page(
        self, wanted: GrantFilter, sight: Sight, after: UUID | None, limit: int
    ) -> Sequence[Grant]:
        query = select(GRANTS).where(_within(sight)).order_by(GRANTS.c.id).limit(limit)
        for column, value in (
            (GRANTS.c.status, wanted.status),
            (GRANTS.c.call_year, wanted.call_year),
        ):
            if value is not None:
                query = query.where(column == value)
        if after is not None:
            query = query.where(GRANTS.c.id > after)
        return await self._all(query)

    async def lock_page(self, after: UUID | None, limit: int) -> Sequence[Grant]:
        query = select(GRANTS).order_by(GRANTS.c.id).limit(limit).with_for_update()
        return await self._all(query if after is None else query.where(GRANTS.c.id > after))

    async def _all(self, query: Select[Any]) -> list[Grant]:
        return [_grant(row) for row in await self._connection.execute(query)]


def _within(sight: Sight) -> ColumnElement[bool]:
    return within(sight, person_id=GRANTS.c.person_id, faculty=GRANTS.c.faculty)


def _row(grant: Grant) -> dict[str, object]:
    return {
        "id": grant.id,
        "version": grant.version,
        "budget_id": grant.budget_id,
        "mobility_id": grant.mobility_id,
        "person_id": grant.person_id,
        "faculty": grant.faculty,
        "programme": grant.programme,
        "call_year": grant.figure.call_year,
        "action": grant.figure.action,
        "kind": grant.figure.kind,
        "activity": grant.activity,
        "mobility_version": grant.mobility_version,
        "country_group": grant.figure.country_group,
        "currency": grant.currency,
        "rank": grant.rank,
        "begins": grant.begins,
        "days": grant.days,
        "stay": grant.stay,
        "status": grant.status,
        "amount": grant.amount.amount if grant.amount is not None else None,
        "contract_amount": grant.contract_amount.amount if grant.contract_amount is not None else None,
        "recovered": grant.returned.amount,
        "steps": STEPS.dump_python(grant.steps, mode="json"),
        "terms": TERMS.dump_python(grant.terms, mode="json"),
        "lines": LINES.dump_python(grant.lines, mode="json"),
        "instalments": INSTALMENTS.dump_python(grant.instalments, mode="json"),
        "waiting_for": WAITING_FOR.dump_python(grant.waiting_for, mode="json"),
        "recovery_plan": RECOVERY_PLAN.dump_python(grant.recovery_plan, mode="json"),
    }


def _grant(row: Row[Any]) -> Grant:
    currency = Currency(row.currency)
    return Grant(
        id=row.id,
        version=row.version,
        budget_id=row.budget_id,
        mobility_id=row.mobility_id,
        person_id=row.person_id,
        faculty=row.faculty,
        programme=Programme(row.programme),
        figure=Figure(Action(row.action), RateKind(row.kind), row.country_group, row.call_year),
        currency=currency,
        rank=row.rank,
        begins=row.begins,
        days=row.days,
        activity=ActivityKind(row.activity) if row.activity else None,
        mobility_version=row.mobility_version,
        stay=Stay(row.stay),
        steps=STEPS.validate_python(row.steps),
        terms=TERMS.validate_python(row.terms),
        lines=LINES.validate_python(row.lines),
        amount=Money(row.amount, currency) if row.amount is not None else None,
        contract_amount=Money(row.contract_amount, currency) if row.contract_amount is not None else None,
        instalments=INSTALMENTS.validate_python(row.instalments),
        recovered=Money(row.recovered, currency),
        waiting_for=WAITING_FOR.validate_python(row.waiting_for),
        recovery_plan=RECOVERY_PLAN.validate_python(row.recovery_plan),
    )
