"""The addresses of one local run, and what each process must be told about them."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from chassis.clock import Clock, utc_now
from chassis.identity.issuer import AUDIENCE, DEVELOPMENT_ISSUER, DevelopmentIssuer
from deploy.local.broker import Broker, Kind
from deploy.local.databases import dsn_of
from deploy.local.layout import CHECKOUT, Layout, write_private
from deploy.local.ports import HOST, Ports
from deploy.local.postgres import Postgres
from deploy.local.programs import EVENTS, GATEWAY, SERVICES, WITH_DATABASE, Program

SHARED_CODE = ("contracts", "chassis")


@dataclass(frozen=True, slots=True)
class Way:
    """How a program reaches the stores when it does not go straight there: through somebody in between."""

    kafka_bootstrap: str
    postgres_port: int


@dataclass(frozen=True)
class Site:
    """Everything chosen: ports, PostgreSQL, and the Kafka of this run.

    ``launcher`` names a module that starts the programs' modules (none: they start themselves); ``ways`` are
    detours by program, ``told`` settings beside the usual ones.
    """

    layout: Layout
    ports: Ports
    postgres: Postgres
    kind: Kind
    broker: Broker
    launcher: tuple[str, ...] = ()
    ways: Mapping[str, Way] = field(default_factory=dict)
    told: Mapping[str, dict[str, str]] = field(default_factory=dict)

    def url(self, program: Program) -> str:
        return f"http://{HOST}:{self.ports[program.name]}"

    def command(self, program: Program) -> list[str]:
        return [sys.executable, "-m", *self.launcher, program.module, *program.arguments]

    def environment(self, program: Program) -> dict[str, str]:
        """The settings of one process: the ``KERVAN_`` variables, beside what the shell has."""
        return os.environ | self._settings(program)

    def recipe(self, program: Program) -> str:
        """Changes when the process must be started anew: its command, its settings or its code."""
        parts = [self.command(program), self._settings(program), _newest_change(program)]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:16]

    def _settings(self, program: Program) -> dict[str, str]:
        way = self.ways.get(program.name) or Way(self.broker.bootstrap, self.postgres.port)
        settings = {
            "KERVAN_KAFKA_BOOTSTRAP": way.kafka_bootstrap,
            "KERVAN_JWKS": str(self.layout.issuer / "jwks.json"),
            "KERVAN_ISSUER": DEVELOPMENT_ISSUER,
            "KERVAN_AUDIENCE": AUDIENCE,
            "KERVAN_TRACES_DIR": str(self.layout.traces),
            "PYTHONUNBUFFERED": "1",
            "MALLOC_ARENA_MAX": "2",  # glibc's arenas would cost each process some 30 MB
        }
        if program.usual_port:
            settings |= {"KERVAN_HTTP_HOST": HOST, "KERVAN_HTTP_PORT": str(self.ports[program.name])}
        if self.kind is Kind.EXISTING:  # it may hold what another run's databases said
            settings["KERVAN_TOPICS_AHEAD_ALLOWED"] = "true"
        if program.owns_database:
            reached = replace(self.postgres, port=way.postgres_port)
            settings["KERVAN_DATABASE_URL"] = dsn_of(program, reached, self.layout)
            settings["KERVAN_SEALING_KEYS_FILE"] = str(self.layout.sealing_keys(program.name))
        if program == EVENTS:
            settings["KERVAN_PAGES_URL"] = self.url(program)
        if program == GATEWAY:
            settings |= {f"KERVAN_{service.name.upper()}_URL": self.url(service) for service in SERVICES}
        return settings | self.told.get(program.name, {})

    @property
    def journal(self) -> Path:
        """How far the journey was walked."""
        return self.layout.home / "journey.json"

    def hints(self) -> list[tuple[str, str]]:
        return [
            ("for other tools", ".run/endpoints.json"),
            ("a token", "make token ROLE=office"),
            ("what runs", "make status · make down"),
        ]

    def issuer(self, clock: Clock = utc_now) -> DevelopmentIssuer:
        return DevelopmentIssuer.at(self.layout.issuer, clock)

    def endpoints(self) -> dict[str, Any]:
        """What other tools need to reach this run; with the databases' passwords."""
        return {
            "gateway": {"url": self.url(GATEWAY), "graphql": f"{self.url(GATEWAY)}/graphql"},
            "services": {service.name: self.url(service) for service in SERVICES},
            "kafka": {"bootstrap_servers": self.broker.bootstrap, "kind": self.kind.value},
            "databases": {
                program.name: dsn_of(program, self.postgres, self.layout) for program in WITH_DATABASE
            },
            "identity": {
                "issuer": DEVELOPMENT_ISSUER,
                "audience": AUDIENCE,
                "jwks": str(self.layout.issuer / "jwks.json"),
            },
            "traces": str(self.layout.traces),
            "logs": str(self.layout.logs),
        }

    def write_endpoints(self) -> None:
        write_private(self.layout.endpoints, json.dumps(self.endpoints(), indent=1) + "\n")


def _newest_change(program: Program) -> float:
    """When the code of a process was last changed: an edit is served after the next `make demo`."""
    own = Path(*program.module.split("."))
    files = [
        file
        for folder in (*SHARED_CODE, str(own))
        for file in (CHECKOUT / folder).rglob("*.py")
        if "tests" not in file.parts
    ]
    single = CHECKOUT / own.with_suffix(".py")
    return max((file.stat().st_mtime for file in [*files, *([single] if single.exists() else [])]), default=0)
