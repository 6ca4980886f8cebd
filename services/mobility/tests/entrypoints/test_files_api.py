"""Files of stays over HTTP: opened, the partner told, tasks settled; and how they follow the stay."""

from __future__ import annotations

from typing import Any

from chassis.clock import academic_date, utc_now
from chassis.identity.caller import Role
from services.mobility.tests.conftest import ClientOf, Outbox
from services.mobility.tests.entrypoints.test_mobilities_api import going
from services.mobility.tests.office import Office


async def with_file(office: Office) -> dict[str, Any]:
    mobility, _ = await going(office)
    return await office.post(f"/mobilities/{mobility['id']}/file")


def task(file: dict[str, Any], code: str) -> dict[str, Any]:
    return next(one for one in file["tasks"] if one["code"] == code)


async def test_a_file_has_the_stays_id_and_the_tasks_of_its_programme(office: Office, outbox: Outbox) -> None:
    mobility, _ = await going(office)
    file = await office.post(f"/mobilities/{mobility['id']}/file")
    assert (file["id"], file["version"], file["person_id"]) == (mobility["id"], 1, mobility["person_id"])
    assert task(file, "grant-agreement")["due_on"] == "2027-02-01"
    assert ((event := (await outbox())[-1]).name, event.topic) == ("file-opened", "mobility.file.v1")
    again = await office.client.post(f"/mobilities/{mobility['id']}/file")
    assert (again.status, again.code) == (409, "mobility-file-is-open")


async def test_the_partner_is_told_and_answers(office: Office, outbox: Outbox) -> None:
    file = await with_file(office)
    sent = await office.post(f"/files/{file['id']}/nominate", {"sent_on": "2026-11-25"})
    assert sent["nomination"] == {
        "status": "sent",
        "sent_on": "2026-11-25",
        "answer_by": "2026-12-30",
        "answered_on": None,
    }
    answer = {"accepted": True, "answered_on": "2026-12-10"}
    assert (await office.post(f"/files/{file['id']}/answer", answer))["nomination"]["status"] == "accepted"
    assert [event.name for event in await outbox()][-2:] == ["nomination-sent", "nomination-answered"]
    late = await office.client.post(f"/files/{file['id']}/answer", answer)
    assert (late.status, late.code) == (409, "nomination-not-open")


async def test_a_task_is_settled_and_somebody_is_reminded_once_a_day(office: Office) -> None:
    file = await with_file(office)
    path, today = f"/files/{file['id']}", academic_date(utc_now()).isoformat()
    reminded = await office.post(f"{path}/reminders", {"task": "participant-survey"})
    assert task(reminded, "participant-survey")["reminded_on"] == today
    again = await office.client.post(f"{path}/reminders", {"task": "participant-survey"})
    assert (again.status, again.code) == (409, "task-reminded-today")
    body = {"task": "insurance", "status": "waiting", "due_on": "2027-01-15"}
    assert task(await office.post(f"{path}/tasks", body), "insurance")["due_on"] == "2027-01-15"
    done = await office.post(f"{path}/tasks", {"task": "insurance", "status": "done"})
    assert (task(done, "insurance")["done_on"], task(done, "insurance")["due_on"]) == (today, "2027-01-15")


async def test_due_days_move_with_the_stay(office: Office, outbox: Outbox) -> None:
    file = await with_file(office)
    await office.post(f"/mobilities/{file['id']}/extend", {"ends": "2027-07-10"})
    moved = (await office.sees(f"/files/{file['id']}")).body
    assert (task(file, "transcript")["due_on"], task(moved, "transcript")["due_on"]) == (
        "2027-08-04",
        "2027-08-14",
    )
    assert [event.name for event in await outbox()][-2:] == ["mobility-extended", "milestone-reached"]


async def test_who_gives_the_stay_up_owes_nothing_any_more(office: Office) -> None:
    file = await with_file(office)
    await office.post(f"/mobilities/{file['id']}/withdraw", {"reason": "…"})
    over = (await office.sees(f"/files/{file['id']}")).body
    assert {one["status"] for one in over["tasks"]} == {"waived"}


async def test_files_are_seen_by_those_whom_they_concern(office: Office, client_of: ClientOf) -> None:
    file = await with_file(office)
    seen = {
        "ours": await client_of(Role.COORDINATOR, faculty="engineering"),
        "theirs": await client_of(Role.COORDINATOR, faculty="theology"),
        "self": await client_of(Role.STUDENT, person_id=file["person_id"]),
        "other": await client_of(Role.STUDENT, person_id=await office.person()),
    }
    found = {name: len((await client.get("/files")).body["items"]) for name, client in seen.items()}
    assert found == {"ours": 1, "theirs": 0, "self": 1, "other": 0}
    refused = await seen["self"].post(f"/files/{file['id']}/nominate", {})
    assert (refused.status, refused.code) == (403, "role-missing")
