"""A simulated finance office at the edge: reads payment orders, pays or rejects them, answers on its topic.

``python -m deploy.local.finance_office``. It stands for a system that is not Kervan's: it knows people's
accounts from ``mobility.person.v1``, and has no database. What it answered it reads back from its own topic
when it starts, so a repeated order gets the same answer again.
"""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

import structlog
import uvloop
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, ConsumerRecord, TopicPartition
from aiokafka.errors import KafkaError
from opentelemetry.trace import SpanKind
from pydantic_settings import BaseSettings, SettingsConfigDict
from schwifty import IBAN
from schwifty.exceptions import SchwiftyException

from chassis.clock import Clock, utc_now
from chassis.kafka import new_consumer, new_producer, stop_consumer, topics_stand
from chassis.telemetry import names, tracing
from chassis.telemetry.logs import configure_logging
from chassis.telemetry.settings import TelemetrySettings
from chassis.telemetry.setup import start_telemetry
from chassis.telemetry.trouble import Trouble
from contracts import cloudevents, topics
from contracts.cloudevents import Undecodable
from contracts.event import Event, Tombstone
from contracts.finance import PaymentAnswered, PaymentOrder, PaymentOrderEvent, PaymentResult
from contracts.mobility import PersonErased, PersonEvent
from contracts.topics import Topic
from contracts.vocabulary import PaymentOrderStatus, PaymentOutcome

NAME = "finance-office"
ACCOUNT_WAIT_SECONDS_MAX = 10.0
RESTART_SECONDS = 1.0
POLL_MS = 200

WRONG_IBAN = "wrong-iban"
PAYEE_UNKNOWN = "payee-unknown"

log = structlog.get_logger()


class OfficeSettings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="KERVAN_", extra="ignore")

    kafka_bootstrap: str


@dataclass(frozen=True, slots=True)
class Desk:
    """The topics of this office and its group; a test has its own."""

    people: Topic = topics.PERSON
    orders: Topic = topics.PAYMENT_ORDER
    results: Topic = topics.PAYMENT_RESULT
    group: str = NAME


@dataclass(frozen=True, slots=True)
class Account:
    """``iban`` is None for somebody without an account, or erased."""

    version: int
    iban: str | None


def answer(order: PaymentOrder, account: Account | None) -> tuple[PaymentOutcome, str | None]:
    """Paid, or rejected with a reason: an unknown payee, or an IBAN whose checksum is wrong (ISO 13616)."""
    if account is None or account.iban is None:
        return PaymentOutcome.REJECTED, PAYEE_UNKNOWN
    try:
        IBAN(account.iban)
    except SchwiftyException:
        return PaymentOutcome.REJECTED, WRONG_IBAN
    return PaymentOutcome.PAID, None


class Files:
    """What the office has on file: people's accounts and its own answers, from the topics' beginning."""

    def __init__(self, bootstrap: str, desk: Desk) -> None:
        self._bootstrap = bootstrap
        self._desk = desk
        self._accounts: dict[UUID, Account] = {}
        self._answers: dict[UUID, PaymentAnswered] = {}
        self._changed = asyncio.Condition()
        self.complete = asyncio.Event()

    async def keep(self, stop: asyncio.Event) -> None:
        """Follow both topics until ``stop``; ``complete`` is set at what was their end at the start."""
        consumer = AIOKafkaConsumer(
            bootstrap_servers=self._bootstrap, client_id=NAME, enable_auto_commit=False
        )
        try:
            await consumer.start()
            partitions = list(_partitions(self._desk.people, self._desk.results))
            consumer.assign(partitions)
            await consumer.seek_to_beginning(*partitions)
            ends = await consumer.end_offsets(partitions)
            while not stop.is_set():
                polled = await consumer.getmany(timeout_ms=POLL_MS)
                await self._file(record for records in polled.values() for record in records)
                if not self.complete.is_set() and await _reached(consumer, ends):
                    self.complete.set()
        finally:
            await stop_consumer(consumer)

    async def account_of(self, order: PaymentOrder) -> Account | None:
        """The account the order means, or a later one. Bounded: who is not known by then is unknown."""

        def known() -> bool:
            account = self._accounts.get(order.person_id)
            return account is not None and account.version >= order.payee_version

        try:
            async with self._changed, asyncio.timeout(ACCOUNT_WAIT_SECONDS_MAX):
                await self._changed.wait_for(known)
        except TimeoutError:
            log.warning("payee.unknown", order=str(order.id))
        return self._accounts.get(order.person_id)

    def answered(self, order_id: UUID) -> PaymentAnswered | None:
        return self._answers.get(order_id)

    def note_answer(self, answered: PaymentAnswered) -> None:
        self._answers.setdefault(answered.key, answered)

    async def _file(self, records: Iterable[ConsumerRecord]) -> None:
        async with self._changed:
            for record in records:
                self._note(_event(record))
            self._changed.notify_all()

    def _note(self, event: Event | Tombstone | None) -> None:
        if isinstance(event, PersonEvent):
            self._accounts[event.key] = Account(event.state.version, event.state.iban)
        elif isinstance(event, PersonErased):
            self._accounts[event.key] = Account(event.sequence, None)
        elif isinstance(event, PaymentAnswered):
            self.note_answer(event)


class FinanceOffice:
    """Takes orders one by one, and commits a position only after its answer was acknowledged."""

    def __init__(self, bootstrap: str, desk: Desk | None = None, clock: Clock = utc_now) -> None:
        self._bootstrap = bootstrap
        self._desk = desk or Desk()
        self._clock = clock
        self._trouble = Trouble(log, "office.restarting", "office.reading_again")

    async def run(self, stop: asyncio.Event) -> None:
        """Until ``stop``; a lost broker makes it begin anew."""
        read_and_written = (self._desk.people, self._desk.orders, self._desk.results)
        await topics_stand(self._bootstrap, read_and_written, stop)
        while not stop.is_set():
            try:
                await self._work(stop)
            except (KafkaError, OSError) as error:
                self._trouble.lasts(error)
                await asyncio.sleep(RESTART_SECONDS)

    async def _work(self, stop: asyncio.Event) -> None:
        files, closing = Files(self._bootstrap, self._desk), asyncio.Event()
        filing = asyncio.create_task(files.keep(closing), name="files")
        try:
            await _first_of(files.complete, filing)
            await self._take_orders(files, filing, stop)
            if filing.done():
                filing.result()
        finally:
            closing.set()
            await asyncio.gather(filing, return_exceptions=True)

    async def _take_orders(self, files: Files, filing: asyncio.Task[None], stop: asyncio.Event) -> None:
        consumer, producer = (
            new_consumer(self._bootstrap, self._desk.group),
            new_producer(self._bootstrap, NAME),
        )
        consumer.subscribe([self._desk.orders.name])
        try:
            await producer.start()
            await consumer.start()
            log.info("office.open")
            while not (stop.is_set() or filing.done()):
                polled = await consumer.getmany(timeout_ms=POLL_MS, max_records=1)
                self._trouble.passed()
                for partition, (record,) in polled.items():
                    await self._take(record, files, producer)
                    await consumer.commit({partition: record.offset + 1})
        finally:
            await stop_consumer(consumer)
            await producer.stop()

    async def _take(self, record: ConsumerRecord, files: Files, producer: AIOKafkaProducer) -> None:
        event = _event(record)
        if not isinstance(event, PaymentOrderEvent) or event.state.status is not PaymentOrderStatus.ISSUED:
            return
        attributes = {
            names.MESSAGING_SYSTEM: names.KAFKA,
            names.CONSUMER_GROUP: self._desk.group,
            names.DESTINATION: record.topic,
            names.EVENT_TYPE: event.TYPE,
        }
        parent = tracing.context_from(_header(record, "traceparent"))
        with tracing.start_span(f"{names.PROCESS} {NAME}", SpanKind.CONSUMER, attributes, parent):
            answered = await self._answer(event.state, files, producer)
            log.info(
                "order.answered",
                key=str(event.key),
                event_id=_header(record, "ce_id"),
                outcome=answered.state.outcome.value,
            )

    async def _answer(self, order: PaymentOrder, files: Files, producer: AIOKafkaProducer) -> PaymentAnswered:
        answered = files.answered(order.id)
        if answered is None:
            answered = self._decide(order, await files.account_of(order))
        await self._send(answered, producer)
        files.note_answer(answered)
        return answered

    def _decide(self, order: PaymentOrder, account: Account | None) -> PaymentAnswered:
        outcome, reason = answer(order, account)
        result = PaymentResult(
            id=order.id,
            version=1,
            outcome=outcome,
            answered_at=self._clock(),
            bank_reference=f"SIM-{order.id.hex[-12:].upper()}" if outcome is PaymentOutcome.PAID else None,
            reason_code=reason,
        )
        return PaymentAnswered(state=result)

    async def _send(self, answered: PaymentAnswered, producer: AIOKafkaProducer) -> None:
        """One order has one answer, so the answer's event id is the order's id."""
        topic = self._desk.results.name
        attributes = {names.MESSAGING_SYSTEM: names.KAFKA, names.DESTINATION: topic}
        with tracing.start_span(f"{names.PUBLISH} {topic}", SpanKind.PRODUCER, attributes):
            headers = cloudevents.headers(
                answered,
                event_id=answered.key,
                source=NAME,
                at=answered.state.answered_at,
                traceparent=tracing.current_traceparent(),
            )
            await producer.send_and_wait(
                topic,
                cloudevents.encode(answered),
                key=str(answered.key).encode(),
                headers=cloudevents.wire_headers(headers),
            )


def _event(record: ConsumerRecord) -> Event | Tombstone | None:
    """None for what this office cannot read: it says so and goes on."""
    try:
        return cloudevents.decode(record.key, record.value, record.headers).event
    except Undecodable as error:
        log.error("record.unreadable", topic=record.topic, offset=record.offset, reason=str(error))
        return None


def _header(record: ConsumerRecord, name: str) -> str | None:
    return next((raw.decode() for found, raw in record.headers if found == name), None)


def _partitions(*wanted: Topic) -> Iterable[TopicPartition]:
    return (TopicPartition(topic.name, number) for topic in wanted for number in range(topic.partitions))


async def _reached(consumer: AIOKafkaConsumer, ends: dict[TopicPartition, int]) -> bool:
    return all([await consumer.position(partition) >= end for partition, end in ends.items()])


async def _first_of(event: asyncio.Event, task: asyncio.Task[None]) -> None:
    """Wait for the event, or raise what ended the task."""
    waiting = asyncio.create_task(event.wait())
    await asyncio.wait({waiting, task}, return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    if task.done():
        task.result()


async def main() -> None:
    telemetry_settings = TelemetrySettings()
    configure_logging(NAME, telemetry_settings.log_level)
    telemetry = start_telemetry(NAME, telemetry_settings)
    stop = asyncio.Event()
    for signal_number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(signal_number, stop.set)
    try:
        await FinanceOffice(OfficeSettings().kafka_bootstrap).run(stop)
    finally:
        telemetry.shutdown()


if __name__ == "__main__":
    uvloop.run(main())
