"""A project's way: each step in its turn, in every state."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from chassis.ids import new_id
from contracts.vocabulary import Currency
from contracts.vocabulary import ProjectStatus as Status
from services.events.domain import project as projects
from services.events.domain.money import Money
from services.events.domain.project import (
    ApplicationIsOut,
    BudgetLink,
    Content,
    Project,
    ProjectDeadlineHasPassed,
    ProjectHasNoBudget,
    ProjectOutOfTurn,
    TasksAreOpen,
)
from services.events.domain.task import Wanted
from services.events.tests.builders import WORDS

BY = date(2026, 6, 30)
BUDGET = BudgetLink("KA220-2026", Money(Decimal("60000.00"), Currency.EUR))
CONTENT = Content(WORDS, "KA220 2026", "European Commission", BY, budget=BUDGET)
TASKS = (Wanted(WORDS, BY), Wanted(WORDS, BY))

STEPS: dict[str, Callable[[Project], Project]] = {
    "apply": lambda project: projects.apply(project, BY),
    "grant": projects.grant,
    "refuse": projects.refuse,
    "start": projects.start,
    "report": lambda project: projects.report(project, WORDS),
    "close": projects.close,
    "change": lambda project: projects.change(project, project.content),
    "tasks": lambda project: projects.add_tasks(project, TASKS),
}
STAYS = ("change", "tasks")
ON: dict[Status, dict[str, Status]] = {
    Status.IDEA: {"apply": Status.APPLIED},
    Status.APPLIED: {"grant": Status.GRANTED, "refuse": Status.REFUSED},
    Status.GRANTED: {"start": Status.RUNNING},
    Status.REFUSED: {},
    Status.RUNNING: {"report": Status.REPORTED},
    Status.REPORTED: {"close": Status.CLOSED},
    Status.CLOSED: {},
}


def in_state(status: Status) -> Project:
    return Project(new_id(), CONTENT, status)


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("step", STEPS)
def test_each_step_in_its_turn_and_in_no_other(status: Status, step: str) -> None:
    ended = status in (Status.REFUSED, Status.CLOSED)
    allowed = ON[status] | ({} if ended else dict.fromkeys(STAYS, status))
    if step in allowed:
        after = STEPS[step](in_state(status))
        assert (after.status, after.version) == (allowed[step], 2)
    else:
        with pytest.raises(ProjectOutOfTurn):
            STEPS[step](in_state(status))


def test_it_applies_until_the_last_day() -> None:
    with pytest.raises(ProjectDeadlineHasPassed):
        projects.apply(in_state(Status.IDEA), BY + timedelta(days=1))


def test_once_applied_the_call_stands() -> None:
    later = replace(CONTENT, apply_by=BY + timedelta(days=30))
    assert projects.change(in_state(Status.IDEA), later).content == later
    with pytest.raises(ApplicationIsOut):
        projects.change(in_state(Status.APPLIED), later)


def test_it_starts_only_with_a_budget() -> None:
    with pytest.raises(ProjectHasNoBudget):
        projects.start(replace(in_state(Status.GRANTED), content=replace(CONTENT, budget=None)))


def test_it_closes_when_its_tasks_are_done() -> None:
    reported = projects.add_tasks(in_state(Status.REPORTED), TASKS)
    some = projects.finish_task(reported, 1, BY)
    with pytest.raises(TasksAreOpen) as refused:
        projects.close(some)
    assert refused.value.facts == {"numbers": "2"}
    assert projects.close(projects.finish_task(some, 2, BY)).status is Status.CLOSED


def test_a_correction_loses_no_task_and_no_number_is_given_twice() -> None:
    project = projects.add_tasks(in_state(Status.IDEA), TASKS)
    changed = projects.change(project, replace(CONTENT, documents=("A",)))
    more = projects.add_tasks(changed, TASKS[:1])
    assert [task.number for task in more.tasks] == [1, 2, 3]
