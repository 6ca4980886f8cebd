"""Three people who applied, got a place and took it: me, a colleague of my faculty, a stranger."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import aiohttp

from chassis.identity.caller import Role
from chassis.identity.issuer import DevelopmentIssuer
from chassis.ids import new_id
from chassis.work import Transactions
from services.mobility.adapters.work import MobilityWork
from services.mobility.application.beneficiary_rows import COLUMNS
from services.mobility.tests.conftest import Client
from services.mobility.tests.office import Office, Place, application_body, call_body
from tests.security.authorisation.world import (
    MY_FACULTY,
    OTHER_FACULTY,
    World,
    everybodys,
    open_to_all_readers,
)

ENDED = {"ends": "2027-05-31"}
STAFF_STAY = {
    "programme": "erasmus",
    "call_year": 2024,
    "academic_year": "2026/2027",
    "kind": "staff-teaching",
    "begins": "2027-05-03",
    "ends": "2027-05-07",
    "host_country": "PL",
}
TRANSCRIPT = {
    "results": [{"code": "CS101", "title": "Algorithms", "ects": "6", "grade": "A", "passed": True}]
}


def bed(number: str) -> dict[str, str]:
    days = {"available_from": "2026-09-01", "available_until": "2027-06-30"}
    return {"building": "A", "room": "101", "bed": number, **days}


def guest(person: UUID, faculty: str, place: Place) -> dict[str, object]:
    return {
        "person_id": str(person),
        "faculty": faculty,
        "partner_id": str(place.partner_id),
        "programme": "erasmus",
        "call_year": 2024,
        "academic_year": "2026/2027",
        "kind": "student-study",
        "begins": "2026-09-15",
        "ends": "2027-01-31",
    }


async def _guests(office: Office, people: list[UUID], place: Place) -> list[dict[str, Any]]:
    """Each is accepted and has a bed."""
    found = []
    for person, faculty in zip(people, (MY_FACULTY, MY_FACULTY, OTHER_FACULTY), strict=True):
        came = await office.post("/incoming-applications", guest(person, faculty, place))
        accepted = await office.post(f"/incoming-applications/{came['id']}/accept", {})
        await office.post(f"/mobilities/{accepted['mobility_id']}/housing")
        found.append(accepted)
    return found


def courses(abroad: str = "CS101") -> dict[str, object]:
    """Tables A and B with a course each."""
    return {
        "semesters": 1,
        "abroad": [{"code": abroad, "title": "Algorithms", "ects": "30"}],
        "home": [{"code": "CENG301", "title": "Algoritmalar", "ects": "30"}],
    }


async def build(
    url: str,
    session: aiohttp.ClientSession,
    issuer: DevelopmentIssuer,
    transactions: Transactions[MobilityWork],
) -> World:
    office = Office(Client(session, url, issuer.issue(Role.OFFICE)), transactions)
    place = await office.place(places=3)
    people = [await office.person(faculty) for faculty in (MY_FACULTY, MY_FACULTY, OTHER_FACULTY)]
    call, open_call = await office.call(place), await office.call(place)
    applications = [await office.apply(call, place, person_id=person) for person in people]
    await office.publish(call)
    placements = [await office.placement_of(application) for application in applications]
    accepted = [await office.post(f"/placements/{placement['id']}/accept") for placement in placements]
    for each in accepted:
        await office.post(f"/mobilities/{each['mobility_id']}/file")
        await office.post(f"/mobilities/{each['mobility_id']}/learning-agreement", courses())
    beds = [UUID((await office.post("/housing-places", bed(number)))["id"]) for number in "123"]
    guests = await _guests(office, people, place)
    outgoing = everybodys([UUID(each["mobility_id"]) for each in accepted])
    coming = everybodys([UUID(each["mobility_id"]) for each in guests])
    application = application_body(open_call, people[0], place)
    return World(
        me=people[0],
        my_university=new_id(),
        things={
            "person": everybodys(people),
            "call": open_to_all_readers(call, open_call),
            "application": everybodys([UUID(each["id"]) for each in applications]),
            "placement": everybodys([UUID(each["id"]) for each in placements]),
            "mobility": [*outgoing, *coming],
            "file": [*outgoing, *coming],
            "learning_agreement": outgoing,
            "incoming_application": everybodys([UUID(each["id"]) for each in guests]),
            "housing_place": open_to_all_readers(*beds),
            "housing_booking": coming,
        },
        bodies={
            "POST /v1/people": {"given_name": "Elif", "family_name": "Kaya"},
            "PATCH /v1/people/{person_id}": {"email": "elif@example.edu"},
            "POST /v1/calls": call_body(place),
            "PATCH /v1/calls/{call_id}": {"closes_at": "2030-01-01T00:00:00Z"},
            "POST /v1/calls/{call_id}/what-if": {},
            "POST /v1/applications": application,
            "POST /v1/applications/{application_id}/verifications": {
                "rule": "M5",
                "accepted": True,
                "evidence": "seen",
            },
            "POST /v1/mobilities/{mobility_id}/early-return": ENDED,
            "POST /v1/mobilities/{mobility_id}/complete": ENDED,
            "POST /v1/mobilities/{mobility_id}/withdraw": {"reason": "ill"},
            "POST /v1/mobilities/{mobility_id}/arrive": {"arrived_on": "2027-02-01"},
            "POST /v1/mobilities/{mobility_id}/extend": {"ends": "2027-07-10"},
            "POST /v1/mobilities/{mobility_id}/force-majeure": ENDED,
            "POST /v1/mobilities/{mobility_id}/learning-agreement": courses("CS102"),
            "POST /v1/files/{file_id}/nominate": {},
            "POST /v1/files/{file_id}/answer": {"accepted": True},
            "POST /v1/files/{file_id}/milestones": {"milestone": "registration", "day": "2027-02-05"},
            "POST /v1/files/{file_id}/tasks": {"task": "insurance", "status": "done"},
            "POST /v1/files/{file_id}/reminders": {"task": "insurance"},
            "POST /v1/incoming-applications": guest(people[0], MY_FACULTY, place),
            "POST /v1/incoming-applications/{incoming_application_id}/accept": {},
            "POST /v1/incoming-applications/{incoming_application_id}/refuse": {},
            "POST /v1/incoming-applications/{incoming_application_id}/buddy": {"buddy_id": str(people[1])},
            "POST /v1/incoming-applications/{incoming_application_id}/buddy/answer": {"agrees": True},
            "POST /v1/housing-places": bed("9"),
            "POST /v1/staff-mobilities": STAFF_STAY | {"person_id": str(people[0])},
            "POST /v1/files/{file_id}/work-plan": {"teaching_hours": 8},
            "POST /v1/files/{file_id}/work-plan/approvals": {"party": "home"},
            "POST /v1/files/{file_id}/work-plan/report": {"taught_hours": 8},
            "POST /v1/learning-agreements/{learning_agreement_id}/signatures": {
                "party": "student",
                "content_hash": "0" * 64,
            },
            "POST /v1/learning-agreements/{learning_agreement_id}/transcript": TRANSCRIPT,
            "POST /v1/learning-agreements/{learning_agreement_id}/recognitions": {"abroad_code": "CS101"},
            "POST /v1/imports/beneficiaries": ",".join(COLUMNS),
        },
        about={"POST /v1/applications": "person"},
        lists={
            "GET /v1/people": ("person", "id"),
            "GET /v1/calls": ("call", "id"),
            "GET /v1/calls/{call_id}/ranking": ("application", "application_id"),
            "GET /v1/applications": ("application", "id"),
            "GET /v1/placements": ("placement", "id"),
            "GET /v1/mobilities": ("mobility", "id"),
            "GET /v1/files": ("file", "id"),
            "GET /v1/learning-agreements": ("learning_agreement", "id"),
            "GET /v1/incoming-applications": ("incoming_application", "id"),
            "GET /v1/housing-bookings": ("housing_booking", "id"),
            "GET /v1/housing-places": ("housing_place", "id"),
        },
    )
