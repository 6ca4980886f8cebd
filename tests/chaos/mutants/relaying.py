"""Bugs of the relay."""

from __future__ import annotations

from tests.chaos.mutants.planting import Mutant, Patch, rewrite
from tests.chaos.mutants.writing import BUSY, WINDOW_SECONDS
from tests.chaos.schedule import Kind, Rule

TAKEN = """
    WITH taken AS (DELETE FROM outbox WHERE id IN (SELECT id FROM outbox ORDER BY id LIMIT $3) RETURNING *)
    SELECT id, topic, aggregate_id, type, payload, headers FROM taken
    WHERE id <> ALL($1::bigint[]) AND $2::bigint IS NOT NULL ORDER BY id
"""


def delete_before_acknowledged(patch: Patch) -> None:
    from chassis import relay

    patch(relay, "NEXT", TAKEN)
    line = "destinations = await self._by_destination(rows, producer)"
    wait = f"await asyncio.sleep({WINDOW_SECONDS})\n    {line}"
    rewrite(patch, relay.Relay, "_publish", line, wait)


def reorder_in_a_batch(patch: Patch) -> None:
    from chassis.relay import Relay

    rewrite(patch, Relay, "_by_destination", "for row in rows:", "for row in reversed(rows):")


RELAYING = {
    "delete-before-acknowledged": Mutant(
        1,
        "rows leave the outbox when they are taken, not when Kafka has them",
        (
            Rule(Kind.HOLD_KAFKA, BUSY, (2.0, 4.0)),
            Rule(Kind.KILL, BUSY, (0.1, 0.5), often=2),
        ),
        delete_before_acknowledged,
    ),
    "reorder-in-a-batch": Mutant(1, "the newest row of a batch is sent first", (), reorder_in_a_batch),
}
