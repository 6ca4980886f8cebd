"""The simulated finance office on a real broker, with topics of its own."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import pytest
from aiokafka import AIOKafkaConsumer

from chassis.ids import new_id
from chassis.kafka import new_producer
from chassis.telemetry.settings import TelemetrySettings
from chassis.telemetry.setup import start_telemetry
from contracts import cloudevents, topics
from contracts.cloudevents import Received
from contracts.event import Event, Money, Tombstone
from contracts.finance import PaymentAnswered, PaymentOrder, PaymentOrderIssued
from contracts.mobility import Person, PersonErased, PersonRegistered
from contracts.topics import Topic
from contracts.vocabulary import Currency, PaymentOrderStatus, PaymentOutcome
from deploy.local.finance_office import Account, Desk, FinanceOffice, answer

NOW = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
IBAN = "TR330006100519786457841326"
WRONG_IBAN = "TR330006100519786457841327"
TRACEPARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


def an_order(person_id: UUID, payee_version: int = 1) -> PaymentOrder:
    return PaymentOrder(
        id=new_id(),
        version=1,
        grant_id=new_id(),
        person_id=person_id,
        instalment=1,
        amount=Money(amount=Decimal("2176.00"), currency=Currency.EUR),
        issued_at=NOW,
        payee_version=payee_version,
        status=PaymentOrderStatus.ISSUED,
    )


def a_person(person_id: UUID, iban: str | None = IBAN, version: int = 1) -> PersonRegistered:
    return PersonRegistered(
        state=Person(id=person_id, version=version, given_name="Ada", family_name="Yılmaz", iban=iban)
    )


@pytest.mark.parametrize(
    ("account", "expected"),
    [
        (Account(1, IBAN), (PaymentOutcome.PAID, None)),
        (Account(1, WRONG_IBAN), (PaymentOutcome.REJECTED, "wrong-iban")),
        (Account(1, "TR"), (PaymentOutcome.REJECTED, "wrong-iban")),
        (Account(1, None), (PaymentOutcome.REJECTED, "payee-unknown")),
        (None, (PaymentOutcome.REJECTED, "payee-unknown")),
    ],
)
def test_an_iban_with_a_wrong_checksum_is_not_paid(
    account: Account | None, expected: tuple[PaymentOutcome, str | None]
) -> None:
    assert answer(an_order(new_id()), account) == expected


Send = Callable[[Event | Tombstone, Topic], Awaitable[None]]
Answers = Callable[[int], Awaitable[list[Received]]]


@pytest.fixture
def desk() -> Desk:
    run = secrets.token_hex(4)

    def own(topic: Topic) -> Topic:
        return replace(topic, name=f"test.{run}.{topic.name}")

    return Desk(
        people=own(topics.PERSON),
        orders=own(topics.PAYMENT_ORDER),
        results=own(topics.PAYMENT_RESULT),
        group=f"test.{run}",
    )


@pytest.fixture
def telemetry(tmp_path: Path) -> Iterator[None]:
    running = start_telemetry("tests", TelemetrySettings(traces_dir=tmp_path))
    yield
    running.shutdown()


@pytest.fixture
async def send(kafka_bootstrap: str) -> AsyncIterator[Send]:
    producer = new_producer(kafka_bootstrap, "tests")
    await producer.start()

    async def put(event: Event | Tombstone, topic: Topic) -> None:
        headers = cloudevents.headers(
            event, event_id=new_id(), source="tests", at=NOW, traceparent=TRACEPARENT
        )
        key, value = str(event.key).encode(), cloudevents.encode(event)
        await producer.send_and_wait(topic.name, value, key=key, headers=cloudevents.wire_headers(headers))

    yield put
    await producer.stop()


@pytest.fixture
async def answers(kafka_bootstrap: str, desk: Desk) -> Answers:
    async def read(count: int) -> list[Received]:
        """The first ``count`` answers; fails when they do not come."""
        consumer = AIOKafkaConsumer(
            desk.results.name, bootstrap_servers=kafka_bootstrap, auto_offset_reset="earliest"
        )
        await consumer.start()
        try:
            async with asyncio.timeout(20):
                records = [await consumer.getone() for _ in range(count)]
        finally:
            await consumer.stop()
        return [cloudevents.decode(record.key, record.value, record.headers) for record in records]

    return read


@asynccontextmanager
async def open_office(bootstrap: str, desk: Desk) -> AsyncIterator[None]:
    stop = asyncio.Event()
    running = asyncio.create_task(FinanceOffice(bootstrap, desk).run(stop))
    try:
        yield
    finally:
        stop.set()
        await asyncio.wait_for(running, 15)


def result(received: Received) -> tuple[UUID, PaymentOutcome, str | None]:
    assert isinstance(received.event, PaymentAnswered)
    state = received.event.state
    return state.id, state.outcome, state.reason_code


async def test_orders_are_paid_or_rejected_in_the_trace_they_came_with(
    kafka_bootstrap: str, desk: Desk, send: Send, answers: Answers, telemetry: None
) -> None:
    good, bad = an_order(new_id()), an_order(new_id())
    async with open_office(kafka_bootstrap, desk):
        await send(a_person(good.person_id), desk.people)
        await send(a_person(bad.person_id, WRONG_IBAN), desk.people)
        await send(PaymentOrderIssued(state=good), desk.orders)
        await send(PaymentOrderIssued(state=bad), desk.orders)
        received = await answers(2)
    assert {result(one) for one in received} == {
        (good.id, PaymentOutcome.PAID, None),
        (bad.id, PaymentOutcome.REJECTED, "wrong-iban"),
    }
    assert {(one.traceparent or "")[:36] for one in received} == {TRACEPARENT[:36]}


async def test_a_repeated_order_gets_the_same_answer_even_from_an_office_that_restarted(
    kafka_bootstrap: str, desk: Desk, send: Send, answers: Answers
) -> None:
    order = an_order(new_id())
    async with open_office(kafka_bootstrap, desk):
        await send(a_person(order.person_id, WRONG_IBAN), desk.people)
        await send(PaymentOrderIssued(state=order), desk.orders)
        await answers(1)
    await send(a_person(order.person_id, IBAN, version=2), desk.people)
    await send(PaymentOrderIssued(state=order), desk.orders)
    async with open_office(kafka_bootstrap, desk):
        first, again = await answers(2)
    assert again == first


async def test_an_order_waits_for_the_account_it_means(
    kafka_bootstrap: str, desk: Desk, send: Send, answers: Answers
) -> None:
    order = an_order(new_id(), payee_version=2)
    async with open_office(kafka_bootstrap, desk):
        await send(a_person(order.person_id, WRONG_IBAN), desk.people)
        await send(PaymentOrderIssued(state=order), desk.orders)
        await asyncio.sleep(1)
        await send(a_person(order.person_id, IBAN, version=2), desk.people)
        (received,) = await answers(1)
    assert result(received) == (order.id, PaymentOutcome.PAID, None)


async def test_somebody_erased_is_not_paid(
    kafka_bootstrap: str, desk: Desk, send: Send, answers: Answers
) -> None:
    order = an_order(new_id())
    async with open_office(kafka_bootstrap, desk):
        await send(a_person(order.person_id), desk.people)
        await send(PersonErased(key=order.person_id, sequence=2), desk.people)
        await asyncio.sleep(0.5)
        await send(PaymentOrderIssued(state=order), desk.orders)
        (received,) = await answers(1)
    assert result(received) == (order.id, PaymentOutcome.REJECTED, "payee-unknown")
