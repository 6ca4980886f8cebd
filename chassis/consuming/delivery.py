"""Handing records to a handler: all in one transaction, or one by one when something in the batch fails.

Three outcomes: done; parked (this record, its key); or try again, when the database was the trouble.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Generic, TypeVar

import stamina
import structlog
from sqlalchemy.exc import DBAPIError

from chassis.clock import Clock
from chassis.consuming import parking
from chassis.consuming.handler import ActedOn, Handler
from chassis.consuming.record import Record
from chassis.database import is_passing
from chassis.failpoints import Failpoint, reached
from chassis.refusal import Refusal
from chassis.telemetry import decisions, metrics, names, tracing
from chassis.telemetry.trouble import Trouble
from chassis.work import Transactions, UnitOfWork
from contracts.cloudevents import Undecodable

W = TypeVar("W", bound=UnitOfWork)

log = structlog.get_logger()

RETRY_WAIT_SECONDS_MAX = 10.0


class TooManyParked(Exception):
    """So many keys fail that the fault is ours, not theirs: the consumer stops before parking more."""


class Delivery(Generic[W]):
    """What happens to a batch of one group."""

    def __init__(
        self, handler: Handler[W], transactions: Transactions[W], *, clock: Clock, parked_keys_max: int
    ) -> None:
        self.transactions = transactions
        self.clock = clock
        self._handler = handler
        self._parked_keys_max = parked_keys_max
        self._trouble = Trouble(log, "consumer.database_away", "consumer.database_back", group=handler.group)

    async def deliver(self, records: Sequence[Record]) -> None:
        """Handle or park every record. Raises TooManyParked; returns only when all are dealt with."""
        wanted = [record for record in records if self._wants(record)]
        if not wanted:
            return
        async for attempt in stamina.retry_context(
            on=self._trouble.telling(is_passing),
            attempts=None,
            timeout=None,
            wait_initial=0.05,
            wait_max=RETRY_WAIT_SECONDS_MAX,
        ):
            with attempt:
                await self._deliver(wanted)
        self._trouble.passed()

    async def replay(self, key: parking.ParkedKey) -> int:
        """Handle a parked key's records in order, each in its own transaction; how many there were.

        Raises what the handler raises: that record and those behind it stay parked, those before it are done.
        So a second poison among them does not bind what waited between the two.
        """
        handled = 0
        while await self._replay_first(key):
            handled += 1
        return handled

    async def _replay_first(self, key: parking.ParkedKey) -> bool:
        """False when nothing of the key waits any more."""
        async with self.transactions.begin() as work:
            waiting = [record for record, _ in await parking.lock_records(work.connection, key, limit=1)]
            for record in waiting:
                await self._handler.apply(work, [record.decode()], self.clock())
            reached(Failpoint.REPLAY_APPLIED)
            await parking.release(work.connection, key.group, waiting)
            reached(Failpoint.REPLAY_RELEASED)
        reached(Failpoint.REPLAY_COMMITTED)
        return bool(waiting)

    def _wants(self, record: Record) -> bool:
        return self._handler.wants(record.header("ce_type") or "") and not record.told_beside()

    async def _deliver(self, records: Sequence[Record]) -> None:
        try:
            await self._apply(records)
        except Exception as error:
            if is_passing(error):
                raise
            await self._one_by_one(records, error)

    async def _one_by_one(self, records: Sequence[Record], error: Exception) -> None:
        """The batch failed, so find the records to blame; the others have their effect."""
        for record in records:
            failure: Exception | None = error
            if len(records) > 1:
                failure = await self._failure_of(record)
            if failure is not None:
                await self._park(record, failure)

    async def _failure_of(self, record: Record) -> Exception | None:
        try:
            await self._apply([record])
        except Exception as error:
            if is_passing(error):
                raise
            return error
        return None

    async def _apply(self, records: Sequence[Record]) -> None:
        with tracing.start_batch_span(
            f"{names.PROCESS} {self._handler.group}",
            [record.header("traceparent") for record in records],
            self._attributes(records),
        ):
            async with self.transactions.begin() as work:
                free = await self._park_behind(work, records)
                acted_on: ActedOn = {}
                if free:
                    batch = [record.decode() for record in free]
                    acted_on = await self._handler.apply(work, batch, self.clock())
                reached(Failpoint.EFFECTS_MADE)
            reached(Failpoint.EFFECTS_COMMITTED)
        self._tell(records, free, acted_on)

    def _tell(self, records: Sequence[Record], free: Sequence[Record], acted_on: ActedOn) -> None:
        """Once it is committed; a line for each event, in whatever form and however often it came."""
        group, untold = self._handler.group, dict(acted_on)
        for topic, count in Counter(record.topic for record in records).items():
            metrics.messages_handled(group, topic, count)
        if len(free) < len(records):
            not_behind = {id(record) for record in free}
            for record in records:
                if id(record) not in not_behind:
                    decisions.record_parked_behind(group, record.facts())
        for record in free if untold else ():
            published = untold.pop(record.header("ce_id") or "", None)
            if published is not None:
                decisions.event_acted_on(group, record.facts(), published)

    async def _park_behind(self, work: W, records: Sequence[Record]) -> Sequence[Record]:
        """Records of keys that are already parked join them; the others are returned."""
        group = self._handler.group
        blocked = await parking.parked_keys(work.connection, group, records)
        if not blocked:
            return records
        for record in records:
            if (record.topic, record.key) in blocked:
                await parking.park(work.connection, group, record, parking.BEHIND)
        reached(Failpoint.PARKED_BEHIND)
        return [record for record in records if (record.topic, record.key) not in blocked]

    async def _park(self, record: Record, error: Exception) -> None:
        group = self._handler.group
        async with self.transactions.begin() as work:
            if await parking.parked_recently(work.connection, group) >= self._parked_keys_max:
                raise TooManyParked(
                    f"{group} parked {self._parked_keys_max} keys in ten minutes; newest: {_words(error)}"
                )
            await parking.park(work.connection, group, record, _words(error))
            reached(Failpoint.RECORD_PARKED)
        reached(Failpoint.PARKING_COMMITTED)
        metrics.message_parked(group, record.topic)
        ours = None if isinstance(error, Refusal | Undecodable) else error
        decisions.record_parked(group, record.facts(), _words(error), ours)

    def _attributes(self, records: Sequence[Record]) -> dict[str, str | int]:
        found: dict[str, str | int] = {
            names.MESSAGING_SYSTEM: names.KAFKA,
            names.CONSUMER_GROUP: self._handler.group,
            names.DESTINATION: records[0].topic,
            names.BATCH_SIZE: len(records),
        }
        if len(records) == 1:
            found[names.EVENT_TYPE] = records[0].header("ce_type") or ""
        return found


def _words(error: Exception) -> str:
    """What stands beside a parked record: a refusal's code, or the exception."""
    if isinstance(error, Refusal):
        return f"{error.code}: {error.message.en}"
    if isinstance(error, DBAPIError):
        return f"{type(error).__name__}: {str(error.orig).splitlines()[0]}"
    return f"{type(error).__name__}: {error}"
