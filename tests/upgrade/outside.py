"""The containers, seen from the host: where the drill's clients and its checker stand."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from chassis.clock import Clock, utc_now
from chassis.identity.issuer import AUDIENCE, DEVELOPMENT_ISSUER, DevelopmentIssuer
from deploy.compose.tests.project import Project
from deploy.local.ports import HOST
from deploy.local.programs import SERVICES, WITH_DATABASE, Program
from deploy.local.tend import settings_of


@dataclass(frozen=True)
class Outside:
    """Services by name alone: ``doors.Doors`` knows where one leads. ``folder`` takes what clients keep."""

    project: Project
    kafka_port: int
    folder: Path

    @property
    def journal(self) -> Path:
        return self.folder / "journey.json"

    def endpoints(self) -> dict[str, Any]:
        return {
            "gateway": {"url": "http://gateway", "graphql": "http://gateway/graphql"},
            "services": {service.name: f"http://{service.name}" for service in SERVICES},
            "kafka": {"bootstrap_servers": f"{HOST}:{self.kafka_port}", "kind": "apache"},
            "databases": self.databases,
            "identity": {
                "issuer": DEVELOPMENT_ISSUER,
                "audience": AUDIENCE,
                "jwks": str(self.project.secrets / "jwks.json"),
            },
        }

    @cached_property
    def databases(self) -> dict[str, str]:
        """Addresses that lead to PostgreSQL's container."""
        server = self.project.address("postgres")
        return {program.name: self._database(program, server) for program in WITH_DATABASE}

    def hints(self) -> list[tuple[str, str]]:
        return []

    def issuer(self, clock: Clock = utc_now) -> DevelopmentIssuer:
        return DevelopmentIssuer.at(self.project.secrets, clock)

    def environment(self, program: Program) -> dict[str, str]:
        keys = {"KERVAN_SEALING_KEYS_FILE": str(self.project.secrets / f"{program.name}.sealing-keys")}
        return dict(os.environ) | settings_of(program, self.endpoints()) | keys

    def _database(self, program: Program, server: str) -> str:
        address = urlsplit((self.project.secrets / f"{program.name}.database-url").read_text().strip())
        return urlunsplit(address._replace(netloc=address.netloc.replace("@postgres:", f"@{server}:")))
