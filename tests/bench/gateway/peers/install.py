"""Installs the peers from their pinned packages: ``python -m tests.bench.gateway.peers.install``.

They go into ``.run/peers``, once for each lock file; Node itself is one of the packages. Hive Router is no
package: where ``cargo install`` has put it under ``.run/peers/hive-router`` it takes part.
"""

from __future__ import annotations

import hashlib
import platform
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from deploy.local.layout import CHECKOUT
from tests.bench.gateway.sides import SideFailed

SOURCES = Path(__file__).with_name("node")
TARGET = CHECKOUT / ".run" / "peers"
PROCESSOR = {"x86_64": "x64", "aarch64": "arm64"}
# Grafbase says that it needs musl, but it is one static binary. No peer needs its packages' scripts.
INSTALL = ("npm", "ci", "--force", "--ignore-scripts", "--no-progress")
HIVE_ROUTER = (
    "cargo install hive-router --version 0.3.10 --locked --ignore-rust-version --features graphiql "
    "--bin hive_router --root .run/peers/hive-router"
)


@dataclass(frozen=True)
class Peers:
    """Where the installed things are."""

    folder: Path

    @property
    def node(self) -> Path:
        return self.package(f"node-linux-{PROCESSOR.get(platform.machine(), '?')}/bin/node", "Node 24")

    @property
    def grafbase(self) -> Path:
        return self.package("@grafbase/cli-x86_64-unknown-linux-musl/grafbase", "Grafbase")

    @property
    def hive_router(self) -> Path:
        """Raises: SideFailed, with how to build it."""
        built = self.folder / "hive-router" / "bin" / "hive_router"
        if not built.exists():
            raise SideFailed(f"Hive Router was not built here (20 minutes): {HIVE_ROUTER}")
        return built

    def package(self, path: str, name: str) -> Path:
        """A file of an installed package. Raises: SideFailed."""
        found = self.folder / "node_modules" / path
        if not found.exists():
            raise SideFailed(f"{name} has no package for this machine")
        return found


def installed() -> Peers:
    """The peers, installed if they are not yet. Raises: SideFailed, with npm's last words."""
    TARGET.mkdir(parents=True, exist_ok=True)
    for source in SOURCES.iterdir():
        shutil.copy(source, TARGET)
    lock = hashlib.sha256((SOURCES / "package-lock.json").read_bytes()).hexdigest()
    stamp = TARGET / "installed"
    if not stamp.exists() or stamp.read_text() != lock:
        _install()
        stamp.write_text(lock)
    return Peers(TARGET)


def _install() -> None:
    if shutil.which(INSTALL[0]) is None:
        raise SideFailed("npm is not installed. Debian: apt-get install npm")
    done = subprocess.run(INSTALL, cwd=TARGET, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SideFailed(f"npm could not install it: {done.stderr[-500:]}")


if __name__ == "__main__":
    print(installed().folder)
