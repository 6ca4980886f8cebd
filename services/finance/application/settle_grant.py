"""After the stay: survey, proof and credits are in or missing, and what is missing is deducted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from chassis.refusal import LocalizedText
from contracts.finance import GrantSettlementRecorded
from services.finance.application.amending import change
from services.finance.application.books import Because, Books
from services.finance.application.work import Work
from services.finance.domain.amendment import settle
from services.finance.domain.grant import Grant
from services.finance.domain.rates import Figure, RateKind, Step, agreed_steps
from services.finance.domain.settlement import Deduction, credits_missing, proof_missing, survey_missing

SETTLED = Because(LocalizedText("Hibe kapanışı kaydedildi", "Settlement of the grant recorded"))


@dataclass(frozen=True, slots=True)
class Credits:
    """Of the host's transcript."""

    passed: Decimal
    obligatory: Decimal


@dataclass(frozen=True, slots=True)
class Settlement:
    """``credits``: of the programmes that pay a share by success (Mevlana, Farabi)."""

    survey_received: bool
    proof_received: bool
    credits: Credits | None = None


async def settle_grant(
    grant_id: UUID, found: Settlement, expected_version: int | None, work: Work, now: datetime
) -> Grant:
    """What was recorded before is replaced. What is overpaid is owed back, what is freed serves the line.

    Raises: NotFound, StaleVersion, RateUnknown, CreditsOutOfRange, and what ``settle`` raises.
    """

    async def decide(grant: Grant, books: Books) -> Grant:
        deductions = await _deductions(grant, found, work)
        return settle(grant, deductions, plan=work.plan, available=books.budget.available, today=books.today)

    return await change(
        grant_id, expected_version, work, now, decide=decide, event=GrantSettlementRecorded, because=SETTLED
    )


async def _deductions(grant: Grant, found: Settlement, work: Work) -> tuple[Deduction, ...]:
    if not found.proof_received:
        return (proof_missing(),)
    taken = []
    if found.credits is not None:
        share = await _share(grant, RateKind.SUCCESS_SHARE, work)
        taken.append(credits_missing(found.credits.passed, found.credits.obligatory, share))
    if not found.survey_received:
        taken.append(survey_missing(await _share(grant, RateKind.SURVEY_MISSING, work)))
    return tuple(each for each in taken if each is not None)


async def _share(grant: Grant, kind: RateKind, work: Work) -> Step:
    figure = Figure(grant.figure.action, kind, grant.figure.country_group, grant.call_year)
    (step,) = agreed_steps(figure, 1, await work.rates.of(figure))
    return step
