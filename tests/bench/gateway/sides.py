"""The sides of a comparison: processes that answer the same queries over HTTP, and how each is asked."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from chassis.identity.caller import Role
from chassis.identity.issuer import DEVELOPMENT_ISSUER, DevelopmentIssuer
from chassis.sealed import new_key_line
from deploy.local.layout import CHECKOUT
from deploy.local.ports import HOST, free_ports
from tests.bench.gateway.load import Load, press
from tests.bench.gateway.queries import Query

START_SECONDS_MAX = 60
STOP_SECONDS_MAX = 10


class SideFailed(Exception):
    """A side did not start, or its answer is an error or not equal; the end of its log where it helps."""


@dataclass(frozen=True)
class Side:
    """``url`` of a query and headers of every request.

    A side with a schema of its own says how it is ``asked``, and how its data is ``shaped`` like ours.
    """

    name: str
    url: Callable[[Query], str]
    headers: Mapping[str, str] = field(default_factory=dict)
    asked: Callable[[Query], Query] = lambda query: query
    shaped: Callable[[Any], Any] = lambda data: data

    def answer(self, query: Query, number: int) -> Any:
        """The data of one request, as this side shapes it. Raises: SideFailed."""
        body = self.asked(query).bodies()[number]
        sent = {"Content-Type": "application/json", "Accept": "application/json", **self.headers}
        try:
            with urllib.request.urlopen(
                urllib.request.Request(self.url(query), body, sent), timeout=30
            ) as got:
                answered = json.load(got)
        except (OSError, ValueError) as error:
            raise SideFailed(f"{self.name}: {error}") from error
        if "errors" in answered:
            raise SideFailed(f"{self.name}: {json.dumps(answered['errors'])[:500]}")
        return answered["data"]

    def load(self, query: Query, *, connections: int, seconds: int) -> Load:
        """Raises: LoadFailed."""
        bodies = self.asked(query).bodies()
        return press(self.url(query), bodies, self.headers, connections=connections, seconds=seconds)


@contextmanager
def kervan(database_url: str, bootstrap: str, home: Path) -> Iterator[Side]:
    """The gateway as it runs, asked by the office: token, policies and limits are on."""
    (port,) = free_ports(1)
    settings = settings_of(database_url, bootstrap, home) | {"KERVAN_HTTP_PORT": str(port)}
    command = [sys.executable, "-m", "gateway", "api"]
    issuer = DevelopmentIssuer.at(home / "identity")
    token = {"Authorization": f"Bearer {issuer.issue(Role.OFFICE)}"}
    with process(command, home / "kervan.log", settings):
        wait_for(port, home / "kervan.log")
        yield Side("kervan", lambda _: f"http://{HOST}:{port}/graphql", token)


def settings_of(database_url: str, bootstrap: str, home: Path) -> dict[str, str]:
    """Of a process of ours, with keys of its own in ``home``."""
    keys = home / "sealing.keys"
    keys.write_text(new_key_line())
    return {
        "KERVAN_SEALING_KEYS_FILE": str(keys),
        "KERVAN_DATABASE_URL": database_url,
        "KERVAN_KAFKA_BOOTSTRAP": bootstrap,
        "KERVAN_JWKS": str(DevelopmentIssuer.at(home / "identity").jwks),
        "KERVAN_ISSUER": DEVELOPMENT_ISSUER,
    }


@contextmanager
def strawberry_sql(database_url: str, home: Path) -> Iterator[Side]:
    with _python_peer("strawberry_sql", database_url, home) as port:
        yield Side("strawberry_sql", lambda _: f"http://{HOST}:{port}/graphql")


@contextmanager
def starlette_floor(database_url: str, home: Path) -> Iterator[Side]:
    with _python_peer("starlette_floor", database_url, home) as port:
        yield Side("starlette_floor", lambda query: f"http://{HOST}:{port}/{query.name}")


@contextmanager
def _python_peer(name: str, database_url: str, home: Path) -> Iterator[int]:
    (port,) = free_ports(1)
    command = [sys.executable, "-m", f"tests.bench.gateway.peers.{name}", str(port), database_url]
    with process(command, home / f"{name}.log"):
        wait_for(port, home / f"{name}.log")
        yield port


@contextmanager
def process(
    command: Sequence[str], log: Path, settings: Mapping[str, str] | None = None, folder: Path = CHECKOUT
) -> Iterator[None]:
    """``command`` in a group of its own, stopped with all its children at the end."""
    with log.open("ab") as output:
        started = subprocess.Popen(
            command,
            cwd=folder,
            env=os.environ | (settings or {}),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    try:
        yield
    finally:
        os.killpg(started.pid, signal.SIGTERM)
        try:
            started.wait(STOP_SECONDS_MAX)
        except subprocess.TimeoutExpired:
            os.killpg(started.pid, signal.SIGKILL)
            started.wait()


def wait_for(port: int, log: Path) -> None:
    """Until something answers HTTP on ``port``, with whatever status. Raises: SideFailed."""
    until = time.monotonic() + START_SECONDS_MAX
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(f"http://{HOST}:{port}/", timeout=5).close()
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SideFailed(f"nothing answers; {log.name}: {log.read_text()[-1000:]}")
