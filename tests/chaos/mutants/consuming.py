"""Bugs of whoever consumes: inbox, offsets and parking."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

from tests.chaos.mutants.planting import Mutant, Patch, rewrite
from tests.chaos.mutants.writing import WINDOW_SECONDS
from tests.chaos.schedule import Kind, Rule

REACTORS = ("finance", "events")
STAYS, EVENTS, REGISTRATIONS = "mobility.mobility.v1", "events.event.v1", "events.registration.v1"
POISONED = (Rule(Kind.POISON, (EVENTS, REGISTRATIONS), (0.0, 0.0)),)


def inbox_outside_the_transaction(patch: Patch) -> None:
    from chassis import inbox

    present = inbox.claim

    async def claim(connection: Any, group: str, event_ids: Sequence[str]) -> set[str]:
        async with connection.engine.begin() as another:
            fresh = await present(another, group, event_ids)
        await asyncio.sleep(WINDOW_SECONDS)
        return fresh

    patch(inbox, "claim", claim)


def act_again(patch: Patch) -> None:
    from chassis import inbox

    present = inbox.claim

    async def claim(connection: Any, group: str, event_ids: Sequence[str]) -> set[str]:
        await present(connection, group, event_ids)
        return set(event_ids)

    patch(inbox, "claim", claim)


def offset_before_effect(patch: Patch) -> None:
    from chassis.consuming.runtime import ConsumerGroup

    line = "batches = self._handler.together(list(polled.values()))"
    rewrite(patch, ConsumerGroup, "_step", line, f"await consumer.commit(offsets)\n        {line}")


def let_the_key_go_on(patch: Patch) -> None:
    from chassis.consuming.delivery import Delivery

    async def park_behind(self: Any, work: Any, records: Any) -> Any:
        return records

    patch(Delivery, "_park_behind", park_behind)


def pass_over_poison(patch: Patch) -> None:
    from chassis.consuming.delivery import Delivery

    async def park(self: Any, record: Any, error: Exception) -> None:
        return None

    patch(Delivery, "_park", park)


CONSUMING = {
    "inbox-outside-the-transaction": Mutant(
        2,
        "an event is noted as done before its effect is committed",
        (
            Rule(Kind.CUT_POSTGRES, REACTORS, (0.0, 0.5), often=2),
            Rule(Kind.KILL, REACTORS, (0.1, 0.5), often=2),
            Rule(Kind.LOCKS, REACTORS, (5.0, 6.0)),
        ),
        inbox_outside_the_transaction,
    ),
    "act-again": Mutant(
        2,
        "an event that comes again is acted on again",
        (Rule(Kind.STALE_EVENTS, (STAYS,), (0.0, 0.0)),),
        act_again,
    ),
    "offset-before-effect": Mutant(
        3,
        "a position is committed before its records have their effect",
        (
            Rule(Kind.HOLD_POSTGRES, ("gateway",), (4.0, 8.0)),
            Rule(Kind.KILL, ("gateway",), (0.1, 0.5)),
        ),
        offset_before_effect,
    ),
    "let-the-key-go-on": Mutant(
        4, "later records of a parked key are not held back", POISONED, let_the_key_go_on
    ),
    "pass-over-poison": Mutant(4, "what cannot be handled is dropped", POISONED, pass_over_poison),
}
