"""``python -m tests.chaos --seconds 120 --seed 7``: the whole system harmed by schedule, then checked.

Exits 0 when nothing acknowledged was lost, nothing done twice and nothing diverged; else 1, and says where
the run's files are kept.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import traceback
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import orjson
import typer
import uvloop

from tests.chaos.running import Plan, run_chaos

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.command()
def chaos(
    seconds: Annotated[int, typer.Option(min=5, max=3600, help="How long things go wrong")] = 120,
    seed: Annotated[int, typer.Option(help="Same seed, same schedule")] = 7,
    *,
    clients: Annotated[int, typer.Option(min=1, max=40, help="How many work at once")] = 6,
    dry: Annotated[bool, typer.Option("--dry", help="Print the schedule and do nothing")] = False,
    mutant: Annotated[str | None, typer.Option(help="A planted defect that the checker must find")] = None,
    folder: Annotated[Path | None, typer.Option(help="Where the run's files go, and stay")] = None,
) -> None:
    """Harm the whole system by schedule while clients work, heal it, and check that nothing was lost."""
    plan = Plan(seconds, seed, clients, mutant)
    if dry:
        for fault in plan.faults:
            sys.stdout.write(orjson.dumps(asdict(fault)).decode() + "\n")
        return
    home = folder or Path(tempfile.mkdtemp(prefix=f"kervan-chaos-{seed}-"))
    home.mkdir(parents=True, exist_ok=True)
    if not _passes(home, plan):
        sys.stdout.write(f"files of this run: {home}\n")
        raise typer.Exit(1)
    if folder is None:
        shutil.rmtree(home)


def _passes(home: Path, plan: Plan) -> bool:
    """A run that came to no end has not passed: it says why."""
    try:
        return uvloop.run(run_chaos(home, plan))
    except Exception:  # noqa: BLE001  told in full, and the run's files stay
        sys.stdout.write(traceback.format_exc())
        return False


if __name__ == "__main__":
    app()
