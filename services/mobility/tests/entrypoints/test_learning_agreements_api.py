"""Learning agreements over HTTP: proposed, signed by three, changed, recognised."""

from __future__ import annotations

import asyncio
from typing import Any
from uuid import UUID

from chassis.identity.caller import Role
from chassis.ids import new_id
from services.mobility.tests.conftest import Client, ClientOf, Outbox
from services.mobility.tests.entrypoints.test_incoming_api import a_guest
from services.mobility.tests.entrypoints.test_mobilities_api import going
from services.mobility.tests.office import Office

ALGORITHMS = {"code": "CS101", "title": "Algorithms", "ects": "18"}
NETWORKS = {"code": "CS205", "title": "Networks", "ects": "12"}
DATABASES = {"code": "CS301", "title": "Databases", "ects": "12"}
HOME = [
    {"code": "CENG301", "title": "Algoritmalar", "ects": "18"},
    {"code": "CENG303", "title": "Ağlar", "ects": "12"},
]


def courses(*abroad: dict[str, str], **more: Any) -> dict[str, Any]:
    return {"semesters": 1, "abroad": list(abroad), "home": HOME, **more}


def content_of(agreement: dict[str, Any]) -> str:
    return str(agreement["versions"][-1]["content_hash"])


async def proposed(office: Office) -> dict[str, Any]:
    mobility, _ = await going(office)
    return await office.post(
        f"/mobilities/{mobility['id']}/learning-agreement", courses(ALGORITHMS, NETWORKS)
    )


async def signs(client: Client, agreement: dict[str, Any], party: str, content: str | None = None) -> Any:
    body = {"party": party, "content_hash": content or content_of(agreement), "signed_on": "2026-12-01"}
    return await client.post(f"/learning-agreements/{agreement['id']}/signatures", body)


async def agreed(office: Office) -> dict[str, Any]:
    agreement = await proposed(office)
    for party in ("student", "sending", "receiving"):
        answer = await signs(office.client, agreement, party)
    return dict(answer.body)


async def test_it_counts_once_student_coordinator_and_partner_signed_the_same(
    office: Office, client_of: ClientOf, outbox: Outbox
) -> None:
    agreement = await proposed(office)
    student = await client_of(Role.STUDENT, person_id=agreement["person_id"])
    coordinator = await client_of(Role.COORDINATOR, faculty="engineering")
    partner = await client_of(Role.PARTNER, partner_id=UUID(agreement["partner_id"]))
    assert (await signs(student, agreement, "student")).body["status"] == "proposed"
    assert (await signs(coordinator, agreement, "sending")).body["status"] == "proposed"
    assert (await signs(partner, agreement, "receiving")).body["status"] == "agreed"
    assert [event.name for event in await outbox()][-4:] == [
        "learning-agreement-proposed",
        "learning-agreement-signed",
        "learning-agreement-signed",
        "learning-agreement-agreed",
    ]


async def test_the_third_signature_lets_the_student_go(office: Office, outbox: Outbox) -> None:
    agreement = await proposed(office)
    path = f"/mobilities/{agreement['id']}"
    await office.post(f"{path}/file")
    await signs(office.client, agreement, "student")
    await signs(office.client, agreement, "sending")
    early = await office.client.post(f"{path}/arrive", {"arrived_on": "2027-02-01"})
    assert (early.status, early.code) == (422, "departure-not-ready")
    ticked = {"task": "learning-agreement", "status": "done"}
    refused = await office.client.post(f"/files/{agreement['id']}/tasks", ticked)
    assert (refused.status, refused.code) == (422, "task-proven-by-records")
    await signs(office.client, agreement, "receiving")
    assert [event.name for event in await outbox()][-2:] == ["learning-agreement-agreed", "task-settled"]
    assert (await office.post(f"{path}/arrive", {"arrived_on": "2027-02-01"}))["status"] == "ongoing"


async def test_a_file_opened_later_knows_what_was_signed_before(office: Office) -> None:
    agreement = await agreed(office)
    file = await office.post(f"/mobilities/{agreement['id']}/file")
    done = {task["code"]: task["done_on"] for task in file["tasks"] if task["status"] == "done"}
    assert done == {"learning-agreement": "2026-12-01"}


async def test_nobody_signs_for_another_nor_what_has_changed(office: Office, client_of: ClientOf) -> None:
    agreement = await proposed(office)
    student = await client_of(Role.STUDENT, person_id=agreement["person_id"])
    coordinator = await client_of(Role.COORDINATOR, faculty="engineering")
    partner = await client_of(Role.PARTNER, partner_id=UUID(agreement["partner_id"]))
    allowed = {student: "student", coordinator: "sending", partner: "receiving"}
    for client, own in allowed.items():
        for party in sorted({"student", "sending", "receiving"} - {own}):
            refused = await signs(client, agreement, party)
            assert (refused.status, refused.code) == (422, "learning-agreement-signature-not-yours")
    path = f"/mobilities/{agreement['id']}/learning-agreement"
    await student.post(path, courses(ALGORITHMS, DATABASES))
    late = await signs(coordinator, agreement, "sending", content_of(agreement))
    assert (late.status, late.code) == (409, "learning-agreement-content-is-another")


async def test_another_university_does_not_even_see_it(office: Office, client_of: ClientOf) -> None:
    agreement = await proposed(office)
    another = await client_of(Role.PARTNER, partner_id=new_id())
    refused = await signs(another, agreement, "receiving")
    assert (refused.status, refused.code) == (404, "learning-agreement-not-found")


async def test_of_a_guest_we_are_the_receiving_side(office: Office, client_of: ClientOf) -> None:
    guest = await a_guest(office)
    path = f"/mobilities/{guest['mobility_id']}/learning-agreement"
    agreement = await office.post(path, courses(ALGORITHMS, NETWORKS))
    coordinator = await client_of(Role.COORDINATOR, faculty="engineering")
    partner = await client_of(Role.PARTNER, partner_id=UUID(guest["partner_id"]))
    assert (await signs(coordinator, agreement, "sending")).code == "learning-agreement-signature-not-yours"
    assert (await signs(coordinator, agreement, "receiving")).status == 200
    assert (await signs(partner, agreement, "sending")).status == 200


async def test_two_signatures_at_once_are_both_kept(office: Office) -> None:
    agreement = await proposed(office)
    answers = await asyncio.gather(*(signs(office.client, agreement, p) for p in ("student", "receiving")))
    assert [answer.status for answer in answers] == [200, 200]
    kept = (await office.sees(f"/learning-agreements/{agreement['id']}")).body
    assert {one["party"] for one in kept["versions"][0]["signatures"]} == {"student", "receiving"}


async def test_two_first_proposals_at_once_make_one_agreement(office: Office) -> None:
    mobility, _ = await going(office)
    path = f"/mobilities/{mobility['id']}/learning-agreement"
    answers = await asyncio.gather(
        *(office.client.post(path, courses(ALGORITHMS, one)) for one in (NETWORKS, DATABASES))
    )
    assert sorted(answer.body["version"] for answer in answers) == [1, 2]


async def test_a_change_during_the_stay_keeps_what_was_agreed(office: Office) -> None:
    agreement = await agreed(office)
    reasons = [
        {"table": "abroad", "code": "CS205", "reason": "timetable-conflict"},
        {"table": "abroad", "code": "CS301", "reason": "substituting-deleted"},
    ]
    path = f"/mobilities/{agreement['id']}/learning-agreement"
    bare = await office.client.post(path, courses(ALGORITHMS, DATABASES))
    assert (bare.status, bare.code) == (422, "course-change-without-reason")
    changed = await office.post(path, courses(ALGORITHMS, DATABASES, reasons=reasons))
    assert changed["status"] == "agreed"
    assert [one["agreed_on"] for one in changed["versions"]] == ["2026-12-01", None]
    assert [(one["change"], one["course"]["code"]) for one in changed["versions"][1]["changes"]] == [
        ("removed", "CS205"),
        ("added", "CS301"),
    ]


async def test_courses_are_recognised_one_by_one(office: Office, outbox: Outbox) -> None:
    agreement = await agreed(office)
    path = f"/learning-agreements/{agreement['id']}"
    rows = [one | {"grade": "B", "passed": True} for one in (ALGORITHMS, NETWORKS)]
    await office.post(f"{path}/transcript", {"received_on": "2027-07-20", "results": rows})
    counted = {"abroad_code": "CS101", "home_code": "CENG301", "home_grade": "BA"}
    one = await office.post(f"{path}/recognitions", counted)
    assert (one["recognised_ects"], one["recognised_on"]) == ("18.00", None)
    refused = {"abroad_code": "CS205", "reason": "içerik uymuyor"}
    both = await office.post(f"{path}/recognitions", refused)
    assert both["recognised_on"] is not None
    assert "içerik" not in str([event.state for event in await outbox()])
    assert (await office.sees(path)).body["recognitions"][1]["reason"] == "içerik uymuyor"
