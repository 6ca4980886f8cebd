"""The mobility took another course: counted again by actual days, or cancelled with all that it cost."""

from __future__ import annotations

from datetime import datetime

from chassis.refusal import Kind, LocalizedText, Refusal
from contracts.finance import GrantCancelled, GrantRecomputed
from contracts.mobility import Mobility, MobilityCompleted, MobilityShortened, MobilityWithdrawn
from contracts.vocabulary import MobilityStatus
from services.finance.application.books import Because, books_of
from services.finance.application.draft_grant import is_paid_for
from services.finance.application.line import request_due, serve_line
from services.finance.application.work import Work
from services.finance.domain.budget import Budget
from services.finance.domain.grant import Grant, cancel, recount
from services.finance.domain.heard_stay import HeardStay, is_older, noted

RECOUNTED = Because(LocalizedText("Hibe gerçekleşen güne göre hesaplandı", "Grant recomputed by actual days"))
CANCELLED = Because(LocalizedText("Hareketlilik gerçekleşmedi", "The mobility did not take place"))


class GrantUnknown(Refusal):
    code, kind = "grant-unknown", Kind.NOT_FOUND
    tr, en = "Bu hareketliliğin hibesi yok.", "This mobility has no grant."
    next_tr = "Önce hareketliliğin planlandığı olayı işleyin."
    next_en = "Handle the event that planned the mobility first."


async def recount_grant(event: MobilityShortened | MobilityCompleted, work: Work, now: datetime) -> None:
    """Unpaid instalments shrink first, what was paid too much is owed back, freed money serves the line.

    An older state than the grant knows changes nothing.
    Raises: GrantUnknown, GrantIsCancelled.
    """
    mobility = event.state
    if not is_paid_for(mobility):
        return
    async with books_of(await lock_budget_of(mobility, work), work, now) as books:
        grant, stay = await grant_of(mobility, work), heard_stay(mobility)
        if is_older(grant, stay):
            return
        over = mobility.status is MobilityStatus.COMPLETED
        days = mobility.days or grant.days
        after = recount(noted(grant, stay), days, over=over, plan=work.plan, today=books.today)
        await request_due(await books.record(grant, after, GrantRecomputed, RECOUNTED), books)
        await serve_line(books)


async def cancel_grant(event: MobilityWithdrawn, work: Work, now: datetime) -> None:
    """Nothing more is paid, all that was paid is owed back, and the money set aside goes to the next.

    Raises: GrantUnknown.
    """
    mobility = event.state
    if not is_paid_for(mobility):
        return
    async with books_of(await lock_budget_of(mobility, work), work, now) as books:
        grant = await grant_of(mobility, work)
        await books.record(grant, cancel(grant), GrantCancelled, CANCELLED)
        await serve_line(books)


def heard_stay(mobility: Mobility) -> HeardStay:
    begins = mobility.arrived_on or mobility.begins
    return HeardStay(mobility.version, mobility.kind, begins, mobility.days)


async def lock_budget_of(mobility: Mobility, work: Work) -> Budget:
    """Through the gate, though nothing is drafted: a later event of the batch may, and gates go first."""
    await work.drafting.pass_through()
    budget_id = await work.grants.budget_of_mobility(mobility.id)
    if budget_id is None:
        raise GrantUnknown
    return await work.budgets.lock(budget_id)


async def grant_of(mobility: Mobility, work: Work) -> Grant:
    """Read after the budget is locked: from then on nobody else changes it."""
    grant = await work.grants.of_mobility(mobility.id)
    if grant is None:
        raise GrantUnknown
    return grant
