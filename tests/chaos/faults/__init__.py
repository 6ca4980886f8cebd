"""How each kind of harm is done and healed. A harm is a context: entering does it, leaving heals it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager

from tests.chaos.faults import clocks, connections, database, processes, records
from tests.chaos.faults.victim import Facts, Victim
from tests.chaos.schedule import Fault, Kind

Harm = Callable[[Victim, Fault], AbstractAsyncContextManager[Facts]]

HARMS: Mapping[Kind, Harm] = {
    Kind.KILL: processes.kill,
    Kind.PAUSE: processes.pause,
    Kind.SECOND_CONSUMER: processes.second_consumer,
    Kind.CUT_KAFKA: connections.cut_kafka,
    Kind.CUT_POSTGRES: connections.cut_postgres,
    Kind.HOLD_KAFKA: connections.hold_kafka,
    Kind.HOLD_POSTGRES: connections.hold_postgres,
    Kind.SLOW_POSTGRES: connections.slow_postgres,
    Kind.DUPLICATES: records.duplicates,
    Kind.STALE_EVENTS: records.stale_events,
    Kind.RESULTS_AGAIN: records.duplicates,
    Kind.POISON: records.poison,
    Kind.FULL_OUTBOX: database.full_outbox,
    Kind.LOCKS: database.locks,
    Kind.CLOCK_STEP: clocks.step,
}
