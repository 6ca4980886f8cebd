"""What a budget had at the end of a day: asked, nothing is changed."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from services.finance.application.work import Work
from services.finance.domain.figures import FiguresAtDate, budget_accounts, figures_at


async def figures_at_date(budget_id: UUID, on: date, work: Work) -> FiguresAtDate:
    """Raises: NotFound."""
    budget = await work.budgets.get(budget_id)
    booked = await work.ledger.booked_until(on, budget_accounts(budget))
    return figures_at(budget, on, booked)
