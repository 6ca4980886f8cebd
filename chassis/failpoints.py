"""Named points between durable steps, where a test ends the process and sees that nothing is lost.

A point that nobody armed costs one look-up in an empty dictionary. Nothing of ours arms any: there is no
setting, no address and no signal for it. A test's launcher does it, in the process that it is about to run
(``tests/failpoints/launcher.py``); ``tests/failpoints/test_declared.py`` holds all of this.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum


class Failpoint(StrEnum):
    """Each is reached in one place, and says which step is done by then and which is not."""

    COMMAND_READ = "command-read"
    """A command has arrived; its transaction has not begun."""
    IDEMPOTENCY_CLAIMED = "idempotency-claimed"
    """The ``Idempotency-Key`` is taken in the transaction; nothing is decided."""
    STATE_SAVED = "state-saved"
    """The aggregate's new state is written; answer and events are not."""
    ANSWER_KEPT = "answer-kept"
    """The answer stands beside its key; events are not written."""
    EVENTS_WRITTEN = "events-written"
    """State and outbox rows are written, whoever wrote them; nothing is committed."""
    EVENTS_COMMITTED = "events-committed"
    """State and outbox rows are durable; the relay is not woken."""
    COMMAND_COMMITTED = "command-committed"
    """The command is durable; the client has no answer."""

    RELAY_TOOK = "relay-took"
    """The relay has read rows; none is with the producer."""
    RELAY_SENT = "relay-sent"
    """A batch is with the producer; Kafka may or may not have it."""
    RELAY_ACKNOWLEDGED = "relay-acknowledged"
    """Kafka has a batch; its rows are not deleted, other partitions may still be on their way."""
    RELAY_DELETED = "relay-deleted"
    """The acknowledged rows are deleted, though the disk may not know; the next ones are read."""

    RECORDS_FETCHED = "records-fetched"
    """Records were polled; no transaction has begun."""
    INBOX_CLAIMED = "inbox-claimed"
    """A reactor has taken the events in its transaction; none has its effect."""
    EFFECTS_MADE = "effects-made"
    """A batch has its effects in the transaction; outgoing events are not written."""
    EFFECTS_COMMITTED = "effects-committed"
    """A batch's effects are durable; its offsets are not."""
    OFFSETS_COMMITTED = "offsets-committed"
    """Kafka knows how far the group is; the next batch may be on its way into the database."""
    RECORD_PARKED = "record-parked"
    """A record that failed and its key are put aside; that is not committed."""
    PARKING_COMMITTED = "parking-committed"
    """The parked record is durable; those after it in the batch, and the offsets, are not."""
    PARKED_BEHIND = "parked-behind"
    """Records joined their parked key; the others of the batch have no effect yet."""

    REPLAY_APPLIED = "replay-applied"
    """The first of a parked key's records has its effects in the transaction; it is still parked."""
    REPLAY_RELEASED = "replay-released"
    """The record is released in the transaction; nothing is committed."""
    REPLAY_COMMITTED = "replay-committed"
    """The replayed record is durable; those behind it still wait, and whoever asked was not told."""
    REPUBLISH_CONTINUES = "republish-continues"
    """Some aggregates are said again, durably; the next ones are not read."""

    MIGRATION_LOCKED = "migration-locked"
    """The lock of migrations is held; no step is done."""
    MIGRATION_STEP = "migration-step"
    """A step and the ones before it are done; of these only the ones before are committed."""
    MIGRATION_DONE = "migration-done"
    """All steps are committed; the lock is still held."""

    VIEWS_MIRRORED = "views-mirrored"
    """Mirrors have the batch; wide rows, change log and caches know nothing of it."""
    VIEWS_COMPUTED = "views-computed"
    """Mirrors, wide rows and change log have the batch; no cache was told."""
    CACHES_TOLD = "caches-told"
    """Every cache knows what will differ; nothing is committed."""
    MUTATION_CARRIED_OUT = "mutation-carried-out"
    """The owning service has answered; the gateway's client has not been."""
    REBUILD_EMPTIED = "rebuild-emptied"
    """The views to be built are empty beside those that serve; nothing is read."""
    REBUILD_CONTINUES = "rebuild-continues"
    """Some records are taken in anew; others are not read."""
    REBUILD_TOLD = "rebuild-told"
    """What differs is brought over and every cache is told; nothing is committed."""


armed: dict[Failpoint, Callable[[], None]] = {}
"""Empty in production. What a test puts here runs whenever its point is reached."""


def reached(point: Failpoint) -> None:
    """Say that the work is at ``point``."""
    act = armed.get(point)
    if act is not None:
        act()
