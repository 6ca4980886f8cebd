"""Tasks and their due days, by the committed table and by rules of a test."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from contracts.vocabulary import ActivityKind, Direction, MobilityTaskStatus, Programme, StayMilestone
from services.mobility.adapters.rule_files import lines
from services.mobility.adapters.stay_rule_files import stay_rules
from services.mobility.domain.stay_rules import TasksUnknown
from services.mobility.domain.tasks import (
    After,
    RemindedToday,
    Settlement,
    Task,
    TaskNotWaiting,
    dated,
    reminded,
    settled,
    tasks_of,
)

STUDY, DEGREE = ActivityKind.STUDENT_STUDY, ActivityKind.DEGREE
IN, OUT = Direction.INCOMING, Direction.OUTGOING
TODAY = date(2027, 3, 1)
DAYS = {
    StayMilestone.NOMINATION: date(2027, 4, 10),
    StayMilestone.BEGINNING: date(2027, 9, 15),
    StayMilestone.END: date(2028, 1, 31),
    StayMilestone.ARRIVAL: date(2027, 9, 10),
    StayMilestone.REGISTRATION: date(2027, 11, 30),
    StayMilestone.PERMIT_END: date(2028, 10, 31),
}


def due(programme: Programme, kind: ActivityKind, direction: Direction) -> dict[str, date | None]:
    rules = stay_rules().tasks_of(programme, 2024, kind, direction)
    return {task.code: task.due_on for task in tasks_of(rules, DAYS)}


def test_who_goes_with_erasmus_to_study_has_these_days() -> None:
    found = due(Programme.ERASMUS, STUDY, OUT)
    assert found["acceptance-letter"] == date(2027, 5, 15)
    assert found["grant-agreement"] == date(2027, 9, 15)
    assert found["transcript"] == date(2028, 3, 6)


def test_a_degree_student_has_the_clocks_of_10_and_30_days_and_three_months() -> None:
    found = due(Programme.FOREIGN_STUDENTS, DEGREE, IN)
    assert found == {
        "final-registration": date(2027, 11, 30),
        "residence-permit-form": date(2027, 9, 20),
        "residence-permit-file": date(2027, 12, 30),
        "health-insurance": date(2028, 2, 29),
        "permit-renewal": date(2028, 8, 31),
    }


def test_what_no_source_gives_a_figure_for_waits_without_a_day() -> None:
    assert due(Programme.ERASMUS, STUDY, OUT)["insurance"] is None


def test_a_programme_whose_tasks_nobody_entered_is_refused() -> None:
    with pytest.raises(TasksUnknown):
        stay_rules().tasks_of(Programme.BILATERAL, 2024, ActivityKind.STAFF_TEACHING, OUT)


def a_task(**facts: object) -> Task:
    rule = stay_rules().tasks_of(Programme.ERASMUS, 2024, STUDY, OUT)[0]
    return Task("x", rule.label, StayMilestone.END, After(days=10), **facts)  # type: ignore[arg-type]


def test_a_due_day_follows_its_milestone_until_the_office_enters_its_own() -> None:
    (task,) = dated([a_task()], {StayMilestone.END: date(2028, 1, 31)})
    assert task.due_on == date(2028, 2, 10)
    fixed = settled(task, Settlement(MobilityTaskStatus.WAITING, TODAY, date(2028, 3, 1)))
    (still,) = dated([fixed], {StayMilestone.END: date(2028, 6, 30)})
    assert (still.due_on, still.source) == (date(2028, 3, 1), "")


def test_a_task_that_waits_again_has_no_day_on_which_it_was_done() -> None:
    done = settled(a_task(), Settlement(MobilityTaskStatus.DONE, TODAY))
    assert done.done_on == TODAY
    assert settled(done, Settlement(MobilityTaskStatus.WAITING, TODAY)).done_on is None


def test_a_reminder_goes_out_once_a_day_and_only_to_who_owes_something() -> None:
    once = reminded(a_task(), TODAY)
    assert (once.reminders, once.reminded_on) == (1, TODAY)
    with pytest.raises(RemindedToday):
        reminded(once, TODAY)
    assert reminded(once, date(2027, 3, 2)).reminders == 2
    with pytest.raises(TaskNotWaiting):
        reminded(settled(once, Settlement(MobilityTaskStatus.DONE, TODAY)), date(2027, 3, 2))


def test_no_stay_has_one_task_twice() -> None:
    for programme in Programme:
        for kind in ActivityKind:
            for direction in Direction:
                rules = [r for r in stay_rules().tasks if r.covers(programme, 2024, kind, direction)]
                assert [code for code, times in Counter(r.code for r in rules).items() if times > 1] == []


def test_every_figure_names_sources_that_are_listed() -> None:
    known = {line["id"] for line in lines("sources.csv")}
    for file, figure in (
        ("tasks.csv", "after"),
        ("nominations.csv", "answer_days"),
        ("cycles.csv", "days_max"),
        ("teaching_hours.csv", "hours_per_week"),
    ):
        for line in lines(file):
            named = set(line["source"].split(";")) - {""}
            assert named <= known, line
            assert named or not line[figure], line
