"""Somebody who looks at lists now and then, so that the others know of places offered and of money owed."""

from __future__ import annotations

import asyncio
from decimal import Decimal

from tests.chaos.clients.command import Json
from tests.chaos.clients.known import Known
from tests.chaos.clients.sending import Sender

LOOKS_EVERY_SECONDS = 1.5


async def look_around(known: Known, sender: Sender, stop: asyncio.Event) -> None:
    """Until ``stop``. What does not answer is looked at the next time."""
    while not stop.is_set():
        await look(known, sender)
        await asyncio.sleep(LOOKS_EVERY_SECONDS)


async def look(known: Known, sender: Sender) -> None:
    for call in list(known.kinds["call"].values()):
        if call["state"] == "published":
            path = f"/v1/placements?call_id={call['id']}&limit=100"
            for placement in await _items(sender, "mobility", path, known.office):
                known.note(
                    "placement", placement["id"], status=placement["status"], person=placement["person_id"]
                )
    for grant in await _items(sender, "finance", "/v1/grants?status=recovering&limit=100", known.finance):
        known.note("owed", grant["id"], amount=_owed(grant))
    path = "/v1/payment-requests?status=awaiting-approval&limit=100"
    for request in await _items(sender, "finance", path, known.finance):
        known.note("payment-request", request["id"], version=request["version"])
    for event in await _items(sender, "events", "/v1/events?status=scheduled&limit=50", known.office):
        if event["kind"] == "fair":
            known.note("event", event["id"], version=event["version"])


async def _items(sender: Sender, service: str, path: str, token: str) -> list[Json]:
    found = await sender.read(service, path, token)
    return found["items"] if found else []


def _owed(grant: Json) -> Json:
    recovery = grant["recovery"]
    owed = Decimal(recovery["amount"]["amount"]) - Decimal(recovery["recovered"]["amount"])
    return {"amount": str(owed), "currency": recovery["amount"]["currency"]}
