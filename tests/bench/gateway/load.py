"""Load by wrk: one thread, kept-alive connections, bodies from a file in turn."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

SCRIPT = Path(__file__).with_name("request.lua")
MISSING = "wrk is not installed. Debian: apt-get install wrk"


class LoadFailed(Exception):
    """wrk stopped, or answers were errors; says which."""


@dataclass(frozen=True)
class Load:
    """What a side did under load: requests a second, latency in milliseconds, an answer's mean size."""

    rate: float
    p50: float
    p99: float
    bytes: float


def wrk_is_installed() -> bool:
    return shutil.which("wrk") is not None


def press(
    url: str, bodies: Sequence[bytes], headers: Mapping[str, str], *, connections: int, seconds: int
) -> Load:
    """Post ``bodies`` for so long. Raises: LoadFailed, also when a single answer was an error."""
    with tempfile.NamedTemporaryFile(suffix=".bodies") as file:
        file.write(b"\n".join(bodies))
        file.flush()
        told = {
            "BODIES": file.name,
            "HEADERS": "\n".join(f"{name}: {each}" for name, each in headers.items()),
        }
        command = [
            "wrk",
            "-t1",
            f"-c{connections}",
            f"-d{seconds}s",
            "--timeout",
            "20s",
            "-s",
            str(SCRIPT),
            url,
        ]
        done = subprocess.run(command, env=os.environ | told, capture_output=True, text=True, check=False)
    return read_result(done.stdout, done.stderr)


def read_result(printed: str, complaints: str) -> Load:
    lines = [line.split()[1:] for line in printed.splitlines() if line.startswith("RESULT ")]
    if not lines:
        raise LoadFailed(complaints or printed)
    requests, microseconds, received, p50, p99, errors = (float(each) for each in lines[0])
    if errors or not requests:
        raise LoadFailed(f"{errors:.0f} errors in {requests:.0f} answers")
    return Load(requests / microseconds * 1e6, p50 / 1000, p99 / 1000, received / requests)
