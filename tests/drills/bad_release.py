"""``python -m tests.drills.bad_release consumer``: events as a release that cannot invite anybody."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from chassis.cli import service_cli
from contracts.mobility import MobilityPlanned
from services.events.adapters.work import EventsWork
from services.events.app import SERVICE
from services.events.entrypoints.consumers import ERASURES, ORIENTATIONS


async def fail(event: MobilityPlanned, work: EventsWork, now: datetime) -> None:
    raise AttributeError("'Mobility' object has no attribute 'destination'")


ORIENTATIONS_BROKEN = replace(ORIENTATIONS, reactions={**ORIENTATIONS.reactions, MobilityPlanned: fail})

if __name__ == "__main__":
    service_cli(replace(SERVICE, handlers=(ORIENTATIONS_BROKEN, ERASURES)))()
