"""``python -m tests.chaos.mutants.once MUTANT SEED SECONDS FOLDER``: a run with a bug and its own faults."""

from __future__ import annotations

import sys
from pathlib import Path

import uvloop

from tests.chaos.mutants import MUTANTS
from tests.chaos.running import Plan, run_chaos

CLIENTS = 10
CONTROL = "nothing"


def main(name: str, seed: int, seconds: int, folder: Path) -> int:
    """1 when the checker found something. ``CONTROL`` plants nothing and has every mutant's faults."""
    if name == CONTROL:
        every = {rule: None for mutant in MUTANTS.values() for rule in mutant.faults}
        plan = Plan(seconds, seed, CLIENTS, rules=tuple(every))
    else:
        plan = Plan(seconds, seed, CLIENTS, name, MUTANTS[name].faults)
    return 0 if uvloop.run(run_chaos(folder, plan)) else 1


if __name__ == "__main__":
    mutant, seed, seconds, folder = sys.argv[1:]
    sys.exit(main(mutant, int(seed), int(seconds), Path(folder)))
