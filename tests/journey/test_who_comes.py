"""Guests and degree students through the gateway, as the walk left them: bed, buddy, days of the law."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from deploy.local.journey.clients import Json
from deploy.local.journey.hosting import ARRIVED_EARLY_DAYS, REGISTERED_AFTER_DAYS
from gateway.reading.ids import parse_node_id
from tests.journey.system import System

pytestmark = pytest.mark.timeout(300)

GUEST = """
query Guest($person: ID!) {
  incomingApplications(filter: { personId: $person }, first: 1) {
    nodes { id status decideBy receivedOn buddy { givenName } mobility { id status direction days } }
  }
}
"""
KNOWN = """
query Known($person: ID!) {
  incomingApplications(filter: { personId: $person }, first: 1) {
    nodes { guestName buddyName buddyStatus person { givenName } }
  }
}
"""
BOOKINGS = """
query Bookings($person: ID!) {
  housingBookings(filter: { personId: $person }, first: 5) {
    nodes { status begins ends place { building room bed } }
  }
}
"""
TASKS = """
query Tasks($file: ID!) {
  mobilityTasks(filter: { fileId: $file }, first: 20) { nodes { code dueOn status source } }
}
"""
WORK_LIST = """
query Deadlines($before: Date!) {
  mobilityTasks(
    filter: { programme: FOREIGN_STUDENTS, status: WAITING, dueBefore: $before }, first: 20
  ) { nodes { code dueOn } }
}
"""
FILE_OF = "query FileOf($id: ID!) { mobility(id: $id) { file { id } } }"


async def of_the_guest(system: System, query: str, token: str | None = None) -> list[Json]:
    stage = system.stage
    asked = {"person": stage.facts("hosting")["guest"]}
    (found,) = (await stage.gateway.ask(token or stage.office, query, asked)).values()
    nodes: list[Json] = found["nodes"]
    return nodes


async def due_days(system: System, file: str) -> dict[str, str]:
    stage = system.stage
    nodes = (await stage.gateway.ask(stage.office, TASKS, {"file": file}))["mobilityTasks"]["nodes"]
    return {task["code"]: task["dueOn"] for task in nodes}


async def test_the_application_became_a_stay_with_a_buddy(system: System) -> None:
    (came,) = await of_the_guest(system, GUEST)
    received = date.fromisoformat(came["receivedOn"])
    assert (came["status"], came["decideBy"]) == ("ACCEPTED", (received + timedelta(days=35)).isoformat())
    assert (came["buddy"]["givenName"], came["mobility"]["direction"]) == ("Deniz", "INCOMING")
    assert came["mobility"]["status"] == "ONGOING"


async def test_guest_and_buddy_know_each_other_by_name_and_nobody_else_does(system: System) -> None:
    stage = system.stage
    (theirs,) = await of_the_guest(system, KNOWN, _student(system, "guest"))
    assert (theirs["buddyName"], theirs["buddyStatus"]) == ("Deniz Ateşoğlu", "AGREED")
    (ours,) = await of_the_guest(system, KNOWN, _student(system, "buddy"))
    assert (ours["guestName"], ours["person"]) == ("Zofia Nowak", None), "by name, and no more"
    stranger = stage.student(stage.facts("applications")["people"][0])
    assert await of_the_guest(system, KNOWN, stranger) == []


async def test_the_letter_of_admission_is_a_pdf_for_who_is_concerned(system: System) -> None:
    stage = system.stage
    (came,) = await of_the_guest(system, GUEST)
    faculty = stage.coordinator(stage.facts("hosting")["faculty"])
    media_type, letter = await stage.gateway.document(faculty, came["id"])
    assert (media_type, letter[:5]) == ("application/pdf", b"%PDF-")
    _, refused = await stage.gateway.document(stage.coordinator("theology"), came["id"])
    assert b"incoming-application-not-found" in refused


async def test_the_stay_has_the_bed_that_fits_tightest_and_nobody_else_gets_it(system: System) -> None:
    stage = system.stage
    (booking,) = await of_the_guest(system, BOOKINGS)
    assert (booking["status"], booking["place"]["bed"]) == ("BOOKED", "2")
    again = {"id": stage.facts("hosting")["mobility"]}
    error = await stage.gateway.refusal(stage.office, "bookHousing", again)
    assert error["code"] == "housing-booked-already"


async def test_the_permit_is_counted_from_arrival_and_registration(system: System) -> None:
    stage, begins = system.stage, system.stage.stay[0]
    asked = {"id": stage.facts("hosting")["mobility"]}
    file = (await stage.gateway.ask(stage.office, FILE_OF, asked))["mobility"]["file"]["id"]
    due = await due_days(system, file)
    arrived = begins - timedelta(days=ARRIVED_EARLY_DAYS)
    registered = begins + timedelta(days=REGISTERED_AFTER_DAYS)
    assert due["residence-permit-form"] == (arrived + timedelta(days=10)).isoformat()
    assert due["residence-permit-file"] == (registered + timedelta(days=30)).isoformat()


async def test_a_degree_student_has_10_days_30_days_and_three_months(system: System) -> None:
    degree = system.stage.facts("hosting")["degree"]
    due = await due_days(system, degree["file"])
    registered = date.fromisoformat(degree["REGISTRATION"])
    assert due == {
        "final-registration": degree["REGISTRATION"],
        "residence-permit-form": (date.fromisoformat(degree["ARRIVAL"]) + timedelta(days=10)).isoformat(),
        "residence-permit-file": (registered + timedelta(days=30)).isoformat(),
        "health-insurance": registered.replace(month=registered.month + 3).isoformat(),
        "permit-renewal": date.fromisoformat(degree["PERMIT_END"]).replace(month=7).isoformat(),
    }


async def test_the_office_s_work_list_is_in_the_order_of_due_days_until_a_task_is_settled(
    system: System,
) -> None:
    stage, degree = system.stage, system.stage.facts("hosting")["degree"]
    before = {"before": (date.fromisoformat(degree["PERMIT_END"]) + timedelta(days=1)).isoformat()}

    async def waiting() -> list[str]:
        found = await stage.gateway.ask(stage.office, WORK_LIST, before)
        return [task["code"] for task in found["mobilityTasks"]["nodes"]]

    assert await waiting() == [
        "final-registration",
        "residence-permit-form",
        "residence-permit-file",
        "health-insurance",
        "permit-renewal",
    ]
    task = {"id": degree["file"], "task": "residence-permit-form"}
    shown = "mobilityFile { tasksWaiting }"
    await stage.gateway.do(stage.office, "settleTask", {**task, "status": "DONE"}, shown)
    assert "residence-permit-form" not in await waiting()
    await stage.gateway.do(stage.office, "settleTask", {**task, "status": "WAITING"}, shown)


async def test_another_faculty_s_coordinator_sees_no_guest(system: System) -> None:
    stage = system.stage
    assert await of_the_guest(system, GUEST, stage.coordinator("theology")) == []
    assert len(await of_the_guest(system, GUEST, stage.coordinator(stage.facts("hosting")["faculty"]))) == 1


async def test_the_exit_frees_the_bed_and_gives_the_certificate_once_all_is_cleared(system: System) -> None:
    """Last of all here: the guest leaves."""
    stage, stay = system.stage, {"id": system.stage.facts("hosting")["mobility"]}
    early, _ = await stage.gateway.document(stage.office, stay["id"])
    assert early != "application/pdf"
    left = {**stay, "ends": (stage.stay[1] - timedelta(days=3)).isoformat()}
    shown = "mobility { status ends }"
    gone = await stage.gateway.do(stage.office, "completeMobility", left, shown, input_type="StayEndedInput")
    assert (gone["mobility"]["status"], gone["mobility"]["ends"]) == ("COMPLETED", left["ends"])
    assert await of_the_guest(system, KNOWN, _student(system, "buddy")) == []
    (booking,) = await system.until(
        "the free bed",
        lambda: of_the_guest(system, BOOKINGS),
        lambda bookings: bookings[0]["status"] == "RELEASED",
    )
    assert booking["place"]["bed"] == "2"
    _, refused = await stage.gateway.document(stage.office, stay["id"])
    assert b"exit-not-cleared" in refused
    file = (await stage.gateway.ask(stage.office, FILE_OF, stay))["mobility"]["file"]["id"]
    for task in ("room-returned", "library-cleared"):
        cleared = {"id": file, "task": task, "status": "DONE"}
        await stage.gateway.do(stage.office, "settleTask", cleared, "mobilityFile { tasksWaiting }")
    assert await _own(system, _student(system, "guest"), stay["id"]) == ("application/pdf", b"%PDF-")
    _, others = await stage.gateway.document(stage.coordinator("theology"), stay["id"])
    assert b"mobility-not-found" in others


def _student(system: System, who: str) -> str:
    return system.stage.student(str(parse_node_id(system.stage.facts("hosting")[who])[1]))


async def _own(system: System, token: str, id: str) -> tuple[str, bytes]:
    media_type, body = await system.stage.gateway.document(token, id)
    return media_type, body[:5]
