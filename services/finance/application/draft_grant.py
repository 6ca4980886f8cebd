"""Somebody is going: reserve budget of the call year, compute the grant, plan and order its payment."""

from __future__ import annotations

from datetime import datetime

from chassis.ids import new_id
from chassis.refusal import LocalizedText, Refusal
from contracts.finance import BudgetAwaited, GrantWaiting
from contracts.mobility import Mobility, MobilityPlanned
from contracts.vocabulary import ActivityKind, Direction, Programme
from services.finance.application.books import Because, books_of
from services.finance.application.line import reserve_or_queue
from services.finance.application.price import priced
from services.finance.application.published import budget_state
from services.finance.application.work import Work
from services.finance.domain.budget import Budget, unallocated
from services.finance.domain.grant import Grant
from services.finance.domain.rates import Figure, action_of, rate_kind

WAITING = Because(LocalizedText("Tutar bekleniyor", "Waiting for a rate"))


class MobilityIncomplete(Refusal):
    code = "mobility-incomplete"
    tr = "Hibe hesaplanamıyor: hareketlilikte {missing} yok."
    en = "The grant cannot be computed: the mobility has no {missing}."
    next_tr, next_en = "Hareketliliği tamamlayıp yeniden yayımlayın.", "Complete the mobility, then replay."


async def draft_grant(event: MobilityPlanned, work: Work, now: datetime) -> None:
    """Reserves, waits for a rate, or offers a zero-grant place. A mobility has one grant, ever.

    Raises: MobilityIncomplete, StayLengthWithoutRate, ProgrammeNotPaid.
    """
    mobility = event.state
    if not is_paid_for(mobility) or await work.grants.of_mobility(mobility.id) is not None:
        return
    await work.drafting.pass_through()
    budget = await lock_or_await_budget(mobility.programme, mobility.call_year, work)
    drafted = await _draft(mobility, budget, work)
    async with books_of(budget, work, now) as books:
        computed = await priced(drafted, work)
        if computed.amount is None:
            await books.record(None, computed, GrantWaiting, WAITING)
        else:
            await reserve_or_queue(None, computed, books)


def is_paid_for(mobility: Mobility) -> bool:
    """Not what came in with earlier records, and nobody coming to us: their own university pays."""
    outgoing = mobility.direction is Direction.OUTGOING and mobility.kind is not ActivityKind.DEGREE
    return outgoing and not mobility.imported


async def lock_or_await_budget(programme: Programme, call_year: int, work: Work) -> Budget:
    """The call year's budget, locked. Before any money came it exists with nothing in it, for its line."""
    budget = await work.budgets.lock_of(programme, call_year)
    if budget is None:
        empty = unallocated(new_id(), programme, call_year)
        await work.budgets.add_if_absent(empty, publishes=BudgetAwaited(state=budget_state(empty)))
        budget = await work.budgets.lock_of(programme, call_year)
    assert budget is not None, "it was there or was added"
    return budget


async def _draft(mobility: Mobility, budget: Budget, work: Work) -> Grant:
    if mobility.days is None:
        raise MobilityIncomplete(missing="days")
    if mobility.host_country is None:
        raise MobilityIncomplete(missing="host_country")
    kind = rate_kind(mobility.kind, mobility.days)
    group = await work.rates.group_of(mobility.host_country, mobility.call_year)
    return Grant(
        id=new_id(),
        version=0,
        budget_id=budget.id,
        mobility_id=mobility.id,
        person_id=mobility.person_id,
        faculty=mobility.faculty,
        programme=mobility.programme,
        figure=Figure(action_of(mobility.programme), kind, group, mobility.call_year),
        currency=budget.currency,
        rank=mobility.rank,
        begins=mobility.begins,
        days=mobility.days,
        activity=mobility.kind,
        mobility_version=mobility.version,
    )
