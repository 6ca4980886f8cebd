"""Expense proposals in PostgreSQL, and up to which version each visit's and event's costs were heard.

The row of a source orders what is heard of it; a unique index keeps one cost from being proposed twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.outbox import Outbox
from chassis.refusal import NotFound
from contracts.expense_proposals import ExpenseProposalEvent
from contracts.vocabulary import CostKind, Currency, ExpenseKind, ExpenseProposalStatus
from services.finance.adapters.guard import require_one
from services.finance.adapters.tables import COST_SOURCES, EXPENSE_PROPOSALS
from services.finance.domain.expense_proposal import ExpenseProposal
from services.finance.domain.money import Money

PROPOSALS = EXPENSE_PROPOSALS.c


class ExpenseProposalTable:
    def __init__(self, connection: AsyncConnection, outbox: Outbox) -> None:
        self._connection = connection
        self._outbox = outbox

    async def hear_newer(self, source_id: UUID, version: int) -> bool:
        """Whether nothing as new was heard of the source before; its row is then held until the end."""
        heard = upsert(COST_SOURCES).values(id=source_id, version=version)
        newer = heard.on_conflict_do_update(
            index_elements=[COST_SOURCES.c.id],
            set_={"version": heard.excluded.version},
            where=COST_SOURCES.c.version < heard.excluded.version,
        ).returning(COST_SOURCES.c.id)
        return (await self._connection.execute(newer)).one_or_none() is not None

    async def get(self, proposal_id: UUID) -> ExpenseProposal:
        """Raises: NotFound."""
        return await self._one(_of(proposal_id))

    async def lock(self, proposal_id: UUID) -> ExpenseProposal:
        """Raises: NotFound."""
        return await self._one(_of(proposal_id).with_for_update())

    async def lock_of(self, source_id: UUID) -> Sequence[ExpenseProposal]:
        query = select(EXPENSE_PROPOSALS).where(PROPOSALS.source_id == source_id)
        return await self._all(query.order_by(PROPOSALS.id).with_for_update())

    async def page(
        self, status: ExpenseProposalStatus | None, after: UUID | None, limit: int
    ) -> Sequence[ExpenseProposal]:
        query = _page(after, limit)
        return await self._all(query if status is None else query.where(PROPOSALS.status == status))

    async def lock_page(self, after: UUID | None, limit: int) -> Sequence[ExpenseProposal]:
        return await self._all(_page(after, limit).with_for_update())

    async def add(self, proposal: ExpenseProposal, publishes: ExpenseProposalEvent) -> None:
        await self._connection.execute(insert(EXPENSE_PROPOSALS).values(_row(proposal)))
        self._outbox.add(publishes)

    async def save(self, proposal: ExpenseProposal, publishes: ExpenseProposalEvent) -> None:
        mine = (PROPOSALS.id == proposal.id, PROPOSALS.version == proposal.version - 1)
        change = update(EXPENSE_PROPOSALS).where(*mine).values(_row(proposal))
        require_one(await self._connection.execute(change))
        self._outbox.add(publishes)

    async def _one(self, query: Select[Any]) -> ExpenseProposal:
        if not (found := await self._all(query)):
            raise NotFound(what="expense proposal")
        return found[0]

    async def _all(self, query: Select[Any]) -> list[ExpenseProposal]:
        return [_proposal(row) for row in await self._connection.execute(query)]


def _of(proposal_id: UUID) -> Select[Any]:
    return select(EXPENSE_PROPOSALS).where(PROPOSALS.id == proposal_id)


def _page(after: UUID | None, limit: int) -> Select[Any]:
    query = select(EXPENSE_PROPOSALS).order_by(PROPOSALS.id).limit(limit)
    return query if after is None else query.where(PROPOSALS.id > after)


def _row(proposal: ExpenseProposal) -> dict[str, object]:
    return {
        "id": proposal.id,
        "version": proposal.version,
        "kind": proposal.kind,
        "source_id": proposal.source_id,
        "cost": proposal.cost,
        "amount": proposal.amount.amount,
        "currency": proposal.amount.currency,
        "proposed_at": proposal.proposed_at,
        "status": proposal.status,
        "expense_id": proposal.expense_id,
        "decided_by": proposal.decided_by,
        "decided_at": proposal.decided_at,
        "objection": proposal.objection,
    }


def _proposal(row: Row[Any]) -> ExpenseProposal:
    return ExpenseProposal(
        id=row.id,
        version=row.version,
        kind=ExpenseKind(row.kind),
        source_id=row.source_id,
        cost=CostKind(row.cost),
        amount=Money(row.amount, Currency(row.currency)),
        proposed_at=row.proposed_at,
        status=ExpenseProposalStatus(row.status),
        expense_id=row.expense_id,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        objection=row.objection,
    )
