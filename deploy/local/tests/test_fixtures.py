"""The servers every other test stands on."""

from __future__ import annotations

import asyncpg
from aiokafka import AIOKafkaProducer

from conftest import NewDatabase


async def test_a_new_database_is_empty_and_its_own(new_database: NewDatabase) -> None:
    first, second = await new_database(), await new_database()
    connection = await asyncpg.connect(first)
    tables = await connection.fetchval("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
    await connection.close()
    assert tables == 0
    assert first != second


async def test_kafka_answers(kafka_bootstrap: str) -> None:
    producer = AIOKafkaProducer(bootstrap_servers=kafka_bootstrap)
    await producer.start()
    await producer.stop()
