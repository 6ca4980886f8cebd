"""The contract's number of participants is known: organisational support follows from it, tier by tier."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chassis.refusal import LocalizedText, require_version
from contracts.vocabulary import BudgetLine
from services.finance.application.books import Because, books_of
from services.finance.application.work import Work
from services.finance.domain import ledger
from services.finance.domain.budget import Budget, support
from services.finance.domain.organisational_support import organisational_lines
from services.finance.domain.rates import EVERY_GROUP, Figure, RateKind, action_of, agreed_steps


@dataclass(frozen=True, slots=True)
class Participants:
    """``reference``: the contract or amendment that says how many."""

    count: int
    reference: str


async def claim_organisational_support(
    budget_id: UUID, participants: Participants, expected_version: int | None, work: Work, now: datetime
) -> Budget:
    """What was claimed before is replaced; the line gets the difference.

    Raises: NotFound, StaleVersion, RateUnknown, AmendmentIsNothing, LineNotEnough.
    """
    budget = await work.budgets.lock(budget_id)
    require_version(budget.version, expected_version)
    figure = Figure(
        action_of(budget.programme), RateKind.ORGANISATIONAL_SUPPORT, EVERY_GROUP, budget.call_year
    )
    tiers = agreed_steps(figure, participants.count, await work.rates.of(figure))
    async with books_of(budget, work, now) as books:
        books.budget = support(budget, organisational_lines(participants.count, tiers))
        given = books.budget.lines.organisational - budget.lines.organisational
        await books.post(
            ledger.amendment(budget, BudgetLine.ORGANISATIONAL_SUPPORT, given), _because(participants)
        )
    return books.budget


def _because(participants: Participants) -> Because:
    return Because(
        LocalizedText(
            f"Kurumsal destek: {participants.count} katılımcı, {participants.reference}",
            f"Organisational support: {participants.count} participants, {participants.reference}",
        )
    )
