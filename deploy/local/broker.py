"""Which Kafka serves: one that exists, else Apache Kafka, else the one in memory."""

from __future__ import annotations

import os
import socket
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

import psutil

from contracts.topics import TOPICS
from deploy.local import apache_kafka
from deploy.local.apache_kafka import ApacheKafka
from deploy.local.failure import LocalFailure
from deploy.local.layout import Layout
from deploy.local.memory_broker import MemoryBroker
from deploy.local.ports import Ports
from deploy.local.programs import USUAL_PORT_KAFKA, USUAL_PORT_KAFKA_CONTROLLER


class Kind(StrEnum):
    """How much of Kafka there is."""

    EXISTING = "existing"
    APACHE = "apache"
    MEMORY = "memory"


class Broker(Protocol):
    """A Kafka we start and stop. ``life`` changes when it has forgotten what it was told."""

    @property
    def bootstrap(self) -> str: ...
    @property
    def life(self) -> str: ...
    def start(self) -> None: ...
    def stop(self) -> bool: ...
    def process(self) -> psutil.Process | None: ...


@dataclass(frozen=True, slots=True)
class ExistingBroker:
    """Named by ``KAFKA_BOOTSTRAP_SERVERS``; we neither start nor stop it."""

    bootstrap: str

    @property
    def life(self) -> str:
        return self.bootstrap

    def start(self) -> None:
        """Raises: LocalFailure when none of its addresses answers."""
        if not any(_answers(address) for address in self.bootstrap.split(",")):
            raise LocalFailure(
                tr=f"{self.bootstrap} adresindeki Kafka yanıt vermiyor.",
                en=f"Kafka at {self.bootstrap} does not answer.",
                next_tr="Onu başlatın ya da KAFKA_BOOTSTRAP_SERVERS değişkenini kaldırın.",
                next_en="Start it, or unset KAFKA_BOOTSTRAP_SERVERS to have one started here.",
            )

    def stop(self) -> bool:
        return True

    def process(self) -> psutil.Process | None:
        return None


def kind_here() -> Kind:
    if os.environ.get("KAFKA_BOOTSTRAP_SERVERS"):
        return Kind.EXISTING
    return Kind.APACHE if apache_kafka.available() else Kind.MEMORY


def broker_of(kind: Kind, layout: Layout, ports: Ports) -> Broker:
    match kind:
        case Kind.EXISTING:
            return ExistingBroker(os.environ["KAFKA_BOOTSTRAP_SERVERS"])
        case Kind.APACHE:
            running = apache(layout, 0, 0).process() is not None
            port = ports.choose("kafka", USUAL_PORT_KAFKA, already_ours=running)
            inner = ports.choose("kafka-controller", USUAL_PORT_KAFKA_CONTROLLER, already_ours=running)
            return apache(layout, port, inner)
        case Kind.MEMORY:
            return memory(layout)


def apache(layout: Layout, port: int, controller_port: int) -> ApacheKafka:
    return ApacheKafka(layout.kafka, port, controller_port, layout.log("kafka"))


def memory(layout: Layout) -> MemoryBroker:
    topics = tuple((topic.name, topic.partitions) for topic in TOPICS)
    return MemoryBroker(layout.memory_kafka, layout.log("kafka-in-memory"), topics)


def ours(layout: Layout) -> dict[str, Broker]:
    """Every broker this layout may have started, running or not."""
    return {"kafka": apache(layout, 0, 0), "kafka-in-memory": memory(layout)}


def _answers(address: str) -> bool:
    host, _, port = address.strip().rpartition(":")
    try:
        with socket.create_connection((host, int(port)), timeout=3):
            return True
    except OSError:
        return False
