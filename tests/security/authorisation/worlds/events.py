"""An orientation, three people who are registered for it (me, a colleague, a stranger), two announcements."""

from __future__ import annotations

from uuid import UUID

import aiohttp

from chassis.identity.caller import Role
from chassis.identity.issuer import DevelopmentIssuer
from chassis.ids import new_id
from chassis.work import Transactions
from contracts.mobility import MobilityPlanned
from services.events.adapters.work import EventsWork
from services.events.tests.builders import a_mobility
from services.events.tests.conftest import (
    Client,
    OtherServices,
    a_project,
    a_visit,
    an_announcement,
    an_event,
    an_opportunity,
)
from tests.security.authorisation.world import (
    MY_FACULTY,
    OTHER_FACULTY,
    STRANGERS,
    Thing,
    World,
    everybodys,
    open_to_all_readers,
)

A_TASK = {"tasks": [{"what": {"tr": "İş", "en": "Task"}, "due_on": "2199-01-01"}]}


async def build(
    url: str,
    session: aiohttp.ClientSession,
    issuer: DevelopmentIssuer,
    transactions: Transactions[EventsWork],
) -> World:
    others, call = OtherServices(transactions), new_id()
    people = [new_id() for _ in range(3)]
    for person, faculty in zip(people, (MY_FACULTY, MY_FACULTY, OTHER_FACULTY), strict=True):
        await others.say(MobilityPlanned(state=a_mobility(call, person, faculty=faculty)))
    async with aiohttp.ClientSession(url) as at_events:
        office = Client(at_events, issuer.issue(Role.OFFICE))
        fair = await office.announces(capacity=9)
        hours = {"begins_at": fair["begins_at"], "ends_at": fair["ends_at"]}
        event = await office.announces(capacity=9, kind="orientation", call_id=str(call))
        for planned in (fair, event):
            await office.post(f"/events/{planned['id']}/plan", {})
        registrations = (await office.get(f"/events/{event['id']}/registrations")).body["items"]
        project = await office.has_idea()
        visit = await office.plans(person_ids=[str(people[0])])
        offered = await office.offers()
        announced = [await office.drafts(audience=audience) for audience in ("public", "staff")]
    of_person = {each["person_id"]: UUID(each["id"]) for each in registrations}
    return World(
        me=people[0],
        my_university=new_id(),
        things={
            "person": everybodys(people),
            "event": open_to_all_readers(UUID(event["id"]), UUID(fair["id"])),
            "project": [Thing("the", UUID(project["id"]), STRANGERS)],
            "visit": [Thing("the", UUID(visit["id"]), STRANGERS)],
            "opportunity": [Thing("the", UUID(offered["id"]), STRANGERS)],
            "announcement": [Thing("the", UUID(each["id"]), STRANGERS) for each in announced],
            "registration": everybodys([of_person[str(person)] for person in people]),
        },
        bodies={
            "POST /v1/events": an_event(),
            "PATCH /v1/events/{event_id}": {"capacity": 12},
            "POST /v1/events/{event_id}/registrations": {"person_id": str(people[0])},
            "PUT /v1/events/{event_id}/course": {"sessions": [hours], "attendance_percent_min": 70},
            "POST /v1/events/{event_id}/attendance": {"session": 1, "present_ids": []},
            "POST /v1/events/{event_id}/check-ins": {"code": "SHOWN-AT-THE-DOOR"},
            "POST /v1/registrations/{registration_id}/rating": {"rating": 4},
            "POST /v1/registrations/{registration_id}/hours": {"hours": "2"},
            "POST /v1/events/{event_id}/plan": {},
            "PUT /v1/events/{event_id}/plan/costs": {"costs": []},
            "POST /v1/events/{event_id}/plan/tasks": A_TASK,
            "POST /v1/events/{event_id}/plan/tasks/done": {"number": 1},
            "PUT /v1/registrations/{registration_id}/placement": {"level": "B1"},
            "POST /v1/announcements": an_announcement(),
            "PUT /v1/announcements/{announcement_id}": an_announcement(),
            "POST /v1/opportunities": an_opportunity(),
            "PUT /v1/opportunities/{opportunity_id}": an_opportunity(),
            "POST /v1/visits": a_visit(),
            "PUT /v1/visits/{visit_id}": a_visit(),
            "POST /v1/visits/{visit_id}/report": {"outcome": {"tr": "İyi", "en": "Good"}},
            "POST /v1/visits/{visit_id}/follow-ups/done": {"number": 1},
            "PUT /v1/visits/{visit_id}/guests": {"guests": [{"name": "Jane", "role": "Dean"}]},
            "POST /v1/visits/{visit_id}/guests/forget": {},
            "POST /v1/projects": a_project(),
            "PUT /v1/projects/{project_id}": a_project(),
            "POST /v1/projects/{project_id}/report": {"result": {"tr": "İyi", "en": "Good"}},
            "POST /v1/projects/{project_id}/tasks": A_TASK,
            "POST /v1/projects/{project_id}/tasks/done": {"number": 1},
            "POST /v1/interests": {"person_id": str(people[0]), "kinds": ["call"]},
        },
        about={"POST /v1/events/{event_id}/registrations": "person", "POST /v1/interests": "person"},
        lists={
            "GET /v1/events": ("event", "id"),
            "GET /v1/events/{event_id}/registrations": ("registration", "id"),
            "GET /v1/registrations": ("registration", "id"),
            "GET /v1/announcements": ("announcement", "id"),
            "GET /v1/opportunities": ("opportunity", "id"),
            "GET /v1/visits": ("visit", "id"),
            "GET /v1/projects": ("project", "id"),
        },
    )
