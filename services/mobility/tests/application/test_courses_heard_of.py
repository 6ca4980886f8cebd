"""Completed courses settle tasks of files: told before or after, twice, or of somebody who is gone."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from chassis.clock import utc_now
from chassis.consuming.delivery import Delivery
from chassis.consuming.record import Record
from chassis.ids import new_id
from chassis.work import Transactions
from contracts import cloudevents
from contracts.events import (
    Completion,
    CourseCompleted,
    Registration,
    RegistrationEvent,
    RegistrationRepublished,
)
from contracts.vocabulary import EventKind, RegistrationStatus
from services.mobility.adapters.work import MobilityWork
from services.mobility.application.hear_of_course import hear_of_course
from services.mobility.entrypoints.consumers import COURSES
from services.mobility.tests.conftest import Outbox
from services.mobility.tests.entrypoints.test_files_api import task
from services.mobility.tests.entrypoints.test_mobilities_api import going
from services.mobility.tests.office import Office

DONE = {"status": "done", "done_on": "2027-01-15"}


def registration(person: str, kind: EventKind | None = EventKind.LANGUAGE_COURSE) -> Registration:
    at = datetime(2027, 1, 15, 12, tzinfo=UTC)
    completion = None if kind is None else Completion(kind=kind, completed_at=at)
    return Registration(
        id=new_id(), version=3, event_id=new_id(), person_id=UUID(person),
        status=RegistrationStatus.REGISTERED, completion=completion,
    )  # fmt: skip


def record(event: RegistrationEvent) -> Record:
    headers = cloudevents.headers(event, event_id=new_id(), source="events", at=utc_now(), traceparent=None)
    key = str(event.key)
    wire = tuple(cloudevents.wire_headers(headers))
    return Record(event.TOPIC.name, 0, 1, key, key.encode(), cloudevents.encode(event), wire)


async def deliver(transactions: Transactions[MobilityWork], *records: Record) -> None:
    delivery = Delivery(COURSES, transactions, clock=utc_now, parked_keys_max=10)
    for one in records:
        await delivery.deliver([one])


async def settled(office: Office, file: dict[str, Any], code: str = "language-course") -> dict[str, Any]:
    found = task((await office.sees(f"/files/{file['id']}")).body, code)
    return {"status": found["status"], "done_on": found["done_on"]}


async def test_a_completed_course_settles_its_task_once(
    office: Office, transactions: Transactions[MobilityWork], outbox: Outbox
) -> None:
    stay, _ = await going(office)
    file = await office.post(f"/mobilities/{stay['id']}/file")
    told = registration(stay["person_id"])
    first = record(CourseCompleted(state=told))
    await deliver(transactions, first, first, record(RegistrationRepublished(state=told)))
    assert await settled(office, file) == DONE
    assert (await settled(office, file, "orientation"))["status"] == "waiting"
    assert [event.name for event in await outbox()].count("task-settled") == 1


async def test_what_was_completed_before_settles_the_file_that_is_opened(
    office: Office, transactions: Transactions[MobilityWork]
) -> None:
    stay, _ = await going(office)
    completed = registration(stay["person_id"], EventKind.ORIENTATION)
    await deliver(transactions, record(CourseCompleted(state=completed)))
    file = await office.post(f"/mobilities/{stay['id']}/file")
    assert await settled(office, file, "orientation") == DONE


async def test_a_file_opened_while_a_course_is_being_told_misses_nothing(
    office: Office, transactions: Transactions[MobilityWork]
) -> None:
    """Nobody's transaction sees the other's rows: whoever opens the file waits for the person."""
    stay, _ = await going(office)
    async with transactions.begin() as work:
        await hear_of_course(CourseCompleted(state=registration(stay["person_id"])), work, utc_now())
        opening = asyncio.create_task(office.post(f"/mobilities/{stay['id']}/file"))
        await asyncio.wait([opening], timeout=0.5)
    assert await settled(office, await opening) == DONE


async def test_other_completions_other_people_and_none_settle_nothing(
    office: Office, transactions: Transactions[MobilityWork]
) -> None:
    stay, _ = await going(office)
    file = await office.post(f"/mobilities/{stay['id']}/file")
    other, stranger = str(await office.person()), str(new_id())
    for told in (
        registration(stay["person_id"], EventKind.FAIR),
        registration(stay["person_id"], None),
        registration(other),
        registration(stranger),
    ):
        await deliver(transactions, record(RegistrationRepublished(state=told)))
    assert await settled(office, file) == {"status": "waiting", "done_on": None}
    assert await office.rows("SELECT person_id FROM course_completion") == [(UUID(other),)]
    assert await office.rows("SELECT 1 FROM parked_record") == []


async def test_an_erased_person_s_courses_are_forgotten(
    office: Office, transactions: Transactions[MobilityWork]
) -> None:
    person = str(await office.person())
    await deliver(transactions, record(CourseCompleted(state=registration(person))))
    assert (await office.client.delete(f"/people/{person}")).status in (200, 204)
    assert await office.rows("SELECT 1 FROM course_completion") == []
