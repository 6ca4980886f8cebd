"""A delegation's way, and what its plan must hold together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from chassis.ids import new_id
from chassis.refusal import LocalizedText, Refusal
from contracts.vocabulary import CostKind, Currency, Direction, Meal
from contracts.vocabulary import VisitStatus as Status
from services.events.domain import visit as visits
from services.events.domain.cost import Cost, CostKindTwice
from services.events.domain.money import Money
from services.events.domain.task import NoSuchTask, TaskIsDone, Wanted
from services.events.domain.visit import (
    Hosting,
    MealPlan,
    NotDuringTheVisit,
    OnlyGuestsAreHosted,
    Plan,
    ProgrammeItem,
    Report,
    Room,
    RoomsEndBeforeTheyBegin,
    Visit,
    VisitEndsBeforeItBegins,
    VisitHasNotBegun,
    VisitOutOfTurn,
    VisitWasHeld,
)
from services.events.tests.builders import WORDS, a_visit_plan

FIRST, LAST = date(2026, 6, 3), date(2026, 6, 5)
REPORT = Report(WORDS, (Wanted(WORDS, date(2026, 7, 1)), Wanted(WORDS, date(2026, 8, 1))))

STEPS: dict[str, Callable[[Visit], Visit]] = {
    "confirm": visits.confirm,
    "hold": lambda visit: visits.hold(visit, LAST),
    "cancel": visits.cancel,
    "report": lambda visit: visits.report(visit, REPORT),
    "change": lambda visit: visits.change(visit, visit.plan),
    "guests": lambda visit: visits.expect_guests(visit, 3),
}
IN_TURN: dict[Status, dict[str, Status]] = {
    Status.PLANNED: {
        "confirm": Status.CONFIRMED,
        "cancel": Status.CANCELLED,
        "change": Status.PLANNED,
        "guests": Status.PLANNED,
    },
    Status.CONFIRMED: {
        "hold": Status.HELD,
        "cancel": Status.CANCELLED,
        "change": Status.CONFIRMED,
        "guests": Status.CONFIRMED,
    },
    Status.HELD: {"report": Status.REPORTED, "change": Status.HELD},
    Status.CANCELLED: {},
    Status.REPORTED: {},
}


def plan(**known: Any) -> Plan:
    return a_visit_plan(begins_on=FIRST, ends_on=LAST, **known)


def in_state(status: Status) -> Visit:
    return replace(visits.plan_visit(new_id(), plan()), status=status)


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("step", STEPS)
def test_each_step_in_its_turn_and_in_no_other(status: Status, step: str) -> None:
    visit = in_state(status)
    if step in IN_TURN[status]:
        after = STEPS[step](visit)
        assert (after.status, after.version) == (IN_TURN[status][step], 2)
    else:
        with pytest.raises(VisitOutOfTurn):
            STEPS[step](visit)


def test_it_is_not_held_before_its_first_day() -> None:
    confirmed = in_state(Status.CONFIRMED)
    with pytest.raises(VisitHasNotBegun):
        visits.hold(confirmed, FIRST - timedelta(days=1))
    assert visits.hold(confirmed, FIRST).status is Status.HELD


def test_once_held_only_costs_and_letters_are_corrected() -> None:
    held = in_state(Status.HELD)
    spent = Cost(CostKind.TRAVEL, euros("100"), euros("90.50"))
    after = visits.change(held, replace(held.plan, costs=(spent,), letters=("2026/17",)))
    assert (after.plan.costs, after.plan.letters) == ((spent,), ("2026/17",))
    with pytest.raises(VisitWasHeld):
        visits.change(held, replace(held.plan, host="Another"))


def euros(amount: str) -> Money:
    return Money(Decimal(amount), Currency.EUR)


def meal(day: date) -> MealPlan:
    return MealPlan(day, Meal.DINNER, "A hall", 4)


@pytest.mark.parametrize(
    ("wrong", "refusal", "field"),
    [
        ({"ends_on": FIRST - timedelta(days=1)}, VisitEndsBeforeItBegins, "ends_on"),
        (
            {
                "programme": (
                    ProgrammeItem(FIRST, "A hall", WORDS),
                    ProgrammeItem(date(2026, 6, 6), "A", WORDS),
                )
            },
            NotDuringTheVisit,
            "programme.1.day",
        ),
        (
            {"costs": (Cost(CostKind.TRAVEL, euros("1")), Cost(CostKind.TRAVEL, euros("2")))},
            CostKindTwice,
            "costs.1.kind",
        ),
        ({"hosting": Hosting(meals=(meal(date(2026, 6, 2)),))}, NotDuringTheVisit, "hosting.meals.0.day"),
        (
            {"hosting": Hosting(rooms=(Room("A hotel", 2, FIRST, FIRST),))},
            RoomsEndBeforeTheyBegin,
            "hosting.rooms.0.until",
        ),
        ({"hosting": Hosting(), "direction": Direction.OUTGOING}, OnlyGuestsAreHosted, "hosting"),
    ],
)
def test_a_plan_that_does_not_hold_together_is_refused(
    wrong: dict[str, Any], refusal: type[Refusal], field: str
) -> None:
    with pytest.raises(refusal) as refused:
        visits.plan_visit(new_id(), replace(plan(), **wrong))
    assert refused.value.field == field
    with pytest.raises(refusal):
        visits.change(in_state(Status.PLANNED), replace(plan(), **wrong))


def test_follow_ups_are_numbered_and_done_once() -> None:
    reported = visits.report(in_state(Status.HELD), REPORT)
    assert [each.number for each in reported.follow_ups] == [1, 2]
    done = visits.finish_follow_up(reported, 2, date(2026, 7, 30))
    assert [each.done_on for each in done.follow_ups] == [None, date(2026, 7, 30)]
    with pytest.raises(TaskIsDone):
        visits.finish_follow_up(done, 2, date(2026, 7, 31))
    with pytest.raises(NoSuchTask):
        visits.finish_follow_up(done, 3, date(2026, 7, 31))


def test_a_refusal_names_the_state_in_both_languages() -> None:
    with pytest.raises(VisitOutOfTurn) as refused:
        visits.report(in_state(Status.PLANNED), REPORT)
    assert refused.value.message == LocalizedText(
        tr="Ziyaretin durumu: planlandı. Bu adımın sırası değil.",
        en="The visit is planned: this is not its next step.",
    )
