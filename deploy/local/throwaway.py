"""PostgreSQL and Kafka for one test run: in containers or as local processes, gone afterwards."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import docker
from docker.errors import DockerException, ImageNotFound
from testcontainers.community.postgres import PostgresContainer
from testcontainers.core.config import testcontainers_config
from testcontainers.core.container import DockerContainer
from testcontainers.core.docker_client import DockerClient
from testcontainers.core.wait_strategies import PortWaitStrategy

from contracts.topics import TOPICS
from deploy.local.apache_kafka import ApacheKafka
from deploy.local.memory_broker import MemoryBroker
from deploy.local.ports import free_ports
from deploy.local.postgres import Postgres

POSTGRES_IMAGE = "postgres:18-bookworm"
KAFKA_IMAGE = "apache/kafka:4.1.0"
IMAGES = (POSTGRES_IMAGE, KAFKA_IMAGE)
CONNECTIONS_MAX = 400


# Its reaper is one more image to fetch, and every container here is stopped by its own `with`.
testcontainers_config.ryuk_disabled = True


@cache
def containers_available() -> bool:
    """A container engine runs (it is not merely installed) and has both images or can fetch them."""
    try:
        client = docker.from_env()
        for image in IMAGES:
            _ensure_image(client, image)
    except DockerException:
        return False
    return True


def _ensure_image(client: docker.DockerClient, image: str) -> None:
    try:
        client.images.get(image)
    except ImageNotFound:
        client.images.pull(image)


@contextmanager
def postgres_in_a_container() -> Iterator[str]:
    container = PostgresContainer(POSTGRES_IMAGE, username="postgres", driver=None)
    container.with_command(f"postgres -c fsync=off -c max_connections={CONNECTIONS_MAX}")
    with container as running:
        yield running.get_connection_url()


@contextmanager
def postgres_from_the_wheel(
    *, durable: bool = False, settings: Mapping[str, str] | None = None
) -> Iterator[str]:
    (port,) = free_ports(1)
    with folder("postgres") as home:
        cluster = Postgres(
            home / "data", port, home / "postgres.log", durable=durable, settings=settings or {}
        )
        cluster.start()
        try:
            yield cluster.dsn()
        finally:
            cluster.stop()


@contextmanager
def kafka_in_a_container() -> Iterator[str]:
    """The listener's port is the same inside and outside, so what the broker advertises is reachable."""
    (port,) = free_ports(1)
    container = DockerContainer(KAFKA_IMAGE).with_bind_ports(port, port)
    host = DockerClient().host()
    for name, value in _settings(host, port).items():
        container.with_env(name, value)
    with container.waiting_for(PortWaitStrategy(port)):
        yield f"{host}:{port}"


@contextmanager
def kafka_from_its_jars() -> Iterator[str]:
    port, controller_port = free_ports(2)
    with folder("kafka") as home:
        node = ApacheKafka(home, port, controller_port, home / "kafka.log")
        node.start()
        try:
            yield node.bootstrap
        finally:
            node.stop()


@contextmanager
def kafka_in_memory() -> Iterator[str]:
    topics = tuple((topic.name, topic.partitions) for topic in TOPICS)
    with folder("kafka") as home:
        broker = MemoryBroker(home, home / "kafka.log", topics)
        broker.start()
        try:
            yield broker.bootstrap
        finally:
            broker.stop()


@contextmanager
def folder(name: str) -> Iterator[Path]:
    """Not under pytest's own temporary folder: PostgreSQL may run as a user who cannot enter that."""
    home = Path(tempfile.mkdtemp(prefix=f"kervan-{name}-"))
    try:
        yield home
    finally:
        shutil.rmtree(home)


def _settings(host: str, port: int) -> dict[str, str]:
    """The image replaces its defaults as soon as one setting is given, so all needed ones are."""
    return {
        "KAFKA_NODE_ID": "1",
        "KAFKA_PROCESS_ROLES": "broker,controller",
        "KAFKA_LISTENERS": f"PLAINTEXT://:{port},CONTROLLER://:9093",
        "KAFKA_ADVERTISED_LISTENERS": f"PLAINTEXT://{host}:{port}",
        "KAFKA_CONTROLLER_LISTENER_NAMES": "CONTROLLER",
        "KAFKA_CONTROLLER_QUORUM_VOTERS": "1@localhost:9093",
        "KAFKA_LISTENER_SECURITY_PROTOCOL_MAP": "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT",
        "KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR": "1",
        "KAFKA_OFFSETS_TOPIC_NUM_PARTITIONS": "4",
        "KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR": "1",
        "KAFKA_TRANSACTION_STATE_LOG_MIN_ISR": "1",
        "KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS": "0",
        "KAFKA_AUTO_CREATE_TOPICS_ENABLE": "false",
    }
