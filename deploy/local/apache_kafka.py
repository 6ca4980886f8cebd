"""Apache Kafka itself: one KRaft node from its Maven artefacts, on 127.0.0.1."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
from dataclasses import dataclass
from pathlib import Path

import psutil

from deploy.local.failure import LocalFailure
from deploy.local.processes import Identity, last_lines, recall, remember, spawn, stop, wait_until

HERE = Path(__file__).parent / "apache-kafka"
VERSION = "4.1.0"
JAVA_VERSION_MIN = 17
CLUSTER_ID = "a2VydmFuLWxvY2FsLWtmaw"  # any 16 bytes in base64; fixed, so a data directory stays valid
MEMORY = ("-Xms96m", "-Xmx320m", "-XX:+UseSerialGC", "-XX:MaxMetaspaceSize=96m", "-Xss512k")
START_SECONDS_MAX = 60
STOP_SECONDS_MAX = 20

PROPERTIES = """\
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:{controller_port}
listeners={listeners}
advertised.listeners={advertised}
listener.security.protocol.map={protocols}
inter.broker.listener.name=PLAINTEXT
controller.listener.names=CONTROLLER
log.dirs={data}
num.partitions=6
auto.create.topics.enable=false
offsets.topic.replication.factor=1
offsets.topic.num.partitions=4
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
transaction.state.log.num.partitions=4
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
group.initial.rebalance.delay.ms=0
broker.session.timeout.ms=3000
broker.heartbeat.interval.ms=500
log.cleaner.dedupe.buffer.size=16777216
num.network.threads=2
num.io.threads=4
"""


@dataclass(frozen=True, slots=True)
class Door:
    """One more way in. Clients are told ``advertised_port``: whoever listens there stands in between."""

    name: str
    port: int
    advertised_port: int


@dataclass(frozen=True, slots=True)
class ApacheKafka:
    """One node with its data under ``home``; two ports, one for clients, one for its own controller."""

    home: Path
    port: int
    controller_port: int
    log: Path
    doors: tuple[Door, ...] = ()

    @property
    def bootstrap(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def life(self) -> str:
        """The identity of its data directory, drawn when that was formatted."""
        return (self.home / "data" / "meta.properties").read_text()

    def process(self) -> psutil.Process | None:
        identity = self.identity()
        return identity.process() if identity else None

    def identity(self) -> Identity | None:
        return recall(self.home / "process.json")

    def start(self) -> None:
        """Fetch, format and start what is still missing. Raises: LocalFailure with the end of the log."""
        if self.process() is not None:
            return
        properties = self._configure()
        if not (self.home / "data" / "meta.properties").exists():
            self._format(properties)
        remember(
            self.home / "process.json",
            spawn([*java_command(), "kafka.Kafka", str(properties)], log=self.log),
        )
        if not wait_until(self._ready_or_dead, START_SECONDS_MAX) or self.process() is None:
            raise self._failure()

    def stop(self) -> bool:
        """False when it had to be killed; its log recovers at the next start."""
        process = self.process()
        return process is None or not stop([process], STOP_SECONDS_MAX)

    def _configure(self) -> Path:
        self.home.mkdir(parents=True, exist_ok=True)
        properties = self.home / "server.properties"
        properties.write_text(
            PROPERTIES.format(
                **self._listening(), controller_port=self.controller_port, data=self.home / "data"
            )
        )
        return properties

    def _listening(self) -> dict[str, str]:
        """Where it listens and what it tells clients of that, in Kafka's own words."""
        doors = (Door("PLAINTEXT", self.port, self.port), *self.doors)
        inner = f"CONTROLLER://127.0.0.1:{self.controller_port}"
        return {
            "listeners": ",".join([*(f"{door.name}://127.0.0.1:{door.port}" for door in doors), inner]),
            "advertised": ",".join(f"{door.name}://127.0.0.1:{door.advertised_port}" for door in doors),
            "protocols": ",".join(f"{name}:PLAINTEXT" for name in (*(d.name for d in doors), "CONTROLLER")),
        }

    def _format(self, properties: Path) -> None:
        command = [*java_command(), "kafka.tools.StorageTool", "format", "--ignore-formatted"]
        done = subprocess.run(
            [*command, "-t", CLUSTER_ID, "-c", str(properties)],
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise self._failure(done.stdout + done.stderr)

    def _ready_or_dead(self) -> bool:
        """A dead one must not be waited for; clients repeat what an opening broker refuses."""
        if self.process() is None:
            return True
        with socket.socket() as client:
            client.settimeout(1)
            return client.connect_ex(("127.0.0.1", self.port)) == 0

    def _failure(self, detail: str = "") -> LocalFailure:
        return LocalFailure(
            tr="Apache Kafka başlatılamadı.",
            en="Apache Kafka did not start.",
            next_tr=f"Günlüğün tamamı: {self.log}. `make demo FRESH=1` baştan kurar.",
            next_en=f"The whole log is in {self.log}. `make demo FRESH=1` begins anew.",
            detail=detail or last_lines(self.log),
        )


def available() -> bool:
    """Java 17 or newer, and the jars here already or Maven to fetch them."""
    version = _java_version()
    if version is None or version < JAVA_VERSION_MIN:
        return False
    return jars().exists() or shutil.which("mvn") is not None


def fetch_jars() -> Path:
    """The folder of Kafka's jars, downloaded once for all clones. Raises: LocalFailure."""
    ready = jars()
    if ready.exists():
        return ready
    unfinished = ready.with_name(f"{ready.name}.{os.getpid()}")
    command = ["mvn", "-q", "-B", "-f", str(HERE / "pom.xml"), "dependency:copy-dependencies"]
    done = subprocess.run(
        [*command, f"-DoutputDirectory={unfinished}"], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise LocalFailure(
            tr="Kafka'nın dosyaları Maven ile indirilemedi.",
            en="Maven could not fetch Kafka's files.",
            next_tr="Ağ bağlantısını kontrol edip yeniden deneyin.",
            next_en="Check the network and run it again.",
            detail=(done.stdout + done.stderr)[-4000:],
        )
    _move_into_place(unfinished, ready)
    return ready


def _move_into_place(unfinished: Path, ready: Path) -> None:
    """Another run may have finished first: then its copy stays."""
    try:
        unfinished.rename(ready)
    except OSError:
        if not ready.exists():
            raise
        shutil.rmtree(unfinished)


def jars() -> Path:
    """Kept outside the checkout, so that every clone and every fresh start finds them."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return cache / "kervan" / f"apache-kafka-{VERSION}"


def java_command() -> list[str]:
    """Java's command line up to the main class."""
    logging = f"-Dlog4j2.configurationFile={HERE / 'log4j2.properties'}"
    return [_java_binary(), *MEMORY, logging, "-cp", f"{fetch_jars()}/*"]


def _java_binary() -> str:
    home = os.environ.get("JAVA_HOME")
    return str(Path(home) / "bin" / "java") if home else "java"


def _java_version() -> int | None:
    try:
        done = subprocess.run([_java_binary(), "-version"], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    found = re.search(r'version "(\d+)', done.stderr)
    return int(found[1]) if found else None
