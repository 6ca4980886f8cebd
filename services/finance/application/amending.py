"""A promised grant changes: read under its budget's lock, decided by the domain, saved, the line served."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from uuid import UUID

from chassis.refusal import require_version
from contracts.finance import GrantEvent
from services.finance.application.books import Because, Books, books_of
from services.finance.application.line import request_due, serve_line
from services.finance.application.work import Work
from services.finance.domain.grant import Grant

Decide = Callable[[Grant, Books], Awaitable[Grant]]


async def change(
    grant_id: UUID,
    expected_version: int | None,
    work: Work,
    now: datetime,
    *,
    decide: Decide,
    event: type[GrantEvent],
    because: Because,
) -> Grant:
    """Raises: NotFound, StaleVersion and what ``decide`` raises."""
    budget_id = (await work.grants.get(grant_id)).budget_id
    async with books_of(await work.budgets.lock(budget_id), work, now) as books:
        grant = await work.grants.get(grant_id)
        require_version(grant.version, expected_version)
        await request_due(await books.record(grant, await decide(grant, books), event, because), books)
        await serve_line(books)
        return await work.grants.get(grant_id)
