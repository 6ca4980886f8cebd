"""A Kafka broker in memory, for machines without Java: librdkafka's own mock cluster, run as a process.

    python -m deploy.local.memory_broker ADDRESS_FILE TOPIC:PARTITIONS ...

It writes its address into ADDRESS_FILE once it serves. It speaks Kafka's protocol, consumer groups
included, and it forgets everything when it ends, keeps about 5 MB a partition and does not compact.
"""

from __future__ import annotations

import ctypes
import signal
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import psutil

from deploy.local.failure import LocalFailure
from deploy.local.layout import CHECKOUT
from deploy.local.processes import Identity, last_lines, recall, remember, spawn, stop, wait_until

START_SECONDS_MAX = 15
PRODUCER = 0  # librdkafka's RD_KAFKA_PRODUCER: the handle that owns the mock cluster
WARNING_EN = (
    "Kafka in memory (no Java 17+ with Maven here): it forgets on restart, keeps about 5 MB a partition "
    "and does not compact. Services republish into an empty topic."
)
WARNING_TR = (
    "Bellekte Kafka (Java 17+ ve Maven yok): yeniden başlayınca unutur, bölüm başına yaklaşık 5 MB tutar, "
    "sıkıştırmaz. Servisler boş konuya yeniden yayımlar."
)


@dataclass(frozen=True, slots=True)
class MemoryBroker:
    """The broker as a background process with its files under ``home``. It chooses its own port."""

    home: Path
    log: Path
    topics: tuple[tuple[str, int], ...]

    @property
    def bootstrap(self) -> str:
        return (self.home / "address").read_text()

    @property
    def life(self) -> str:
        """It remembers as long as its process lives."""
        return str(self.identity())

    def process(self) -> psutil.Process | None:
        identity = self.identity()
        return identity.process() if identity else None

    def identity(self) -> Identity | None:
        return recall(self.home / "process.json")

    def start(self) -> None:
        """Raises: LocalFailure with the end of the log."""
        if self.process() is not None:
            return
        self.home.mkdir(parents=True, exist_ok=True)
        address = self.home / "address"
        address.unlink(missing_ok=True)
        topics = [f"{name}:{partitions}" for name, partitions in self.topics]
        command = [sys.executable, "-m", "deploy.local.memory_broker", str(address), *topics]
        remember(self.home / "process.json", spawn(command, log=self.log, folder=CHECKOUT))
        if not wait_until(address.exists, START_SECONDS_MAX):
            raise LocalFailure(
                tr="Bellekteki Kafka başlatılamadı.",
                en="The in-memory Kafka did not start.",
                next_tr=f"Günlük: {self.log}. Java 17+ ve Maven kurarsanız gerçek Kafka kullanılır.",
                next_en=f"Its log is {self.log}. With Java 17+ and Maven the real Kafka is used.",
                detail=last_lines(self.log),
            )

    def stop(self) -> bool:
        process = self.process()
        return process is None or not stop([process], 5)


class MockCluster:
    """librdkafka's mock cluster of one broker; it lives as long as this process."""

    def __init__(self, topics: Iterable[tuple[str, int]]) -> None:
        library = _library()
        error = ctypes.create_string_buffer(512)
        handle = library.rd_kafka_new(PRODUCER, library.rd_kafka_conf_new(), error, len(error))
        if not handle:
            raise OSError(error.value.decode())
        self._library = library
        self._cluster = library.rd_kafka_mock_cluster_new(handle, 1)
        library.rd_kafka_mock_group_initial_rebalance_delay_ms(self._cluster, 0)
        for name, partitions in topics:
            library.rd_kafka_mock_topic_create(self._cluster, name.encode(), partitions, 1)

    @property
    def bootstrap(self) -> str:
        address: bytes = self._library.rd_kafka_mock_cluster_bootstraps(self._cluster)
        return address.decode()


def _library() -> ctypes.CDLL:
    """The librdkafka that the confluent-kafka wheel carries, with the signatures used here."""
    library = ctypes.CDLL(str(_library_file()))
    pointer, text, number = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int
    library.rd_kafka_conf_new.restype = pointer
    library.rd_kafka_new.restype = pointer
    library.rd_kafka_new.argtypes = [number, pointer, text, ctypes.c_size_t]
    library.rd_kafka_mock_cluster_new.restype = pointer
    library.rd_kafka_mock_cluster_new.argtypes = [pointer, number]
    library.rd_kafka_mock_cluster_bootstraps.restype = text
    library.rd_kafka_mock_cluster_bootstraps.argtypes = [pointer]
    library.rd_kafka_mock_topic_create.argtypes = [pointer, text, number, number]
    library.rd_kafka_mock_group_initial_rebalance_delay_ms.argtypes = [pointer, ctypes.c_int32]
    return library


def _library_file() -> Path:
    """Linux wheels keep it in ``confluent_kafka.libs``, macOS wheels in ``confluent_kafka/.dylibs``."""
    import confluent_kafka  # noqa: PLC0415  loads what librdkafka itself needs

    package = Path(confluent_kafka.__file__).parent
    folders = (package.with_name("confluent_kafka.libs"), package / ".dylibs")
    found = [file for folder in folders for file in sorted(folder.glob("librdkafka*"))]
    if not found:
        raise FileNotFoundError("librdkafka in the confluent-kafka wheel")
    return found[0]


def main(address_file: str, *topics: str) -> None:
    wanted = [(name, int(partitions)) for name, partitions in (topic.split(":") for topic in topics)]
    cluster = MockCluster(wanted)
    unfinished = Path(address_file + ".unfinished")
    unfinished.write_text(cluster.bootstrap)
    unfinished.rename(address_file)
    signal.sigwait({signal.SIGTERM, signal.SIGINT})


if __name__ == "__main__":
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM, signal.SIGINT})
    main(*sys.argv[1:])
