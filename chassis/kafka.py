"""Kafka clients with Kervan's settings, and the topics it needs."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from functools import lru_cache
from struct import iter_unpack

import structlog
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import KafkaError, for_code

from chassis.telemetry.trouble import Trouble
from contracts.topics import Topic

BATCH_BYTES = 512 * 1024
RETRY_MS = 300
MURMUR2_SEED, MURMUR2_FACTOR, UINT32 = 0x9747B28C, 0x5BD1E995, 0xFFFFFFFF
TOPIC_EXISTS = 36
TOPIC_WAIT_SECONDS_MAX = 30.0
TOPICS_AGAIN_SECONDS = 1.0
STOP_SECONDS_MAX = 10.0

log = structlog.get_logger()


@lru_cache(maxsize=65_536)
def partition_of(key: bytes, partitions: int) -> int:
    """Kafka's own choice, so that prebuilt batches and other producers agree."""
    return (murmur2(key) & 0x7FFFFFFF) % partitions


def murmur2(key: bytes) -> int:
    """Kafka's hash of a key, word by word: aiokafka's goes byte by byte and takes three times as long."""
    whole = len(key) & ~3
    found = MURMUR2_SEED ^ len(key)
    for (word,) in iter_unpack("<I", key[:whole]):
        mixed = word * MURMUR2_FACTOR & UINT32
        found = (found * MURMUR2_FACTOR & UINT32) ^ ((mixed ^ mixed >> 24) * MURMUR2_FACTOR & UINT32)
    if rest := key[whole:]:
        found = (found ^ int.from_bytes(rest, "little")) * MURMUR2_FACTOR & UINT32
    found = (found ^ found >> 13) * MURMUR2_FACTOR & UINT32
    return found ^ found >> 15


def new_producer(bootstrap: str, client_id: str) -> AIOKafkaProducer:
    """Idempotent, acknowledged by all replicas, sent without lingering."""
    return AIOKafkaProducer(
        bootstrap_servers=bootstrap,
        client_id=client_id,
        acks="all",
        enable_idempotence=True,
        max_batch_size=BATCH_BYTES,
        request_timeout_ms=15_000,
        retry_backoff_ms=RETRY_MS,
    )


def new_consumer(bootstrap: str, group: str) -> AIOKafkaConsumer:
    """Commits only when told to. A new group starts at the beginning, on purpose."""
    return AIOKafkaConsumer(
        bootstrap_servers=bootstrap,
        group_id=group,
        client_id=group,
        enable_auto_commit=False,
        auto_offset_reset="earliest",
        fetch_max_wait_ms=100,
        retry_backoff_ms=RETRY_MS,
        session_timeout_ms=15_000,
        heartbeat_interval_ms=3_000,
        max_partition_fetch_bytes=2 * 1024 * 1024,
    )


async def stop_consumer(consumer: AIOKafkaConsumer) -> None:
    """Leave the group and close the connections, also where aiokafka does not get that far.

    Its ``stop`` awaits fetches that it has cancelled, so while the broker is away it ends as if *we* had been
    cancelled, its connections still open; a broker that does not answer makes it wait.
    """
    stopping = asyncio.create_task(consumer.stop(), name="stop of a consumer")
    await asyncio.wait({stopping}, timeout=STOP_SECONDS_MAX)
    if not stopping.done() or stopping.cancelled() or stopping.exception():
        stopping.cancel()
        await consumer._client.close()


async def topics_stand(bootstrap: str, topics: Iterable[Topic], stop: asyncio.Event) -> None:
    """``ensure_topics`` as soon as the broker answers, or until ``stop``.

    Raises: KafkaError when the broker answers and refuses.
    """
    trouble = Trouble(log, "topics.unknown", "topics.known")
    while not stop.is_set():
        try:
            async with asyncio.timeout(TOPIC_WAIT_SECONDS_MAX):
                await ensure_topics(bootstrap, topics)
            trouble.passed()
            return
        except (KafkaError, OSError, TimeoutError) as error:
            if isinstance(error, KafkaError) and not error.retriable:
                raise
            trouble.lasts(error)
            await asyncio.sleep(TOPICS_AGAIN_SECONDS)


async def ensure_topics(bootstrap: str, topics: Iterable[Topic]) -> None:
    """Create what is missing, with its compaction settings. Safe to call from every process at once."""
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    try:
        await admin.start()
        wanted = {topic.name: topic for topic in topics}
        missing = [topic for name, topic in wanted.items() if name not in set(await admin.list_topics())]
        if missing:
            _raise_refused(await admin.create_topics([_new_topic(topic) for topic in missing]))
            await _until_known(admin, {topic.name for topic in missing})
    finally:
        await admin.close()


async def _until_known(admin: AIOKafkaAdminClient, names: set[str]) -> None:
    """A created topic needs a moment before every client sees it."""
    async with asyncio.timeout(TOPIC_WAIT_SECONDS_MAX):
        while not names <= set(await admin.list_topics()):  # noqa: ASYNC110  the broker has no bell
            await asyncio.sleep(0.05)


def _new_topic(topic: Topic) -> NewTopic:
    """With the broker's default replication; aiokafka takes -1 for it only beside an empty assignment."""
    return NewTopic(topic.name, topic.partitions, -1, replica_assignments={}, topic_configs=topic.config())


def _raise_refused(response: object) -> None:
    for name, code, *_ in response.topic_errors:  # type: ignore[attr-defined]
        if code not in (0, TOPIC_EXISTS):
            raise for_code(code)(f"topic {name} was not created")
