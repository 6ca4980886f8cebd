"""A service's own command with this run's addresses: ``python -m deploy.local tend finance parked list``."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from deploy.local.failure import LocalFailure
from deploy.local.layout import CHECKOUT, Layout
from deploy.local.programs import WITH_DATABASE, Program


def tend(layout: Layout, name: str, arguments: Sequence[str]) -> int:
    """Run it and return its exit code. Raises: LocalFailure.

    Addresses come from ``endpoints.json``, not from the shell: another Kafka named there must not be
    taken for this run's.
    """
    program = service_named(name)
    return run_command(program, endpoints_of(layout), str(layout.sealing_keys(program.name)), arguments)


def run_command(
    program: Program, endpoints: Mapping[str, Any], keys_file: str | None, arguments: Sequence[str]
) -> int:
    """The program's own command, told these addresses; its exit code. No ``keys_file``: the shell's."""
    command = [sys.executable, "-m", program.module, *arguments]
    keys = {"KERVAN_SEALING_KEYS_FILE": keys_file} if keys_file else {}
    environment = os.environ | settings_of(program, endpoints) | keys
    return subprocess.run(command, env=environment, cwd=CHECKOUT, check=False).returncode


def settings_of(program: Program, endpoints: Mapping[str, Any]) -> dict[str, str]:
    """What a command line of ``program`` must be told."""
    identity = endpoints["identity"]
    return {
        "KERVAN_DATABASE_URL": endpoints["databases"][program.name],
        "KERVAN_KAFKA_BOOTSTRAP": endpoints["kafka"]["bootstrap_servers"],
        "KERVAN_JWKS": identity["jwks"],
        "KERVAN_ISSUER": identity["issuer"],
        "KERVAN_AUDIENCE": identity["audience"],
    }


def service_named(name: str) -> Program:
    """Raises: LocalFailure for a name there is not."""
    for program in WITH_DATABASE:
        if program.name == name:
            return program
    there = ", ".join(program.name for program in WITH_DATABASE)
    raise LocalFailure(
        tr=f"“{name}” adlı bir servis yok.",
        en=f"There is no service “{name}”.",
        next_tr=f"Şunlardan biri: {there}.",
        next_en=f"One of: {there}.",
    )


def endpoints_of(layout: Layout) -> dict[str, Any]:
    """Every address of the run. Raises: LocalFailure before the first start."""
    if not layout.endpoints.exists():
        raise LocalFailure(
            tr="Burada henüz bir şey başlatılmadı.",
            en="Nothing was started here yet.",
            next_tr="Önce `make up`.",
            next_en="Run `make up` first.",
        )
    found: dict[str, Any] = json.loads(layout.endpoints.read_text())
    return found
