"""What is to be done for an event, and what it costs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from chassis.ids import new_id
from contracts.vocabulary import CostKind, Currency
from services.events.domain import event_plan as plans
from services.events.domain.cost import Cost, CostKindTwice
from services.events.domain.event_plan import EventPlan
from services.events.domain.gathering import EventIsCancelled
from services.events.domain.money import Money
from services.events.domain.task import NoSuchTask, TaskIsDone, Wanted, responsible
from services.events.tests.builders import WORDS

DAY = date(2026, 6, 1)
AYSE = new_id()
STAND = Cost(CostKind.VENUE, Money(Decimal("1500.00"), Currency.TRY))


@pytest.fixture
def plan() -> EventPlan:
    return plans.begin(new_id(), (STAND,), (Wanted(WORDS, DAY, AYSE), Wanted(WORDS, DAY)))


def test_tasks_are_numbered_on_and_done_once(plan: EventPlan) -> None:
    grown = plans.add_tasks(plan, (Wanted(WORDS, DAY),))
    done = plans.finish_task(grown, 2, DAY)
    assert [(task.number, task.done_on) for task in done.tasks] == [(1, None), (2, DAY), (3, None)]
    assert done.version == 3
    with pytest.raises(TaskIsDone):
        plans.finish_task(done, 2, DAY)
    with pytest.raises(NoSuchTask):
        plans.finish_task(done, 4, DAY)


def test_costs_are_replaced_and_tasks_stay(plan: EventPlan) -> None:
    spent = replace(STAND, actual=Money(Decimal("1400.00"), Currency.TRY))
    after = plans.correct_costs(plan, (spent,))
    assert (after.costs, after.tasks) == ((spent,), plan.tasks)


def test_a_kind_has_one_line(plan: EventPlan) -> None:
    with pytest.raises(CostKindTwice) as refused:
        plans.correct_costs(plan, (STAND, STAND))
    assert refused.value.field == "costs.1.kind"
    with pytest.raises(CostKindTwice):
        plans.begin(new_id(), (STAND, STAND), ())


def test_nothing_is_to_be_done_for_an_event_that_is_off_but_its_bills_are_written_down(
    plan: EventPlan,
) -> None:
    off = plans.call_off(plan)
    with pytest.raises(EventIsCancelled):
        plans.add_tasks(off, (Wanted(WORDS, DAY),))
    assert plans.correct_costs(off, ()).costs == ()


def test_what_an_erased_person_was_to_do_is_nobodys(plan: EventPlan) -> None:
    after = plans.without(plan, AYSE)
    assert responsible(after.tasks) == []
    assert [task.number for task in after.tasks] == [1, 2]
