"""Where a local run keeps its things: everything under ``.run/`` of the checkout."""

from __future__ import annotations

import fcntl
import json
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from chassis.sealed import new_key_line
from deploy.local.failure import LocalFailure

CHECKOUT = Path(__file__).resolve().parents[2]


class Layout:
    """The folders and files of one run; ``home`` is private to its owner but for PostgreSQL's user.

    ``KERVAN_RUN`` names another folder than ``.run``, so that two runs stand beside each other.
    """

    def __init__(self, home: Path | None = None) -> None:
        home = home or Path(os.environ.get("KERVAN_RUN") or CHECKOUT / ".run")
        self.home = home
        self.postgres = home / "postgres"
        self.kafka = home / "kafka"
        self.memory_kafka = home / "kafka-in-memory"
        self.issuer = home / "issuer"
        self.traces = home / "traces"
        self.logs = home / "logs"
        self.ports = home / "ports.json"
        self.filled_broker = home / "filled-broker"
        self.endpoints = home / "endpoints.json"

    def log(self, name: str) -> Path:
        return self.logs / f"{name}.log"

    def sealing_keys(self, name: str) -> Path:
        """What seals IBANs and ids in the database of ``name``: the first key is drawn here, once."""
        file = self.home / "sealing" / f"{name}.keys"
        if not file.exists():
            write_private(file, new_key_line() + "\n")
        return file

    def process(self, name: str) -> Path:
        return self.home / "processes" / f"{name}.json"

    def wipe(self) -> None:
        """Forget everything; call it only when nothing runs."""
        shutil.rmtree(self.home, ignore_errors=True)

    def password(self, name: str) -> str:
        """The password of ``name``, drawn once."""
        file = self.home / "passwords.json"
        known: dict[str, str] = json.loads(file.read_text()) if file.exists() else {}
        if name not in known:
            known[name] = secrets.token_urlsafe(18)
            write_private(file, json.dumps(known, indent=1))
        return known[name]

    @contextmanager
    def one_at_a_time(self) -> Iterator[None]:
        """Two commands at once would start everything twice. Raises: LocalFailure when another is at work."""
        self.home.parent.mkdir(parents=True, exist_ok=True)
        with self.home.with_name(self.home.name + ".lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as taken:
                raise LocalFailure(
                    tr="Başka bir komut şu anda başlatıyor ya da durduruyor.",
                    en="Another command is starting or stopping things right now.",
                    next_tr="Onun bitmesini bekleyip yeniden deneyin.",
                    next_en="Wait for it to end, then run this again.",
                ) from taken
            yield


def write_private(file: Path, text: str) -> None:
    """Replace ``file`` in one step, readable by its owner only."""
    file.parent.mkdir(parents=True, exist_ok=True)
    unfinished = file.with_name(file.name + ".unfinished")
    unfinished.touch(mode=0o600)
    unfinished.write_text(text)
    unfinished.replace(file)
