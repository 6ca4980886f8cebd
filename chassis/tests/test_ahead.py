"""A process ends where its topics tell of more than its tables, and only there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest

from chassis import ahead
from chassis.ahead import LOOKED_AT_BEFORE_START, BehindItsTopics, require_not_behind
from chassis.ids import new_id
from chassis.kafka import ensure_topics
from chassis.tests.consuming.test_runtime import send
from chassis.tests.sample.events import TOPIC, Uncounted, counted
from chassis.work import Transactions, UnitOfWork
from contracts.event import Event
from contracts.topics import Topic


async def no_rows(work: UnitOfWork, after: UUID, limit: int) -> Sequence[Event]:
    return []


SERVICE: Any = SimpleNamespace(name="tests", snapshots=(no_rows,))


@pytest.fixture
async def topic(kafka_bootstrap: str, monkeypatch: pytest.MonkeyPatch) -> Topic:
    made = replace(TOPIC, name=f"test.ahead.{new_id()}", partitions=1)
    await ensure_topics(kafka_bootstrap, [made])
    monkeypatch.setattr(ahead, "own_topics", lambda service: (made,))
    return made


async def test_what_the_tables_do_not_have_stops_it(
    transactions: Transactions[UnitOfWork], kafka_bootstrap: str, topic: Topic
) -> None:
    await send(kafka_bootstrap, [counted()], topic=topic)
    with pytest.raises(BehindItsTopics):
        await require_not_behind(SERVICE, transactions, kafka_bootstrap)


async def test_old_records_sent_again_behind_an_erasure_do_not(
    transactions: Transactions[UnitOfWork], kafka_bootstrap: str, topic: Topic
) -> None:
    made = counted()
    again = [made] * (LOOKED_AT_BEFORE_START + 1)
    await send(kafka_bootstrap, [made, Uncounted(key=made.key, sequence=2), *again], topic=topic)
    await require_not_behind(SERVICE, transactions, kafka_bootstrap)
