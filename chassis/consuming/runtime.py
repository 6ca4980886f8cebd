"""The loop of one consumer group: fetch, deliver, commit; no offset goes before its effect."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Generic, TypeVar

import structlog
from aiokafka import AIOKafkaConsumer, ConsumerRebalanceListener, ConsumerRecord, TopicPartition
from aiokafka.errors import CommitFailedError, IllegalStateError, KafkaError
from sqlalchemy.exc import DBAPIError

from chassis.consuming.beginning import place
from chassis.consuming.delivery import Delivery
from chassis.consuming.handler import Handler
from chassis.consuming.health import Progress
from chassis.consuming.record import Record
from chassis.database import FAREWELL
from chassis.failpoints import Failpoint, reached
from chassis.kafka import new_consumer, stop_consumer
from chassis.telemetry import metrics
from chassis.telemetry.trouble import Trouble
from chassis.work import UnitOfWork

W = TypeVar("W", bound=UnitOfWork)

log = structlog.get_logger()

POLL_MS = 200
COMMIT_SECONDS = 0.25
LAG_SECONDS = 2.0
DRAIN_SECONDS_MAX = 10.0
RESTART_SECONDS = 1.0
STALLS_MAX = 3
READ_AT_ONCE = 25


Polled = dict[TopicPartition, list[Record]]
WrittenAt = dict[TopicPartition, float]
"""When the first record of each partition was written, in seconds of the epoch."""


class PlaceUnknown(Exception):
    """Where to begin could not be found out: nothing may be read until it is."""


class Stalled(Exception):
    """Records wait and the consumer does not get closer to them, even as a new one: the process must end."""


@dataclass(frozen=True, slots=True)
class Applying:
    """A batch on its way into the database, and the positions after it."""

    task: asyncio.Task[None]
    offsets: dict[TopicPartition, int]


class ConsumerGroup(Generic[W]):
    """One member of a group, from joining to leaving."""

    def __init__(
        self, handler: Handler[W], delivery: Delivery[W], *, bootstrap: str, records_max: int = 1000
    ) -> None:
        self.progress = Progress(handler.group)
        self._handler = handler
        self._delivery = delivery
        self._bootstrap = bootstrap
        self._records_max = records_max
        self._pending: dict[TopicPartition, int] = {}
        self._applying: Applying | None = None
        self._fetched: WrittenAt = {}
        self._in_hand: WrittenAt = {}
        self._behind_since: dict[TopicPartition, float] = {}
        self._committed_at = 0.0
        self._revoking = False
        self._drained = asyncio.Event()
        self._place_unknown = False
        self._is_spare = False
        self._away = Trouble(log, "consumer.restarting", "consumer.reading_again", group=handler.group)
        self._blind = Trouble(log, "consumer.lag_unknown", "consumer.lag_known", group=handler.group)
        self._unplaced = Trouble(log, "consumer.place_unknown", "consumer.placed", group=handler.group)

    async def run(self, stop: asyncio.Event) -> None:
        """Until ``stop``. A lost broker or a stall makes a new consumer. Raises TooManyParked, Stalled."""
        stalls = 0
        metrics.group_begins(self._handler.group, [topic.name for topic in self._handler.topics])
        while not stop.is_set():
            self.progress.moved()
            try:
                async with self._joined() as consumer:
                    await self._consume(consumer, stop)
            except (KafkaError, OSError, PlaceUnknown) as error:
                self._away.lasts(error)
                await asyncio.sleep(RESTART_SECONDS)
            if self.progress.stalled:
                stalls += 1
                log.error("consumer.stalled", group=self._handler.group, lag=self.progress.lag, stalls=stalls)
                if stalls >= STALLS_MAX:
                    raise Stalled(self._handler.group)
        self._forget_lag(self.progress.behind)

    @asynccontextmanager
    async def _joined(self) -> AsyncIterator[AIOKafkaConsumer]:
        consumer = new_consumer(self._bootstrap, self._handler.group)
        consumer.subscribe([t.name for t in self._handler.topics], listener=_Rebalance(self, consumer))
        try:
            await consumer.start()
            yield consumer
        finally:
            self._pending.clear()
            self._fetched.clear()
            self._place_unknown = self._is_spare = False
            await stop_consumer(consumer)

    async def _consume(self, consumer: AIOKafkaConsumer, stop: asyncio.Event) -> None:
        """Poll until told to stop or standing still. Ends with everything delivered committed."""
        watch = asyncio.create_task(self._watch(consumer), name=f"lag of {self._handler.group}")
        try:
            while not (stop.is_set() or self.progress.stalled):
                await self._step(consumer)
            await self._settle()
            await self._commit(consumer)
        finally:
            watch.cancel()
            await self._let_end()

    async def _step(self, consumer: AIOKafkaConsumer) -> None:
        """Read and decode on while PostgreSQL works on the batch before; apply one after the other.

        What arrived until that batch ended joins the next one: left in the fetcher it would wait for another.
        """
        if self._place_unknown:
            raise PlaceUnknown(self._handler.group)
        idle, polled = self._applying is None, Polled()
        await self._poll(consumer, polled, POLL_MS if idle else 0)
        await self._settle()
        if not (idle or self._revoking):
            await self._poll(consumer, polled, 0)
        if polled:
            offsets = {tp: records[-1].offset + 1 for tp, records in polled.items()}
            batches = self._handler.together(list(polled.values()))
            self._applying = Applying(asyncio.create_task(self._apply(batches)), offsets)
            self._in_hand, self._fetched = self._fetched, {}
        if self._revoking:
            await self._settle()
        if self._revoking or (idle and not polled) or time.monotonic() - self._committed_at > COMMIT_SECONDS:
            await self._commit(consumer)
        if self._revoking:
            self._drained.set()

    async def _poll(self, consumer: AIOKafkaConsumer, polled: Polled, timeout_ms: int) -> None:
        """Add what has been fetched, decoded, until a batch is full."""
        room = self._records_max - sum(map(len, polled.values()))
        if room > 0:
            fetched = await consumer.getmany(timeout_ms=timeout_ms, max_records=room)
            for tp, messages in fetched.items():
                if messages:
                    self._fetched.setdefault(tp, messages[0].timestamp / 1000)
                polled.setdefault(tp, []).extend(await self._read_ahead(messages))

    async def _read_ahead(self, messages: Iterable[ConsumerRecord]) -> list[Record]:
        """A few at a time: between them the batch before gets its statements to PostgreSQL."""
        records = []
        for message in messages:
            record = Record.of(message)
            if self._handler.wants(record.header("ce_type") or ""):
                record.read_ahead()
            records.append(record)
            if len(records) % READ_AT_ONCE == 0:
                await asyncio.sleep(0)
        return records

    async def _apply(self, batches: Iterable[list[Record]]) -> None:
        """Wait for every batch, then raise the first failure: none is cancelled in its transaction."""
        reached(Failpoint.RECORDS_FETCHED)
        deliveries = (self._delivery.deliver(batch) for batch in batches)
        for result in await asyncio.gather(*deliveries, return_exceptions=True):
            if isinstance(result, BaseException):
                raise result

    async def _settle(self) -> None:
        """Wait for the batch that is being applied; only then may its offsets be committed."""
        if self._applying is not None:
            applied, self._applying = self._applying, None
            await applied.task
            self._in_hand = {}
            self._pending |= applied.offsets
            self.progress.moved()

    async def _let_end(self) -> None:
        """After a failure elsewhere: a transaction is let to its end, its offsets are not committed."""
        if self._applying is not None:
            applied, self._applying = self._applying, None
            await asyncio.wait([applied.task])
        self._in_hand = {}

    async def _commit(self, consumer: AIOKafkaConsumer) -> None:
        """Commit delivered positions of partitions still ours. A failed one drops: the inbox absorbs."""
        mine = consumer.assignment()
        offsets = {tp: offset for tp, offset in self._pending.items() if tp in mine}
        self._pending.clear()
        self._committed_at = time.monotonic()
        if not offsets:
            return
        try:
            await consumer.commit(offsets)
        except (CommitFailedError, IllegalStateError) as error:
            log.info("consumer.commit_dropped", group=self._handler.group, error=type(error).__name__)
        else:
            reached(Failpoint.OFFSETS_COMMITTED)

    async def _watch(self, consumer: AIOKafkaConsumer) -> None:
        """Ask the broker, not our own fetcher, for the ends: a fetcher that hangs looks content."""
        while True:
            try:
                await self._observe(consumer)
            except (KafkaError, OSError) as error:
                self._blind.lasts(error)
            await asyncio.sleep(LAG_SECONDS)

    async def _observe(self, consumer: AIOKafkaConsumer) -> None:
        """A member that still joins tells nothing; one for whom no partition is left is behind in nothing."""
        assigned = list(consumer.assignment())
        if not assigned and not self._is_spare:
            return
        ends = await consumer.end_offsets(assigned) if assigned else {}
        behind = {tp: max(0, ends[tp] - await consumer.position(tp)) for tp in assigned}
        self._forget_lag(self.progress.behind.keys() - behind.keys())
        since = {tp: self._waits_since(tp, lag) for tp, lag in behind.items()}
        self.progress.observe(behind, min(filter(None, since.values()), default=None))
        self._blind.passed()
        if not self._place_unknown:
            self._away.passed()
        for tp, lag in behind.items():
            metrics.lag_measured(self._handler.group, tp.topic, tp.partition, lag, since[tp])

    def _waits_since(self, tp: TopicPartition, lag: int) -> float | None:
        """When the oldest record in hand was written; without one, since when the partition is behind.

        What the broker still has is not looked at: it is younger than what is in hand.
        """
        in_hand = self._fetched | self._in_hand
        if lag == 0:
            self._behind_since.pop(tp, None)
            return in_hand.get(tp)
        return in_hand.get(tp, self._behind_since.setdefault(tp, time.time()))

    def _forget_lag(self, partitions: Iterable[tuple[str, int]]) -> None:
        """Whoever reads these partitions next tells how far behind they are."""
        for topic, partition in partitions:
            self._behind_since.pop(TopicPartition(topic, partition), None)
            metrics.lag_forgotten(self._handler.group, topic, partition)

    async def _let_go(self) -> None:
        """During a rebalance: the loop finishes its batch and commits, or we stop waiting for it."""
        self._drained.clear()
        self._revoking = True
        try:
            await asyncio.wait_for(self._drained.wait(), DRAIN_SECONDS_MAX)
        except TimeoutError:
            log.warning("consumer.drain_timeout", group=self._handler.group)
        finally:
            self._revoking = False

    async def _place(self, consumer: AIOKafkaConsumer, assigned: Sequence[TopicPartition]) -> None:
        """Before the first fetch of these partitions. The loop, not the listener, says what went wrong."""
        delivery = self._delivery
        consumer.pause(*assigned)
        try:
            await place(consumer, self._handler.group, assigned, delivery.transactions, delivery.clock())
            consumer.resume(*consumer.assignment())
            self._unplaced.passed()
        except (KafkaError, OSError, DBAPIError, FAREWELL) as error:
            self._unplaced.lasts(error)
            self._place_unknown = True

    async def _check_range(self, consumer: AIOKafkaConsumer, assigned: Iterable[TopicPartition]) -> None:
        """An alarm when what this group had read up to is no longer in the topic: it missed records."""
        for tp in assigned:
            committed = await consumer.committed(tp)
            if committed is None:
                continue
            beginning = (await consumer.beginning_offsets([tp]))[tp]
            if committed < beginning:
                metrics.group_out_of_range(self._handler.group, tp.topic)
                log.error(
                    "consumer.out_of_range",
                    group=self._handler.group,
                    topic=tp.topic,
                    partition=tp.partition,
                    committed=committed,
                    beginning=beginning,
                )


class _Rebalance(ConsumerRebalanceListener):  # type: ignore[misc]
    """Sets flags, waits, bounded, and finds out where to begin. It takes no lock and runs no handler."""

    def __init__(self, group: ConsumerGroup[W], consumer: AIOKafkaConsumer) -> None:
        self._group = group
        self._consumer = consumer
        self._checks: set[asyncio.Task[None]] = set()

    async def on_partitions_revoked(self, revoked: Iterable[TopicPartition]) -> None:
        self._group._is_spare = False
        if revoked:
            await self._group._let_go()

    async def on_partitions_assigned(self, assigned: Iterable[TopicPartition]) -> None:
        self._group._is_spare = not assigned
        await self._group._place(self._consumer, list(assigned))
        check = asyncio.create_task(self._check_range(list(assigned)))
        self._checks.add(check)
        check.add_done_callback(self._checks.discard)

    async def _check_range(self, assigned: Sequence[TopicPartition]) -> None:
        """Not in the way of reading; the next rebalance asks again."""
        try:
            await self._group._check_range(self._consumer, assigned)
        except (KafkaError, OSError) as error:
            log.warning(
                "consumer.range_unknown", group=self._group._handler.group, error=type(error).__name__
            )
