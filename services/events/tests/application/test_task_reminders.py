"""Tasks of stays' files: each that waits and has its day is reminded of once, by its own name."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from chassis.ids import new_id
from chassis.timetable import round_of
from chassis.work import Transactions
from contracts import reminders as told
from contracts.event import Text
from contracts.mobility import PersonErased
from contracts.stays import MobilityFile, MobilityFileOpened, MobilityTask, Nomination, TaskSettled
from contracts.vocabulary import (
    ActivityKind,
    Direction,
    MobilityTaskStatus,
    NominationStatus,
    Programme,
    StayMilestone,
    WaitsFor,
)
from services.events.adapters.work import EventsWork
from services.events.entrypoints.timetable import REMINDERS
from services.events.tests.conftest import OtherServices, Said

TODAY = datetime.now(UTC).date()
SOON, LATER = TODAY + timedelta(days=10), TODAY + timedelta(days=30)
DONE = MobilityTaskStatus.DONE
WORDS = {"survey": Text(tr="Anket", en="Survey"), "insurance": Text(tr="Sigorta", en="Insurance")}


def task(code: str, due_on: date | None, **facts: Any) -> MobilityTask:
    given = {"status": MobilityTaskStatus.WAITING, "counted_from": StayMilestone.END} | facts
    return MobilityTask(code=code, label=WORDS[code], due_on=due_on, **given)


def a_file(file_id: UUID, person_id: UUID, version: int, *tasks: MobilityTask) -> MobilityFile:
    return MobilityFile(
        id=file_id, version=version, programme=Programme.ERASMUS, direction=Direction.OUTGOING,
        kind=ActivityKind.STUDENT_STUDY, academic_year="2026/2027", person_id=person_id,
        nomination=Nomination(status=NominationStatus.NOT_SENT), tasks=tasks,
    )  # fmt: skip


async def told_of(said: Said) -> list[tuple[str, str | None, str, date]]:
    return [
        (type(each).__name__, each.state.part, each.state.title.en, each.state.due_at.date())
        for each in await said()
        if isinstance(each, told.ReminderEvent)
    ]


async def at(days: int, transactions: Transactions[EventsWork]) -> None:
    moment = datetime.now(UTC) + timedelta(days=days)
    await round_of(REMINDERS, transactions, lambda: moment)


async def test_each_task_with_a_day_is_reminded_of_once_until_it_is_settled(
    others: OtherServices, transactions: Transactions[EventsWork], said: Said
) -> None:
    file, person = new_id(), new_id()
    survey, insurance = task("survey", LATER), task("insurance", SOON)
    await others.say(MobilityFileOpened(state=a_file(file, person, 1, survey, insurance)))
    await at(0, transactions)
    await others.repeat()
    await at(0, transactions)
    done = task("insurance", SOON, status=DONE)
    await others.say(TaskSettled(state=a_file(file, person, 2, survey, done)))
    await at(20, transactions)
    await others.say(TaskSettled(state=a_file(file, person, 3, task("survey", LATER, status=DONE), done)))
    await at(40, transactions)
    assert sorted(await told_of(said), key=lambda each: str(each[1])) == [
        ("ReminderPlanned", "insurance", "Insurance", SOON),
        ("ReminderDue", "insurance", "Insurance", SOON),
        ("ReminderSettled", "insurance", "Insurance", SOON),
        ("ReminderPlanned", "survey", "Survey", LATER),
        ("ReminderDue", "survey", "Survey", LATER),
        ("ReminderSettled", "survey", "Survey", LATER),
    ]


async def test_the_person_is_waited_for_or_the_office(others: OtherServices, said: Said) -> None:
    file, person = new_id(), new_id()
    ours = task("insurance", SOON, waits_for=WaitsFor.OFFICE)
    await others.say(MobilityFileOpened(state=a_file(file, person, 1, task("survey", LATER), ours)))
    found = {each.state.part: each.state for each in await said() if isinstance(each, told.ReminderEvent)}
    assert (found["survey"].waits_for, found["survey"].person_id) == (WaitsFor.PERSON, person)
    assert (found["insurance"].waits_for, found["insurance"].person_id) == (WaitsFor.OFFICE, None)
    assert {each.about for each in found.values()} == {file}


async def test_without_a_day_or_after_it_nobody_is_reminded_and_a_moved_day_counts_anew(
    others: OtherServices, said: Said
) -> None:
    file, person = new_id(), new_id()
    past = task("insurance", TODAY - timedelta(days=3))
    await others.say(MobilityFileOpened(state=a_file(file, person, 1, task("survey", None), past)))
    assert await told_of(said) == []
    await others.say(TaskSettled(state=a_file(file, person, 2, task("survey", SOON), past)))
    await others.say(TaskSettled(state=a_file(file, person, 3, task("survey", LATER), past)))
    await others.say(TaskSettled(state=a_file(file, person, 4, task("survey", None), past)))
    assert [(what, due) for what, _, _, due in await told_of(said)] == [
        ("ReminderPlanned", SOON),
        ("ReminderMoved", LATER),
        ("ReminderSettled", LATER),
    ]


async def test_what_waits_for_an_erased_person_goes(others: OtherServices, said: Said) -> None:
    file, person = new_id(), new_id()
    ours = task("insurance", SOON, waits_for=WaitsFor.OFFICE)
    state = a_file(file, person, 1, task("survey", LATER), ours)
    await others.say(MobilityFileOpened(state=state))
    await others.say(PersonErased(key=person, sequence=2))
    later = state.model_copy(update={"version": 2})
    await others.say(TaskSettled(state=later))
    kinds = [type(each) for each in await said()]
    assert kinds.count(told.ReminderErased) == 1
    assert kinds.count(told.ReminderPlanned) == 2
