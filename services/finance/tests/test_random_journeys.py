"""Random journeys over one budget: after each step the books are right.

The ledger sums to zero and says the same as budgets and grants; budget = reserved + spent + available; nobody
in line could be paid from what is left. Asked for an earlier day, the ledger says what the budget then said.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterable
from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, TypeVar

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from chassis.clock import academic_date
from chassis.database import create_engine
from chassis.refusal import Refusal
from contracts.mobility import MobilityEvent, MobilityPlanned
from contracts.vocabulary import BudgetLine, GrantStatus, InstalmentStatus
from services.finance.adapters.grants import GrantFilter
from services.finance.app import SERVICE
from services.finance.application.figures_at_date import figures_at_date
from services.finance.domain.budget import Budget
from services.finance.domain.budget_lines import PARTICIPANTS
from services.finance.domain.figures import Figures, FiguresAtDate
from services.finance.domain.grant import Grant, Stay
from services.finance.domain.line_shares import Shares, shares
from services.finance.domain.rates import RateKind
from services.finance.tests.builders import (
    IBAN,
    OTHER_IBAN,
    account,
    completed,
    paid,
    planned,
    rejected,
    shortened,
    withdrawn,
)
from services.finance.tests.office import ALL, EVERYTHING, Office

T = TypeVar("T")

CALL_YEARS = iter(range(10_000, 1_000_000))
"""Each journey has one of its own, so that all may use one database."""

WHICH = st.integers(0, 100)
DAYS = st.integers(1, 400)


def _ordered(grant: Grant) -> bool:
    return any(part.status is InstalmentStatus.ORDERED for part in grant.instalments)


def _goes(grant: Grant) -> bool:
    return grant.stay is not Stay.WITHDRAWN


def _owes(grant: Grant) -> bool:
    return bool(grant.owed)


def _sum(parts: Iterable[Shares], line: BudgetLine) -> Decimal:
    return sum((part[line].amount for part in parts if line in part), Decimal(0))


class Journeys(RuleBasedStateMachine):
    database_url = ""

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.engine = create_engine(self.database_url, pool_size=4)
        self.office = Office(SERVICE.transactions(self.engine))
        self.call_year = next(CALL_YEARS)
        self.planned: dict[object, MobilityPlanned] = {}
        self.grants: list[Grant] = []
        self.version = 1
        self.days: dict[date, Budget] = {}

    def do(self, coroutine: Coroutine[Any, Any, T]) -> T:
        return self.loop.run_until_complete(coroutine)

    def hears(self, event: Any) -> None:
        self.do(self.office.hears(event))

    def some(self, wanted: Callable[[Grant], bool], which: int) -> Grant:
        fitting = [grant for grant in self.grants if wanted(grant)]
        return fitting[which % len(fitting)]

    def mobility_of(self, grant: Grant) -> MobilityPlanned:
        return self.planned[grant.mobility_id]

    @initialize(thousands=st.integers(2, 8))
    def money_comes(self, thousands: int) -> None:
        self.do(self.office.enters_rate("600.00", self.call_year, "GB"))
        self.do(self.office.enters_rate("250.00", self.call_year, "GB", RateKind.FEWER_OPPORTUNITIES_MONTH))
        self.budget = self.do(self.office.budget(f"{thousands * 1000}.00", self.call_year))

    @rule(days=st.integers(60, 360), rank=st.integers(1, 20), known=st.sampled_from([True, True, False]))
    def somebody_goes(self, days: int, rank: int, known: bool) -> None:
        event = planned(days=days, rank=rank, call_year=self.call_year, host_country="GB")
        if known:
            self.hears(account(event.state.person_id))
        self.hears(event)
        self.planned[event.state.id] = event

    @precondition(lambda self: self.grants)
    @rule(which=WHICH, iban=st.sampled_from([IBAN, OTHER_IBAN, None]))
    def an_account_changes(self, which: int, iban: str | None) -> None:
        self.version += 1
        self.hears(account(self.some(lambda _: True, which).person_id, iban, self.version))

    @precondition(lambda self: any(map(_ordered, self.grants)))
    @rule(which=WHICH, answer=st.sampled_from([paid, rejected]))
    def the_finance_office_answers(self, which: int, answer: Callable[..., Any]) -> None:
        parts = self.some(_ordered, which).instalments
        (order_id,) = [part.payment_order_id for part in parts if part.status is InstalmentStatus.ORDERED][:1]
        self.hears(answer(order_id))

    @precondition(lambda self: any(map(_goes, self.grants)))
    @rule(which=WHICH, days=DAYS, change=st.sampled_from([shortened, completed]))
    def the_stay_changes(self, which: int, days: int, change: Callable[..., MobilityEvent]) -> None:
        self.hears(change(self.mobility_of(self.some(_goes, which)), days))

    @precondition(lambda self: any(map(_goes, self.grants)))
    @rule(which=WHICH)
    def somebody_withdraws(self, which: int) -> None:
        self.hears(withdrawn(self.mobility_of(self.some(_goes, which))))

    @precondition(lambda self: any(map(_owes, self.grants)))
    @rule(which=WHICH, share=st.sampled_from([Decimal(1), Decimal("0.3")]))
    def a_debt_is_paid(self, which: int, share: Decimal) -> None:
        grant = self.some(_owes, which)
        amount = grant.owed * share or grant.owed
        self.do(self.office.receives(grant, str(amount.amount)))

    @rule(hundreds=st.integers(1, 4))
    def more_money_comes(self, hundreds: int) -> None:
        self.do(self.office.allocates(self.budget, f"{hundreds * 100}.00"))

    @precondition(lambda self: self.grants)
    @rule(which=WHICH, fewer=st.booleans())
    def circumstances_are_recorded(self, which: int, fewer: bool) -> None:
        with suppress(Refusal):
            grant = self.some(lambda _: True, which)
            self.do(self.office.records(grant, fewer_opportunities=fewer))

    @rule(line=st.sampled_from([BudgetLine.TRAVEL, BudgetLine.TOP_UP]), back=st.booleans())
    def money_moves_between_lines(self, line: BudgetLine, back: bool) -> None:
        source, target = (line, BudgetLine.MOBILITY) if back else (BudgetLine.MOBILITY, line)
        with suppress(Refusal):
            self.do(self.office.transfers(self.budget, source, target, "100.00"))

    @rule(days=st.integers(1, 40))
    def time_passes(self, days: int) -> None:
        self.office.now += timedelta(days=days)

    @invariant()
    def the_books_are_right(self) -> None:
        if not hasattr(self, "budget"):
            return
        budget, balances = self.do(self._read())
        self._ledger_says_what_the_budget_says(budget, balances)
        self._grants_say_what_the_budget_says(budget)
        for grant in self.grants:
            self._grant_is_right(grant, budget, balances)
        self.days[academic_date(self.office.now)] = budget

    def teardown(self) -> None:
        for day, budget in self.days.items():
            found = self.do(self._figures(day))
            self._figures_are_those_of_the_day(found, budget)
        if self.days:
            self._lines_bear_what_the_grants_say(found)
        self.do(self.engine.dispose())
        self.loop.close()

    async def _figures(self, day: date) -> FiguresAtDate:
        async with self.office.transactions.read() as work:
            return await figures_at_date(self.budget.id, day, work)

    def _figures_are_those_of_the_day(self, found: FiguresAtDate, budget: Budget) -> None:
        assert found.participants == Figures(budget.reserved, budget.spent, budget.available)
        for line, figures in found.lines.items():
            assert figures.allocated == budget.lines.of(line, budget.allocated)
            assert min(figures.reserved.amount, figures.spent.amount) >= 0

    async def _read(self) -> tuple[Budget, dict[str, Decimal]]:
        async with self.office.transactions.read() as work:
            self.grants = list(
                await work.grants.page(GrantFilter(call_year=self.call_year), EVERYTHING, None, ALL)
            )
        return await self.office.budget_now(self.budget.id), await self.office.balances()

    def _lines_bear_what_the_grants_say(self, found: FiguresAtDate) -> None:
        reserved = [shares(grant.reserved, grant.lines) for grant in self.grants]
        spent = [shares(grant.paid - grant.returned, grant.lines) for grant in self.grants]
        for line in PARTICIPANTS:
            told = found.lines[line].reserved.amount, found.lines[line].spent.amount
            assert told == (_sum(reserved, line), _sum(spent, line))

    def _ledger_says_what_the_budget_says(self, budget: Budget, balances: dict[str, Decimal]) -> None:
        def of(account: str) -> Decimal:
            return -balances.get(f"{account}:erasmus:{self.call_year}", Decimal(0))

        assert sum(balances.values()) == 0
        said = (of("allocation"), of("commitment"), of("spent"))
        assert said == (budget.available.amount, budget.reserved.amount, budget.spent.amount)

    def _grants_say_what_the_budget_says(self, budget: Budget) -> None:
        assert sum(grant.reserved.amount for grant in self.grants) == budget.reserved.amount
        assert sum((grant.paid - grant.returned).amount for grant in self.grants) == budget.spent.amount

    def _grant_is_right(self, grant: Grant, budget: Budget, balances: dict[str, Decimal]) -> None:
        held = balances.get(f"participant:{grant.person_id}", Decimal(0))
        assert held == (grant.paid - grant.claim).amount
        if grant.contract_amount is not None and grant.amount is not None:
            assert grant.amount <= grant.reserved + grant.paid <= grant.contract_amount
        in_line = grant.status is GrantStatus.ZERO_GRANT
        assert not (in_line and budget.reaches(grant)), "somebody in line could be paid"


def test_over_random_journeys_the_books_are_right(database_url: str, transactions: object) -> None:
    Journeys.database_url = database_url
    run_state_machine_as_test(
        Journeys,
        settings=settings(
            max_examples=30,
            stateful_step_count=40,
            deadline=None,
            phases=[Phase.generate],  # each step is a transaction: shrinking would take minutes
            report_multiple_bugs=False,
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )
