"""Prometheus' own checker of rules: the one on the machine, else Debian's, unpacked under ``.run/tools``.

Debian's package is there in a second; building promtool from its source takes minutes. Nothing is installed:
the package is only unpacked.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Final

from deploy.local.layout import CHECKOUT

TOOLS: Final = CHECKOUT / ".run" / "tools"
FETCHED_SECONDS_MAX: Final = 120


class PromtoolMissing(Exception):
    """Neither found nor to be had here; says why."""


def promtool() -> Path:
    """``KERVAN_PROMTOOL`` names another. Raises: PromtoolMissing."""
    named = os.environ.get("KERVAN_PROMTOOL") or shutil.which("promtool")
    if named:
        return Path(named)
    fetched = TOOLS / "promtool"
    if not fetched.exists():
        _fetch(fetched)
    return fetched


def _fetch(into: Path) -> None:
    if not (shutil.which("apt-get") and shutil.which("dpkg-deb")):
        raise PromtoolMissing("no promtool on the path, and no apt-get to have Debian's; set KERVAN_PROMTOOL")
    into.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=into.parent) as folder:
        try:
            _run(["apt-get", "download", "prometheus"], folder)
            (package,) = Path(folder).glob("prometheus_*.deb")
            _run(["dpkg-deb", "--extract", str(package), "package"], folder)
        except (subprocess.SubprocessError, ValueError) as error:
            raise PromtoolMissing(f"Debian's package prometheus cannot be had here: {error}") from error
        (Path(folder) / "package/usr/bin/promtool").replace(into)


def _run(command: list[str], folder: str) -> None:
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=FETCHED_SECONDS_MAX)
