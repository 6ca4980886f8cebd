"""Chapter 8: the orientation that made itself, with fewer places than guests."""

from __future__ import annotations

from deploy.local.journey.choosing import me
from deploy.local.journey.clients import Json, eventually
from deploy.local.journey.journal import Facts
from deploy.local.journey.stage import Stage

PLACES = 6
GUESTS = 9

EVENTS = """
query Orientation($call: ID!) {
  events(filter: { callId: $call }, first: 1) {
    nodes { id version title { en tr } beginsAt capacity registered waiting
            registrations(first: 50) { nodes { id status placeInLine person { id } } } }
  }
}
"""


async def orientation(stage: Stage) -> Facts:
    """Everybody who goes is invited; nine register for six places; one cancels and the next moves up."""
    call_id = stage.facts("applications")["call"]
    event = await _event(stage, call_id, lambda e: len(e["registrations"]["nodes"]) >= 10)
    stage.story.step(
        "events reacts", f"{event['title']['en']} · {event['title']['tr']}, all who go are invited"
    )
    given = {"id": event["id"], "expectedVersion": event["version"], "capacity": PLACES}
    if event["capacity"] != PLACES:
        await stage.gateway.do(
            stage.office, "changeEvent", given, "event { capacity }", key=stage.key("capacity")
        )
    for guest in await stage.once("guests", lambda: _guests(stage, event)):
        await stage.gateway.do(
            stage.student(guest["uuid"]), "registerForEvent", {"id": event["id"], "personId": guest["node"]},
            "registration { status placeInLine }", key=stage.key(f"register-{guest['uuid']}"),
        )  # fmt: skip
    full = await stage.once("full-orientation", lambda: _full(stage, call_id))
    stage.story.step(
        f"mutation registerForEvent × {GUESTS}", f"{full['registered']} have a place, {full['waiting']} wait"
    )
    await stage.gateway.do(
        stage.office, "cancelRegistration", {"id": full["cancels"]}, "registration { status }",
        key=stage.key("cancel-registration"),
    )  # fmt: skip
    after = await _event(stage, call_id, lambda e: e["waiting"] < full["waiting"])
    stage.story.step(
        "mutation cancelRegistration", f"the first in line moves up; {after['waiting']} still wait"
    )
    return {"event": event["id"]}


async def _full(stage: Stage, call_id: str) -> Json:
    """How many have a place and how many wait, and the registration that will be cancelled."""
    event = await _event(stage, call_id, lambda e: e["registered"] + e["waiting"] >= GUESTS)
    has_place = next(r for r in event["registrations"]["nodes"] if r["status"] == "REGISTERED")
    return {"registered": event["registered"], "waiting": event["waiting"], "cancels": has_place["id"]}


async def _event(stage: Stage, call_id: str, ready: object) -> Json:
    async def ask() -> Json | None:
        nodes = (await stage.gateway.ask(stage.office, EVENTS, {"call": call_id}))["events"]["nodes"]
        return nodes[0] if nodes else None

    found = await eventually("the orientation", ask, lambda e: e is not None and ready(e))  # type: ignore[operator]
    assert found is not None
    return found


async def _guests(stage: Stage, event: Json) -> list[Json]:
    """Invited students with both their ids."""
    invited = {r["person"]["id"] for r in event["registrations"]["nodes"] if r["person"]}
    guests = []
    for uuid in stage.facts("applications")["people"]:
        node = (await me(stage, uuid))["id"]
        if node in invited:
            guests.append({"uuid": uuid, "node": node})
    return guests[:GUESTS]
