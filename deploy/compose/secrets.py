"""What the containers are told as files: passwords, addresses of databases, keys. Drawn once, then kept."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from functools import partial
from pathlib import Path

from chassis.identity.issuer import DevelopmentIssuer
from chassis.sealed import new_key_line
from deploy.local.databases import database_of
from deploy.local.layout import write_private
from deploy.local.programs import WITH_DATABASE

POSTGRES = "postgres:5432"
IDENTITY = "kervan_identity"
"""The identity provider's database, and its user."""


def draw(folder: Path) -> list[str]:
    """Write what is missing; the names of what was.

    The folder is its owner's alone. The files are for everybody who gets there: a container sees just those
    that it is given, and is another user than the one who wrote them.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    before = {file.name for file in folder.iterdir()}
    for name in ("postgres-password", "grafana-password", "identity-admin-password"):
        _keep(folder / name, _password)
    _keep(folder / "identity.database-url", partial(_address, IDENTITY))
    for program in WITH_DATABASE:
        _keep(folder / f"{program.name}.database-url", partial(_address, database_of(program)))
        _keep(folder / f"{program.name}.sealing-keys", new_key_line)
    DevelopmentIssuer.at(folder)
    for file in folder.iterdir():
        file.chmod(0o644)
    return sorted({file.name for file in folder.iterdir()} - before)


def _keep(file: Path, make: Callable[[], str]) -> None:
    if not file.exists():
        write_private(file, make() + "\n")


def _password() -> str:
    return secrets.token_urlsafe(18)


def _address(name: str) -> str:
    return f"postgresql://{name}:{_password()}@{POSTGRES}/{name}"
