"""docker-compose.yml under a name of its own, so that a deployment beside it is not touched."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import asyncpg

from chassis.identity.issuer import DevelopmentIssuer
from deploy.compose.secrets import draw
from deploy.local.layout import CHECKOUT
from deploy.local.programs import PROGRAMS

SECRETS = CHECKOUT / "deploy" / "compose" / "secrets"
FILE = CHECKOUT / "docker-compose.yml"
SERVED = tuple(program.name for program in PROGRAMS if program.usual_port)
CONSOLES = ("jaeger", "prometheus")
STANDS = ("postgres", "kafka", *SERVED)
READY_SECONDS_MAX = 300
WALK_SECONDS_MAX = 600


class CommandFailed(AssertionError):
    """Says what it printed."""


@dataclass(frozen=True)
class Project:
    """``gateway_port`` is published; everything else is reached as a container's own address.

    ``files`` stand beside docker-compose.yml, ``told`` are settings beside the usual ones.
    """

    gateway_port: int
    name: str = "kervan-test"
    files: tuple[Path, ...] = ()
    told: Mapping[str, str] = field(default_factory=dict)
    secrets: Path = SECRETS

    @property
    def environment(self) -> dict[str, str]:
        """In which ``docker compose`` means this project."""
        own = {
            "COMPOSE_PROJECT_NAME": self.name,
            "COMPOSE_FILE": os.pathsep.join(map(str, (FILE, *self.files))),
            "COMPOSE_PROFILES": "demo",
            "KERVAN_GATEWAY_ADDRESS": f"127.0.0.1:{self.gateway_port}",
            "PROMETHEUS_ADDRESS": "127.0.0.1:0",
            "JAEGER_ADDRESS": "127.0.0.1:0",
            "KERVAN_TRACES_DIR": "/var/lib/kervan/traces",
        }
        return dict(os.environ) | own | dict(self.told)

    def compose(self, *arguments: str, seconds_max: float = READY_SECONDS_MAX) -> str:
        """What the command printed. Raises: CommandFailed."""
        return self.run("docker", "compose", *arguments, seconds_max=seconds_max)

    def run(
        self, *command: str, told: Mapping[str, str] | None = None, seconds_max: float = READY_SECONDS_MAX
    ) -> str:
        """Any command that means this project; what it printed. Raises: CommandFailed."""
        return _run(list(command), seconds_max, self.environment | dict(told or {}))

    def build(self) -> None:
        draw(self.secrets)
        self.compose("build", seconds_max=WALK_SECONDS_MAX)

    def up(self) -> None:
        self.compose("up", "--detach", "--wait", *SERVED, *CONSOLES)

    def restart(self, name: str) -> None:
        """And wait until it serves again."""
        self.compose("restart", name)
        self.compose("up", "--detach", "--wait", *STANDS)

    def walk(self) -> str:
        """The journey of ``make demo``, in a container beside the others; what it told."""
        return self.compose("run", "--rm", "demo", seconds_max=WALK_SECONDS_MAX)

    def journal(self) -> dict[str, Any]:
        """How far the journey was walked, and what it found out."""
        kept = ("--entrypoint", "cat", "demo", "/var/lib/kervan/journey.json")
        found: dict[str, Any] = json.loads(self.compose("run", "--rm", "--no-deps", *kept))
        return found

    def inspect(self) -> list[dict[str, Any]]:
        """Every container of the project that runs, in the engine's words."""
        mine = f"label=com.docker.compose.project={self.name}"
        ids = _run(["docker", "ps", "--quiet", "--filter", mine], 30, dict(os.environ)).split()
        found: list[dict[str, Any]] = json.loads(_run(["docker", "inspect", *ids], 30, dict(os.environ)))
        return found

    def address(self, name: str) -> str:
        """A container's own address, reachable from the host alone."""
        (found,) = (one for one in self.inspect() if service_of(one) == name)
        (network,) = found["NetworkSettings"]["Networks"].values()
        return str(network["IPAddress"])

    def url(self, name: str) -> str:
        if name == "gateway":
            return f"http://127.0.0.1:{self.gateway_port}"
        return f"http://{self.address(name)}:8000"

    def issuer(self) -> DevelopmentIssuer:
        return DevelopmentIssuer.at(self.secrets)

    async def rows(self, service: str, query: str, *values: object) -> list[asyncpg.Record]:
        address = urlsplit((self.secrets / f"{service}.database-url").read_text().strip())
        host = address.netloc.replace("@postgres:", f"@{self.address('postgres')}:")
        connection = await asyncpg.connect(urlunsplit(address._replace(netloc=host)))
        try:
            return list(await connection.fetch(query, *values))
        finally:
            await connection.close()


def service_of(container: dict[str, Any]) -> str:
    return str(container["Config"]["Labels"]["com.docker.compose.service"])


def _run(command: list[str], seconds_max: float, environment: dict[str, str]) -> str:
    done = subprocess.run(
        command,
        cwd=CHECKOUT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=seconds_max,
        check=False,
    )
    if done.returncode:
        raise CommandFailed(f"{' '.join(command)}\n{done.stdout[-4000:]}\n{done.stderr[-4000:]}")
    return done.stdout
