"""After a restore: what was said becomes the rows again."""

from __future__ import annotations

from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from chassis.identity.caller import Role
from chassis.ids import new_id
from chassis.work import Transactions
from contracts.event import Event, Tombstone
from contracts.topics import Topic
from services.events.adapters.work import EventsWork
from services.events.app import SERVICE
from services.events.tests.conftest import TRUNCATE, Client, ClientOf, Said

TABLES = (
    "gathering",
    "registration",
    "announcement",
    "announcement_reach",
    "opportunity",
    "interest",
    "visit",
    "project",
    "event_plan",
)
TASK = {"what": {"tr": "Davet et", "en": "Invite"}, "due_on": "2199-01-01", "responsible_id": str(new_id())}


async def rows(engine: AsyncEngine) -> dict[str, list[Any]]:
    async with engine.connect() as connection:
        return {
            table: [
                tuple(row) for row in await connection.execute(text(f"SELECT * FROM {table} ORDER BY id"))
            ]
            for table in TABLES
        }


async def test_every_row_is_as_it_was(
    office: Client,
    client_of: ClientOf,
    said: Said,
    transactions: Transactions[EventsWork],
) -> None:
    me = new_id()
    await office.registers(await office.announces(capacity=1), me)
    course = await office.announces(kind="language-course")
    session = {"begins_at": course["begins_at"], "ends_at": course["ends_at"]}
    plan = {"sessions": [session], "attendance_percent_min": 70, "level": "B1"}
    await office.replaces(f"/events/{course['id']}/course", plan, 1)
    placed = await office.registers(course, me)
    await office.replaces(f"/registrations/{placed['id']}/placement", {"level": "A2"}, None)
    helping = await office.announces(hours="6")
    await office.post(f"/events/{helping['id']}/plan", {"costs": [], "tasks": [TASK]})
    await office.plans()
    await office.has_idea()
    await office.drafts(until="2199-01-01T00:00:00Z")
    await office.publishes()
    await office.offers(faculties=["engineering"], eqf_levels=["7"], url="https://example.org")
    said_of_me = {"person_id": str(me), "kinds": ["call"], "mail_kinds": ["call"]}
    await client_of(Role.STUDENT, person_id=me).post("/interests", said_of_me)
    before, told = await rows(transactions.engine), await said()
    assert all(before.values())
    async with transactions.engine.begin() as connection:
        await connection.execute(text(TRUNCATE))
    async with transactions.begin() as work:
        for topic, lift in SERVICE.lifts.items():
            await lift(work, newest(told, topic))
    assert await rows(transactions.engine) == before


def newest(told: list[Event | Tombstone], topic: Topic) -> list[Event | Tombstone]:
    return list({event.key: event for event in told if topic == event.TOPIC}.values())
