"""Office and participant agree by when a debt comes back, part by part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from chassis.refusal import LocalizedText
from contracts.finance import RecoveryPlanAgreed
from services.finance.application.amending import change
from services.finance.application.books import Because, Books
from services.finance.application.work import Work
from services.finance.domain.grant import Grant, NothingToRecover, require_positive
from services.finance.domain.recovery_plan import RecoveryPart, agree

AGREED = Because(LocalizedText("Geri ödeme planı kararlaştırıldı", "Recovery plan agreed"))


async def agree_recovery(
    grant_id: UUID, parts: Sequence[RecoveryPart], expected_version: int | None, work: Work, now: datetime
) -> Grant:
    """A plan agreed before is replaced; no money moves.

    Raises: NotFound, StaleVersion, NothingToRecover, AmountNotPositive, CurrencyDiffers,
    RecoveryPlanSumDiffers, RecoveryPlanDaysWrong.
    """

    async def decide(grant: Grant, books: Books) -> Grant:
        if not grant.owed:
            raise NothingToRecover
        for part in parts:
            require_positive(part.amount, grant.currency)
        plan = agree(parts, grant.claim, grant.returned, books.today)
        return replace(grant, recovery_plan=plan)

    return await change(
        grant_id, expected_version, work, now, decide=decide, event=RecoveryPlanAgreed, because=AGREED
    )
