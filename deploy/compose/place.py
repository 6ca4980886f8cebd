"""The containers, seen from one of them: where the demo's journey is walked and operators look."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from joserfc.jwk import ECKey

from chassis.clock import Clock, utc_now
from chassis.identity.issuer import DevelopmentIssuer
from deploy.local.programs import GATEWAY, SERVICES, WITH_DATABASE, Program

KEPT = Path("/var/lib/kervan")


@dataclass(frozen=True)
class Containers:
    """``secrets``: the folder in which a container finds what it was given."""

    secrets: Path

    @property
    def journal(self) -> Path:
        return KEPT / "journey.json"

    def endpoints(self) -> dict[str, Any]:
        """As the local run's ``endpoints.json``; of databases and keys, what this container was given."""
        return {
            "gateway": {"url": _url(GATEWAY), "graphql": f"{_url(GATEWAY)}/graphql"},
            "services": {service.name: _url(service) for service in SERVICES},
            "kafka": {"bootstrap_servers": os.environ["KERVAN_KAFKA_BOOTSTRAP"], "kind": "apache"},
            "databases": {name: file.read_text().strip() for name, file in self._given("database-url")},
            "sealing_keys": {name: str(file) for name, file in self._given("sealing-keys")},
            "identity": {
                "issuer": os.environ["KERVAN_ISSUER"],
                "audience": os.environ["KERVAN_AUDIENCE"],
                "jwks": os.environ["KERVAN_JWKS"],
            },
            "traces": os.environ.get("KERVAN_TRACES_DIR") or str(KEPT / "traces"),
        }

    def _given(self, what: str) -> list[tuple[str, Path]]:
        files = ((program.name, self.secrets / f"{program.name}.{what}") for program in WITH_DATABASE)
        return [(name, file) for name, file in files if file.exists()]

    def hints(self) -> list[tuple[str, str]]:
        return [
            ("from outside", "http://127.0.0.1:8400/graphql"),
            ("a token", "docker compose run --rm demo token office"),
            ("what runs", "docker compose ps · docker compose down"),
        ]

    def issuer(self, clock: Clock = utc_now) -> DevelopmentIssuer:
        key = ECKey.import_key(json.loads((self.secrets / "development-key").read_bytes()))
        return DevelopmentIssuer(key, self.secrets / "jwks", clock)

    def environment(self, program: Program) -> dict[str, str]:
        """The container's own: it was given the secrets of the one program whose command is run."""
        return dict(os.environ)


def _url(program: Program) -> str:
    return f"http://{program.name}:8000"
