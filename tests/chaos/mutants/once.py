"""``python -m tests.chaos.mutants.once MUTANT SEED SECONDS FOLDER``: one run with one bug, its own faults only."""

from __future__ import annotations

import sys
from pathlib import Path

import uvloop

from tests.chaos.mutants import MUTANTS
from tests.chaos.running import run_chaos
from tests.chaos.schedule import schedule

CLIENTS = 10


def main(name: str, seed: int, seconds: int, folder: Path) -> int:
    """1 when the checker found something."""
    faults = schedule(seed, seconds, MUTANTS[name].faults)
    run = run_chaos(folder, faults, seconds=seconds, seed=seed, clients=CLIENTS, mutant=name)
    return 0 if uvloop.run(run) else 1


if __name__ == "__main__":
    mutant, seed, seconds, folder = sys.argv[1:]
    sys.exit(main(mutant, int(seed), int(seconds), Path(folder)))
