"""Chapter: a fair with its plan and costs, held in a moment; volunteers help, their hours are confirmed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from chassis.clock import utc_now
from deploy.local.journey.choosing import me
from deploy.local.journey.clients import Json, eventually
from deploy.local.journey.journal import Facts
from deploy.local.journey.stage import Stage

BEGINS_IN, LASTS = timedelta(seconds=20), timedelta(seconds=1)
REGISTERED = "fair-registered"
HALL = "Merkez Kampüs Fuaye / Main Campus Foyer"
GUESTS = slice(0, 4)
HELPERS = slice(4, 6)
ABSENT = 3
RATINGS = (5, 4, 4)

CODE = "query Code($id: ID!) { registration(id: $id) { checkInCode } }"
PLAN = """
query Plan($id: ID!) { eventPlan(id: $id) { totals { currency planned actual perParticipant } } }
"""


async def fair(stage: Stage) -> Facts:
    """Planned with tasks and costs, held with check-in and opinions, paid; helped at by volunteers."""
    people = stage.facts("applications")["people"]
    times = await _times(stage)
    placed = await stage.once(REGISTERED, lambda: _places_taken(stage, times, people))
    held, helped, guests, helpers = (placed[name] for name in ("held", "helped", "guests", "helpers"))
    plan = await _planned(stage, held, (await me(stage, people[0]))["id"])
    for event, comes in ((held, guests[:ABSENT]), (helped, helpers)):
        for registration in comes:
            await _let_in(stage, event, registration)
    stage.story.step("mutation checkIn", f"{ABSENT} of {len(guests)} came, {len(helpers)} help")
    await eventually("the fair's end", _now, lambda now: now >= datetime.fromisoformat(times["endsAt"]))
    await _opinions(stage, people, guests)
    await _paid(stage, plan)
    for helper in helpers:
        given = {"id": helper["id"], "hours": "5.50"}
        await _do(stage, "confirmHours", given, "registration", step=f"hours-{helper['id']}")
    stage.story.step("mutation confirmHours", "certificates of volunteering are at /v1/documents/ID")
    return {"event": held["id"], "plan": plan["id"], "volunteering": helped["id"]}


async def _times(stage: Stage) -> Json:
    """Places are taken before it begins: a walk that was cut off until then holds another fair."""
    times: Json = await stage.once("fair-times", _soon)
    missed = stage.journal.page(REGISTERED) is None and await _now() > datetime.fromisoformat(
        times["beginsAt"]
    )
    if missed:
        times = await _soon()
        stage.journal.write("fair-times", {"decided": times})
    return times


async def _soon() -> Json:
    begins = utc_now() + BEGINS_IN
    return {"beginsAt": begins.isoformat(), "endsAt": (begins + LASTS).isoformat()}


async def _places_taken(stage: Stage, times: Json, people: list[str]) -> Json:
    fairs = {"held": _event("Erasmus fuarı", "Erasmus fair", times)}
    fairs["helped"] = _event("Fuarda gönüllülük", "Helping at the fair", times) | {"hours": "6"}
    held, helped = [
        await _do(stage, "scheduleEvent", given, "event", step=f"{name}-{times['beginsAt']}")
        for name, given in fairs.items()
    ]
    guests = [await _registered(stage, held, uuid) for uuid in people[GUESTS]]
    helpers = [await _registered(stage, helped, uuid) for uuid in people[HELPERS]]
    return {"held": held, "helped": helped, "guests": guests, "helpers": helpers}


async def _opinions(stage: Stage, people: list[str], guests: list[Json]) -> None:
    for uuid, registration, rating in zip(people, guests, RATINGS, strict=False):
        given = {"id": registration["id"], "rating": rating}
        await _do(stage, "rateEvent", given, "registration", step=f"rate-{uuid}", token=stage.student(uuid))


async def _now() -> datetime:
    return utc_now()


def _event(tr: str, en: str, times: Json) -> Json:
    return {"kind": "FAIR", "title": {"tr": tr, "en": en}, "venue": HALL, "capacity": 40, **times}


async def _planned(stage: Stage, event: Json, responsible: str) -> Any:
    due = (stage.journal.began.date() + timedelta(days=14)).isoformat()
    posters = {"what": {"tr": "Afişleri as", "en": "Put up the posters"}, "responsibleId": responsible}
    thanks = {"what": {"tr": "Teşekkür yazıları", "en": "Write letters of thanks"}}
    given = {
        "id": event["id"],
        "costs": [_cost("VENUE", "4000.00"), _cost("PRINTING", "1500.00")],
        "tasks": [{**task, "dueOn": due} for task in (posters, thanks)],
    }
    plan = await _do(stage, "planEvent", given, "eventPlan")
    stage.story.step("mutation planEvent", "two tasks in the work list, two costs")
    return plan


def _cost(kind: str, planned: str, actual: str | None = None) -> Json:
    line = {"kind": kind, "planned": {"amount": planned, "currency": "TRY"}}
    return line if actual is None else {**line, "actual": {"amount": actual, "currency": "TRY"}}


async def _registered(stage: Stage, event: Json, uuid: str) -> Any:
    given = {"id": event["id"], "personId": (await me(stage, uuid))["id"]}
    step = f"fair-{event['id']}-{uuid}"
    return await _do(stage, "registerForEvent", given, "registration", step=step, token=stage.student(uuid))


async def _let_in(stage: Stage, event: Json, registration: Json) -> None:
    code = (await stage.gateway.ask(stage.office, CODE, {"id": registration["id"]}))["registration"]
    given = {"id": event["id"], "code": code["checkInCode"]}
    await _do(stage, "checkIn", given, "registration", step=f"check-in-{registration['id']}")


async def _paid(stage: Stage, plan: Json) -> None:
    """One task is done, and the bills have come."""
    done = {"id": plan["id"], "number": 1}
    after = await _do(stage, "finishEventTask", done, "eventPlan", input_type="FinishTaskInput")
    given = {
        "id": plan["id"],
        "expectedVersion": after["version"],
        "costs": [_cost("VENUE", "4000.00", "4000.00"), _cost("PRINTING", "1500.00", "1649.90")],
    }
    await _do(stage, "correctEventCosts", given, "eventPlan")
    totals = (await stage.gateway.ask(stage.office, PLAN, {"id": plan["id"]}))["eventPlan"]["totals"]
    spent = ", ".join(f"{one['actual']} {one['currency']}: {one['perParticipant']} each" for one in totals)
    stage.story.step("query eventPlan", f"what it cost, and for each who came: {spent}")


async def _do(
    stage: Stage,
    mutation: str,
    given: Json,
    shown: str,
    *,
    step: str | None = None,
    token: str | None = None,
    input_type: str | None = None,
) -> Any:
    """By the office unless a ``token`` is given; ``step``: where a mutation is sent more than once."""
    payload = await stage.gateway.do(
        token or stage.office, mutation, given, f"{shown} {{ id version }}",
        key=stage.key(f"fair-{step or mutation}"), input_type=input_type,
    )  # fmt: skip
    return payload[shown]
