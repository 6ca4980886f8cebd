"""Announcements over HTTP, and the clock that moves them on."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from chassis.identity.caller import Role
from chassis.ids import new_id
from chassis.timetable import Entry, round_of
from chassis.work import Transactions
from contracts import announcements as told
from services.events.adapters.work import EventsWork
from services.events.application.move_announcement import move_announcement_on
from services.events.entrypoints.timetable import ANNOUNCEMENTS, REACH
from services.events.tests.conftest import Client, ClientOf, Said, an_announcement


async def at(
    moment: datetime, transactions: Transactions[EventsWork], entry: Entry[EventsWork] = ANNOUNCEMENTS
) -> int:
    """The timetable's round at ``moment``; how many it did."""
    return await round_of(entry, transactions, lambda: moment)


def in_hours(hours: float) -> datetime:
    return datetime.now(UTC) + timedelta(hours=hours)


async def test_the_office_writes_one_and_lets_it_out(office: Client, said: Said) -> None:
    drafted = await office.drafts()
    out = await office.post(f"/announcements/{drafted['id']}/schedule")
    assert (drafted["status"], out.body["status"], out.body["version"]) == ("drafted", "published", 2)
    assert [type(event) for event in await said()] == [
        told.AnnouncementDrafted,
        told.AnnouncementPublished,
        told.AnnouncementReachCounted,
    ]


async def test_only_the_office_writes_and_reads_them_here(client_of: ClientOf, office: Client) -> None:
    drafted = await office.drafts()
    for role in (Role.STUDENT, Role.COORDINATOR, Role.FINANCE, Role.OPS):
        asking = client_of(role, person_id=new_id())
        assert (await asking.post("/announcements", an_announcement())).status == 403
        assert (await asking.get(f"/announcements/{drafted['id']}")).status == 403


async def test_it_comes_out_and_goes_by_the_clock(
    office: Client, transactions: Transactions[EventsWork], said: Said
) -> None:
    drafted = await office.drafts(publish_at=in_hours(1).isoformat(), until=in_hours(2).isoformat())
    path = f"/announcements/{drafted['id']}"
    assert (await office.post(f"{path}/schedule")).body["status"] == "scheduled"
    assert await at(in_hours(0.5), transactions) == 0
    assert await at(in_hours(1.5), transactions) == 1
    assert (await office.get(path)).body["status"] == "published"
    assert await at(in_hours(2.5), transactions) == 1
    assert (await office.get(path)).body["status"] == "withdrawn"
    moved = [event for event in await said() if isinstance(event, told.AnnouncementEvent)]
    assert [event.sequence for event in moved] == [1, 2, 3, 4]


async def test_two_processes_let_it_out_once(
    office: Client, transactions: Transactions[EventsWork], said: Said
) -> None:
    for _ in range(3):
        drafted = await office.drafts(publish_at=in_hours(1).isoformat())
        await office.post(f"/announcements/{drafted['id']}/schedule")
    await asyncio.gather(*(at(in_hours(2), transactions) for _ in range(4)))
    out = [event for event in await said() if isinstance(event, told.AnnouncementPublished)]
    assert len(out) == len({event.key for event in out}) == 3


async def test_two_at_the_same_moment_withdraw_it_once(
    office: Client, transactions: Transactions[EventsWork], said: Said
) -> None:
    """The second looks while the first has not committed."""
    out = await office.publishes(until=in_hours(1).isoformat())
    async with transactions.begin() as first:
        await move_announcement_on(UUID(out["id"]), first, in_hours(2))
        second = asyncio.create_task(at(in_hours(2), transactions))
        await asyncio.sleep(0.3)
    await second
    withdrawn = [event.sequence for event in await said() if isinstance(event, told.AnnouncementWithdrawn)]
    assert withdrawn == [3]


async def test_an_edit_needs_its_version_and_takes_it_back_to_a_draft(office: Client) -> None:
    drafted = await office.drafts(publish_at=in_hours(1).isoformat())
    path = f"/announcements/{drafted['id']}"
    await office.post(f"{path}/schedule")
    words = an_announcement(title={"tr": "Başka", "en": "Another"})
    assert (await office.replaces(path, words, None)).status == 428
    assert (await office.replaces(path, words, 1)).code == "stale-version"
    edited = await office.replaces(path, words, 2)
    assert (edited.body["status"], edited.body["title"]["en"]) == ("drafted", "Another")


@pytest.mark.parametrize(
    ("known", "code", "field"),
    [
        ({"until": "2020-01-01T00:00:00Z"}, "announcement-ends-before-it-is-out", "until"),
        (
            {"occasion": {"begins_at": "2027-03-03T12:00:00Z", "ends_at": "2027-03-03T11:00:00Z"}},
            "occasion-ends-before-it-begins",
            "occasion.ends_at",
        ),
        ({"publish_at": "0001-01-01T00:00:00+14:00"}, "input-invalid", "publish_at"),
    ],
)
async def test_what_cannot_be_is_refused(
    office: Client, known: dict[str, object], code: str, field: str
) -> None:
    refused = await office.post("/announcements", an_announcement(**known))
    assert (refused.status, refused.code, refused.body["field"]) == (422, code, field)
    assert refused.body["message"]["tr"] != refused.body["message"]["en"]


async def test_they_are_listed_by_when_they_come_out(office: Client) -> None:
    hours = (3, 1, 2)
    drafted = {hour: await office.drafts(publish_at=in_hours(hour).isoformat()) for hour in hours}
    await office.post(f"/announcements/{drafted[2]['id']}/schedule")
    first = await office.get("/announcements", limit="2")
    rest = await office.get("/announcements", limit="2", cursor=first.body["next"])
    listed = [one["id"] for one in first.body["items"] + rest.body["items"]]
    assert listed == [drafted[hour]["id"] for hour in (1, 2, 3)]
    scheduled = (await office.get("/announcements", status="scheduled")).body["items"]
    assert [one["id"] for one in scheduled] == [drafted[2]["id"]]


async def test_counts_are_told_now_and_then_and_none_twice(
    office: Client, base_url: str, transactions: Transactions[EventsWork], said: Said
) -> None:
    out = await office.publishes()
    for address in ("", "?via=feed", "?via=poster", "?via=poster", "?via=nonsense"):
        await office.opens(f"/announcements/tr/{out['id']}{address}")
    await asyncio.gather(*(at(in_hours(0), transactions, REACH) for _ in range(3)))
    counted = [event.state for event in await said() if isinstance(event, told.AnnouncementReachCounted)]
    assert [(state.version, state.page, state.feed, state.poster) for state in counted] == [
        (1, 0, 0, 0),
        (2, 2, 1, 2),
    ]
