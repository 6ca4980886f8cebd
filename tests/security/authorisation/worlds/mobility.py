"""Three people who applied, got a place and took it: me, a colleague of my faculty, a stranger."""

from __future__ import annotations

from uuid import UUID

import aiohttp

from chassis.identity.caller import Role
from chassis.identity.issuer import DevelopmentIssuer
from chassis.ids import new_id
from chassis.work import Transactions
from services.mobility.adapters.work import MobilityWork
from services.mobility.application.beneficiary_rows import COLUMNS
from services.mobility.tests.conftest import Client
from services.mobility.tests.office import Office, application_body, call_body
from tests.security.authorisation.world import (
    MY_FACULTY,
    OTHER_FACULTY,
    World,
    everybodys,
    open_to_all_readers,
)

ENDED = {"ends": "2027-05-31"}


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
    application = application_body(open_call, people[0], place)
    return World(
        me=people[0],
        my_university=new_id(),
        things={
            "person": everybodys(people),
            "call": open_to_all_readers(call, open_call),
            "application": everybodys([UUID(each["id"]) for each in applications]),
            "placement": everybodys([UUID(each["id"]) for each in placements]),
            "mobility": everybodys([UUID(each["mobility_id"]) for each in accepted]),
        },
        bodies={
            "POST /v1/people": {"given_name": "Elif", "family_name": "Kaya"},
            "PATCH /v1/people/{person_id}": {"email": "elif@example.edu"},
            "POST /v1/calls": call_body(place),
            "PATCH /v1/calls/{call_id}": {"closes_at": "2030-01-01T00:00:00Z"},
            "POST /v1/applications": application,
            "POST /v1/applications/{application_id}/verifications": {
                "rule": "M5",
                "accepted": True,
                "evidence": "seen",
            },
            "POST /v1/mobilities/{mobility_id}/early-return": ENDED,
            "POST /v1/mobilities/{mobility_id}/complete": ENDED,
            "POST /v1/mobilities/{mobility_id}/withdraw": {"reason": "ill"},
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
        },
    )
