"""A call of a whole university: ranked, and its lists made public, as the office's two commands do."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal
from random import Random
from time import perf_counter
from uuid import UUID

from chassis.work import Transactions
from contracts.mobility import CallOpened
from services.mobility.adapters.aggregate_table import AggregateTable
from services.mobility.adapters.rule_files import rule_book
from services.mobility.adapters.tables import AGREEMENT, APPLICATION
from services.mobility.adapters.work import MobilityWork
from services.mobility.application.publish_call import publish_call
from services.mobility.application.published_language import call_state
from services.mobility.application.rank_call import rank_call
from services.mobility.domain.agreement import Agreement
from services.mobility.domain.application import Application, Preference
from services.mobility.domain.call import Call
from services.mobility.domain.missing import NoSuchAgreement, NoSuchApplication
from services.mobility.tests.builders import a_call, a_condition, a_record, an_agreement, an_application
from tests.bench.office.mobility import mobility

SEED = 7
APPLICANTS_A_PLACE, PLACES_A_CONDITION, WISHES = 10, 5, 4


@contextmanager
def placement(size: int) -> Iterator[Callable[[], str]]:
    """``size`` applications with four wishes each, over a tenth as many places."""
    agreements = [
        an_agreement(a_condition(places_per_year=PLACES_A_CONDITION))
        for _ in range(size // APPLICANTS_A_PLACE // PLACES_A_CONDITION)
    ]
    call = a_call(agreement_ids=tuple(each.id for each in agreements))
    chance = Random(SEED)
    with mobility() as run:
        run(lambda transactions: _fill(transactions, call, agreements, size, chance))
        yield lambda: run(lambda transactions: _place(transactions, call))


async def _fill(
    transactions: Transactions[MobilityWork],
    call: Call,
    agreements: Sequence[Agreement],
    size: int,
    chance: Random,
) -> str:
    applications = [_application(number, call, agreements, chance) for number in range(size)]
    async with transactions.begin() as work:
        of_agreements = AggregateTable(AGREEMENT, Agreement, NoSuchAgreement, work.connection)
        of_applications = AggregateTable(APPLICATION, Application, NoSuchApplication, work.connection)
        await work.calls.save(call, CallOpened(state=call_state(call)))
        await of_agreements.add_all(agreements)
        await of_applications.add_all(applications)
    return f"{size} applied"


async def _place(transactions: Transactions[MobilityWork], call: Call) -> str:
    closed = call.closes_at + timedelta(minutes=1)
    began = perf_counter()
    async with transactions.begin() as work:
        await rank_call(call.id, work, rule_book(), closed)
    ranked = perf_counter()
    async with transactions.begin() as work:
        await publish_call(call.id, work, closed.date())
    return f"ranked in {ranked - began:.2f} s, public in {perf_counter() - ranked:.2f} s"


def _application(number: int, call: Call, agreements: Sequence[Agreement], chance: Random) -> Application:
    wished = chance.sample(agreements, WISHES)
    return an_application(
        call_id=call.id,
        person_id=UUID(int=number + 1),
        submitted_at=call.opens_at + timedelta(seconds=number),
        record=a_record(
            cgpa=str(Decimal(chance.randint(220, 400)) / 100), language=str(chance.randint(50, 100))
        ),
        preferences=tuple(
            Preference(rank, each.id, each.conditions[0].id, each.partner_id)
            for rank, each in enumerate(wished, start=1)
        ),
    )
