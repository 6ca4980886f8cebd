"""The final report of a contract, counted from its grants page by page: asked, nothing is changed."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from services.finance.application.work import Work
from services.finance.domain.final_report import FinalReport, empty_report, with_grant

GRANTS_A_PAGE: Final = 500


async def final_report(budget_id: UUID, work: Work) -> FinalReport:
    """Raises: NotFound."""
    report = empty_report(await work.budgets.get(budget_id))
    after: UUID | None = None
    while page := await work.grants.of_budget(budget_id, after, GRANTS_A_PAGE):
        for grant in page:
            report = with_grant(report, grant)
        after = page[-1].id
    return report
