"""Events with few places: scheduled, registered for, cancelled, given more places or fewer."""

from __future__ import annotations

import random
from datetime import timedelta

from gateway.reading.ids import node_id
from tests.chaos.clients.command import Command, Mutation
from tests.chaos.clients.known import Known

SERVICE = "events"
EVENTS_MAX = 12


def schedule_event(known: Known, chance: random.Random) -> Command | None:
    if len(known.kinds["event"]) >= EVENTS_MAX:
        return None
    begins, number = known.clock() + timedelta(days=30), known.number()
    body = {
        "kind": "fair", "title": {"tr": f"Fuar {number}", "en": f"Fair {number}"}, "venue": "Salon",
        "begins_at": begins.isoformat(), "ends_at": (begins + timedelta(hours=2)).isoformat(),
        "capacity": chance.randint(2, 5),
    }  # fmt: skip
    return Command(
        SERVICE, "schedule-event", "POST", "/v1/events", known.office, body, learn=known.learns("event")
    )


def register(known: Known, chance: random.Random) -> Command | None:
    event, person = known.one("event", chance), known.one("person", chance)
    if event is None or person is None:
        return None
    return Command(
        SERVICE, "register", "POST", f"/v1/events/{event['id']}/registrations", known.student(person["id"]),
        {"person_id": person["id"]}, learn=known.learns("registration", person=person["id"]),
        mutation=Mutation(
            "registerForEvent",
            {"id": node_id("Event", event["id"]), "personId": node_id("Person", person["id"])},
            "registration { id version }", "RegisterForEventInput",
        ),
    )  # fmt: skip


def cancel_registration(known: Known, chance: random.Random) -> Command | None:
    registration = known.one("registration", chance)
    if registration is None:
        return None
    return Command(
        SERVICE, "cancel-registration", "POST", f"/v1/registrations/{registration['id']}/cancel",
        known.student(registration["person"]),
        learn=lambda _: known.forget("registration", registration["id"]),
        mutation=Mutation(
            "cancelRegistration", {"id": node_id("Registration", registration["id"])},
            "registration { id version }", "CancelRegistrationInput",
        ),
    )  # fmt: skip


def change_capacity(known: Known, chance: random.Random) -> Command | None:
    """Based on the version last seen; registrations have changed it since, more often than not."""
    event = known.one("event", chance)
    if event is None or not event.get("version"):
        return None
    body = {"capacity": chance.randint(1, 8)}
    return Command(
        SERVICE, "change-capacity", "PATCH", f"/v1/events/{event['id']}", known.office, body,
        version=event["version"], learn=known.learns("event"),
        mutation=Mutation(
            "changeEvent", {"id": node_id("Event", event["id"]), "expectedVersion": event["version"]} | body,
            "event { id version }", "ChangeEventInput",
        ),
    )  # fmt: skip


def cancel_event(known: Known, chance: random.Random) -> Command | None:
    event = known.one("event", chance)
    if event is None:
        return None
    return Command(
        SERVICE, "cancel-event", "POST", f"/v1/events/{event['id']}/cancel", known.office,
        learn=lambda _: known.forget("event", event["id"]),
    )  # fmt: skip
