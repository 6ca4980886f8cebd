"""An overlay as Kustomize renders it, by the kubectl that the project pins."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
OVERLAYS = HERE / "overlays"
RENDER_SECONDS_MAX = 60

Manifest = dict[str, Any]


class RenderingFailed(Exception):
    """What Kustomize says against an overlay, or that there is no kubectl."""


def render(overlay: Path) -> tuple[Manifest, ...]:
    """Every object of ``overlay``, as a cluster would get it. Raises: RenderingFailed."""
    done = subprocess.run(
        [_kubectl(), "kustomize", str(overlay)],
        capture_output=True,
        text=True,
        timeout=RENDER_SECONDS_MAX,
        check=False,
    )
    if done.returncode:
        raise RenderingFailed(done.stderr.strip())
    return tuple(yaml.safe_load_all(done.stdout))


def _kubectl() -> str:
    """The virtual environment's own, whatever else a machine has."""
    found = shutil.which("kubectl", path=str(Path(sys.executable).parent)) or shutil.which("kubectl")
    if found is None:
        raise RenderingFailed("kubectl is not here: `make test` installs it with the lock")
    return found
