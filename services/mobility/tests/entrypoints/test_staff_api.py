"""Stays of staff over HTTP: planned by the office, a work plan, two approvals, a report."""

from __future__ import annotations

from typing import Any

from services.mobility.tests.conftest import Outbox
from services.mobility.tests.office import Office


def stay_of(person: object, **changes: Any) -> dict[str, Any]:
    return {
        "person_id": str(person),
        "programme": "erasmus",
        "call_year": 2024,
        "academic_year": "2026/2027",
        "kind": "staff-teaching",
        "begins": "2027-05-03",
        "ends": "2027-05-07",
        "host_country": "PL",
        **changes,
    }


async def planned(office: Office) -> dict[str, Any]:
    body = stay_of(await office.person(staff=True))
    return await office.post("/staff-mobilities", body)


async def test_the_office_plans_a_stay_counted_in_calendar_days(office: Office, outbox: Outbox) -> None:
    stay = await planned(office)
    assert (stay["days"], stay["status"], stay["faculty"]) == (5, "planned", "engineering")
    assert ((event := (await outbox())[-1]).name, event.state["kind"]) == (
        "mobility-planned",
        "staff-teaching",
    )


async def test_a_partners_country_is_the_directorys(office: Office) -> None:
    place = await office.place(country="PT")
    body = stay_of(await office.person(staff=True), partner_id=str(place.partner_id))
    assert (await office.post("/staff-mobilities", body))["host_country"] == "PT"


async def test_what_is_no_stay_of_staff_is_refused(office: Office) -> None:
    staff, student = await office.person(staff=True), await office.person()
    wrong = {
        "person-is-not-staff": stay_of(student),
        "activity-not-for-staff": stay_of(staff, kind="student-study"),
        "stay-outside-limits": stay_of(staff, ends="2027-05-03"),
        "host-country-missing": stay_of(staff, host_country=None),
        "stay-limits-unknown": stay_of(staff, programme="bilateral"),
        "person-not-found": stay_of("01900000-0000-7000-8000-000000000000"),
    }
    for code, body in wrong.items():
        assert (await office.client.post("/staff-mobilities", body)).code == code


async def test_a_plan_is_approved_twice_and_reported(office: Office, outbox: Outbox) -> None:
    stay = await planned(office)
    await office.post(f"/mobilities/{stay['id']}/file")
    path = f"/files/{stay['id']}/work-plan"
    few = await office.client.post(path, {"teaching_hours": 7})
    assert (few.status, few.code) == (422, "teaching-hours-too-few")
    await office.post(path, {"teaching_hours": 8})
    early = await office.client.post(f"{path}/report", {"taught_hours": 8})
    assert (early.status, early.code) == (409, "work-plan-not-approved")
    for party in ("home", "partner"):
        await office.post(f"{path}/approvals", {"party": party, "approved_on": "2027-04-01"})
    done = await office.post(f"{path}/report", {"taught_hours": 8, "reported_on": "2027-05-20"})
    assert (done["work_plan"]["hours_missing"], done["work_plan"]["reported_on"]) == (0, "2027-05-20")
    assert [event.name for event in await outbox()][-6:] == [
        "work-planned",
        "work-plan-approved",
        "work-plan-approved",
        "task-settled",
        "work-reported",
        "task-settled",
    ]
