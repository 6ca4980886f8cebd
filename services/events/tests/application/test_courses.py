"""A course over its database: planned over HTTP, attended and closed when its time has passed."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from chassis.ids import new_id
from chassis.work import Transactions
from contracts import events
from contracts.mobility import PersonErased
from services.events.adapters.work import EventsWork
from services.events.application.close_course import close_course
from services.events.application.record_attendance import record_attendance
from services.events.domain.course import CourseIsClosed
from services.events.tests.conftest import Client, OtherServices, Said

BEGINS = datetime.now(UTC) + timedelta(days=7)
HOUR = timedelta(hours=1)
OVER = BEGINS + 2 * HOUR


def a_plan(**known: object) -> dict[str, object]:
    """Two sessions, both to be attended."""
    sessions = [
        {"begins_at": (BEGINS + hour * HOUR).isoformat(), "ends_at": (BEGINS + (hour + 1) * HOUR).isoformat()}
        for hour in range(2)
    ]
    return {"sessions": sessions, "attendance_percent_min": 100, "level": "B1", **known}


@pytest.fixture
async def course(office: Client) -> Any:
    scheduled = await office.announces(
        kind="language-course", begins_at=BEGINS.isoformat(), ends_at=OVER.isoformat()
    )
    answer = await office.replaces(f"/events/{scheduled['id']}/course", a_plan(), 1)
    assert answer.status == 200, answer.body
    return answer.body


async def attend(transactions: Transactions[EventsWork], course: Any, session: int, *present: Any) -> None:
    ids = {UUID(one["id"]) for one in present}
    async with transactions.begin() as work:
        await record_attendance(UUID(course["id"]), session, ids, work, OVER)


async def close(transactions: Transactions[EventsWork], course: Any) -> None:
    async with transactions.begin() as work:
        await close_course(UUID(course["id"]), None, work, OVER)


async def test_its_places_and_waiting_list_are_those_of_every_event(office: Client, course: Any) -> None:
    statuses = [(await office.registers(course, new_id()))["status"] for _ in range(3)]
    assert statuses == ["registered", "registered", "waiting"]


async def test_who_attended_enough_completes_and_others_are_told(
    office: Client, transactions: Transactions[EventsWork], course: Any, said: Said
) -> None:
    diligent, lazy = [await office.registers(course, new_id()) for _ in range(2)]
    await attend(transactions, course, 1, diligent, lazy)
    await attend(transactions, course, 2, diligent)
    await close(transactions, course)
    told = [event for event in await said() if isinstance(event, events.CourseCompleted)]
    assert [event.state.person_id for event in told] == [UUID(diligent["person_id"])]
    completion = told[0].state.completion
    assert completion is not None
    assert (completion.kind, completion.level) == ("language-course", "B1")
    seen = (await office.get(f"/registrations/{lazy['id']}")).body
    assert (seen["attended"], seen["completion"]) == ([1], None)
    read = (await office.get(f"/events/{course['id']}")).body["course"]
    assert [one["present"] for one in read["sessions"]] == [2, 1]


async def test_closed_twice_at_once_it_is_closed_once(
    office: Client, transactions: Transactions[EventsWork], course: Any, said: Said
) -> None:
    person = await office.registers(course, new_id())
    for session in (1, 2):
        await attend(transactions, course, session, person)
    twice = [close(transactions, course) for _ in range(2)]
    ends = await asyncio.gather(*twice, return_exceptions=True)
    assert [type(end) for end in ends if end] == [CourseIsClosed]
    assert [type(event) for event in await said()].count(events.CourseCompleted) == 1


async def test_two_lists_at_once_are_both_kept(
    office: Client, transactions: Transactions[EventsWork], course: Any
) -> None:
    """Of different sessions: neither overwrites what the other marked."""
    person = await office.registers(course, new_id())
    await asyncio.gather(*(attend(transactions, course, session, person) for session in (1, 2)))
    assert (await office.get(f"/registrations/{person['id']}")).body["attended"] == [1, 2]


async def test_who_is_erased_leaves_numbers_only(
    office: Client, transactions: Transactions[EventsWork], others: OtherServices, course: Any
) -> None:
    person = await office.registers(course, new_id())
    for session in (1, 2):
        await attend(transactions, course, session, person)
    await close(transactions, course)
    await others.say(PersonErased(key=UUID(person["person_id"]), sequence=2))
    assert (await office.get(f"/registrations/{person['id']}")).status == 404
    read = (await office.get(f"/events/{course['id']}")).body
    assert [one["present"] for one in read["course"]["sessions"]] == [1, 1]


async def test_refusals_reach_the_office(office: Client, course: Any) -> None:
    attendance = {"session": 1, "present_ids": []}
    path = f"/events/{course['id']}"
    early = await office.post(f"{path}/attendance", attendance)
    assert (early.status, early.code) == (409, "session-not-begun")
    assert (await office.post(f"{path}/close")).code == "course-is-not-over"
    fair = await office.announces()
    plan = await office.replaces(f"/events/{fair['id']}/course", a_plan(), 1)
    assert (plan.status, plan.code) == (422, "not-a-course")
    stale = await office.replaces(f"{path}/course", a_plan(), 1)
    assert (stale.status, stale.code) == (412, "stale-version")


async def test_a_placement_result(office: Client, course: Any) -> None:
    person = await office.registers(course, new_id())
    answer = await office.replaces(f"/registrations/{person['id']}/placement", {"level": "A2"}, None)
    assert (answer.body["placement"], answer.body["version"]) == ("A2", 2)
