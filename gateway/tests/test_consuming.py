"""From Kafka to the views, by the real consumer; and the views from nothing."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any

import pytest
from sqlalchemy import text

from chassis.clock import utc_now
from chassis.consuming.delivery import Delivery
from chassis.consuming.parking import counts
from chassis.consuming.projection import Projection
from chassis.consuming.runtime import ConsumerGroup
from chassis.ids import new_id
from chassis.kafka import ensure_topics, new_producer
from chassis.work import Transactions, UnitOfWork
from contracts.cloudevents import encode, headers, wire_headers
from contracts.event import Event, Tombstone
from gateway.reading.arrival import arrived
from gateway.reading.change_log import ChangeLog, CursorTooOld
from gateway.rebuild import ALONE, AnotherRebuild, rebuild
from gateway.tests import office
from gateway.tests.fixtures import Views
from gateway.views.catalogue import VIEWS
from gateway.views.projection import PROJECTION


@dataclass
class Stream:
    """Topics of one test, and the projection over them."""

    bootstrap: str
    projection: Projection
    views: Views
    prefix: str

    async def send(self, *events: Event | Tombstone, **header: str) -> None:
        producer = new_producer(self.bootstrap, "tests")
        await producer.start()
        try:
            for event in events:
                sent = (
                    headers(event, event_id=new_id(), source="tests", at=utc_now(), traceparent=None) | header
                )
                await producer.send(
                    self.prefix + event.TOPIC.name,
                    key=str(event.key).encode(),
                    value=encode(event),
                    headers=wire_headers(sent),
                )
        finally:
            await producer.stop()

    @asynccontextmanager
    async def consumed(self) -> AsyncIterator[None]:
        transactions = Transactions(self.views.engine, UnitOfWork, source="tests")
        delivery = Delivery(self.projection, transactions, clock=utc_now, parked_keys_max=50)
        group, stop = ConsumerGroup(self.projection, delivery, bootstrap=self.bootstrap), asyncio.Event()
        running = asyncio.create_task(group.run(stop))
        try:
            yield
        finally:
            stop.set()
            await running

    async def until_taken_in(self, *events: Event | Tombstone) -> None:
        types = {view.root.topic: view.type for view in VIEWS}
        for event in events:
            assert await arrived(self.views.engine, types[event.TOPIC], event.key, event.sequence, 30)


@pytest.fixture
async def stream(kafka_bootstrap: str, views: Views) -> Stream:
    prefix = f"test-{secrets.token_hex(4)}."
    topics = tuple(replace(topic, name=prefix + topic.name, partitions=1) for topic in PROJECTION.topics)
    await ensure_topics(kafka_bootstrap, topics)
    projection = Projection(prefix + PROJECTION.group, topics, PROJECTION.merge)
    return Stream(kafka_bootstrap, projection, views, prefix)


def history() -> list[Any]:
    partner, erased = office.partner(new_id()), office.person(new_id())
    agreement, stay = office.agreement(new_id(), partner.key), office.stay(new_id(), erased.key)
    return [
        office.person(new_id()),
        erased,
        stay,
        office.grant(new_id(), stay),
        agreement,
        partner,
        office.partner(partner.key, version=2, name="Renamed"),
        office.erased(erased.key, 2),
    ]


async def test_events_on_kafka_become_rows_and_a_rebuild_gives_the_same(stream: Stream, views: Views) -> None:
    events = history()
    await stream.send(*events)
    async with stream.consumed():
        await stream.until_taken_in(*events)
    before, clock = await views.all_rows(), await ChangeLog(views.engine).clock()
    taken_in = await rebuild(views.engine, stream.bootstrap, stream.projection)
    assert taken_in == len(events)
    assert await views.all_rows() == before
    with pytest.raises(CursorTooOld):
        (await ChangeLog(views.engine).clock()).open(clock.seal(clock.newest))


async def test_a_rebuild_mends_what_somebody_broke(stream: Stream, views: Views) -> None:
    await stream.send(*history())
    await rebuild(views.engine, stream.bootstrap, stream.projection)
    before = await views.all_rows()
    await views.empty()
    await rebuild(views.engine, stream.bootstrap, stream.projection)
    assert await views.all_rows() == before


async def test_rows_that_no_record_tells_of_go_and_changed_ones_are_mended(
    stream: Stream, views: Views
) -> None:
    await stream.send(*history())
    await rebuild(views.engine, stream.bootstrap, stream.projection)
    before = await views.all_rows()
    await views.take_in(office.partner(new_id()))
    async with views.engine.begin() as connection:
        await connection.execute(text("UPDATE partner_view SET name = 'by hand' WHERE name = 'Renamed'"))
    await rebuild(views.engine, stream.bootstrap, stream.projection)
    assert await views.all_rows() == before


async def test_two_rebuilds_do_not_run_at_once(stream: Stream, views: Views) -> None:
    async with views.engine.connect() as holder:
        await holder.execute(ALONE)
        with pytest.raises(AnotherRebuild):
            await rebuild(views.engine, stream.bootstrap, stream.projection)
        await holder.execute(text("SELECT pg_advisory_unlock_all()"))


async def test_the_erased_stay_erased_when_compaction_took_their_tombstone(
    stream: Stream, views: Views
) -> None:
    person = office.person(new_id())
    await views.take_in(person, office.erased(person.key, 2))
    await stream.send(person)
    await rebuild(views.engine, stream.bootstrap, stream.projection)
    assert await views.rows("person_view") == []


async def test_an_event_of_an_unknown_version_is_parked_alone(stream: Stream, views: Views) -> None:
    await stream.send(office.partner(new_id()), ce_type="kervan.agreements.partner-changed.v9")
    partner = office.partner(new_id())
    await stream.send(partner)
    async with stream.consumed():
        await stream.until_taken_in(partner)
    async with views.engine.connect() as connection:
        assert (await counts(connection))[stream.projection.group] == 1
