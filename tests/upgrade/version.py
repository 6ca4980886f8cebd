"""The version after this one: a copy of the tree with a migration and an event field more (``next/``)."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from deploy.local.layout import CHECKOUT

ADDITIONS = tuple(sorted(Path(__file__).with_name("next").glob("*.patch")))
BUILT_FROM = (
    "chassis", "contracts", "deploy", "gateway", "services",
    ".dockerignore", "Dockerfile", "docker-compose.yml", "requirements-run.lock",
)  # fmt: skip
LEFT_OUT = shutil.ignore_patterns("__pycache__", "tests", "secrets", "kubernetes")
NEWEST = 'down_revision = "the newest there is"'
REVISION = re.compile(r'^(down_)?revision = "(\w+)"', re.MULTILINE)


def next_version(folder: Path) -> Path:
    """``folder`` as a tree that images can be built from.

    Raises: CalledProcessError where an addition does not fit.
    """
    for name in BUILT_FROM:
        there = CHECKOUT / name
        if there.is_dir():
            shutil.copytree(there, folder / name, ignore=LEFT_OUT)
        else:
            shutil.copy(there, folder / name)
    for patch in ADDITIONS:
        _run(folder, "git", "apply", "-C1", str(patch))
    for added in folder.glob("services/*/migrations/versions/next_*.py"):
        added.write_text(added.read_text().replace(NEWEST, f'down_revision = "{_newest(added.parent)}"'))
    _run(folder, sys.executable, "-m", "contracts", "generate")
    return folder


def require_additions_only(folder: Path) -> None:
    """By the rules for everybody's changes. Raises: CalledProcessError for what breaks a reader."""
    _run(folder, sys.executable, "-m", "contracts", "check")


def _newest(versions: Path) -> str:
    """The version that no other one of the history stands on."""
    found = [hit for file in versions.glob("[0-9]*.py") for hit in REVISION.findall(file.read_text())]
    [newest] = {name for down, name in found if not down} - {name for down, name in found if down}
    return str(newest)


def _run(folder: Path, *command: str) -> None:
    """As if nothing stood around ``folder``: no repository, no other tree to import from."""
    alone = os.environ | {"GIT_CEILING_DIRECTORIES": str(folder.parent), "PYTHONPATH": ""}
    subprocess.run(command, cwd=folder, env=alone, check=True, capture_output=True, text=True)
