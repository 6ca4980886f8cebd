"""``python -m tests.chaos.mutants [MUTANT …]``: is every planted bug found, each within three runs?

Each run is a whole system of its own and ends with the checker. Found means: a breach of the promise that
the mutant names. Prints a line for each mutant and ``found N/N planted``; exits 1 when one was missed.
"""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from typing import Annotated

import typer
from rich.console import Console

from deploy.local import run
from deploy.local.layout import Layout
from deploy.local.throwaway import folder
from tests.chaos.mutants import MUTANTS
from tests.chaos.mutants.once import CONTROL

NOTHING_FOUND = "lost 0 duplicated 0 diverged 0"
RUNS_MAX = 3
RUN_SECONDS_MAX = 420
STOP_SECONDS_MAX = 60
QUIET = Console(quiet=True)

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.command()
def mutants(
    names: Annotated[list[str] | None, typer.Argument(help="Which; all without")] = None,
    seconds: Annotated[int, typer.Option(min=5, max=600, help="How long things go wrong in a run")] = 25,
    seed: Annotated[int, typer.Option(help="Of the first run; later runs count on")] = 1,
) -> None:
    """A run without a bug, in which nothing must be found; then each bug, until the checker finds it."""
    wanted = names or list(MUTANTS)
    clean = control(seconds, seed)
    found = [hunt(name, seconds, seed) for name in wanted]
    tell(f"found {sum(found)}/{len(wanted)} planted")
    if not (clean and all(found)):
        raise typer.Exit(1)


def control(seconds: int, seed: int) -> bool:
    """A checker that finds something everywhere has found nothing."""
    lines = run_once(CONTROL, seed, seconds)
    clean = NOTHING_FOUND in lines
    tell(f"nothing planted: {NOTHING_FOUND if clean else lines[-12:]}")
    return clean


def hunt(name: str, seconds: int, seed: int) -> bool:
    """Up to ``RUNS_MAX`` runs; True at the first that finds the mutant."""
    mutant, began = MUTANTS[name], time.monotonic()
    for number in range(1, RUNS_MAX + 1):
        lines = run_once(name, seed + number - 1, seconds)
        breaches = [line for line in lines if line.startswith("promise ")]
        if due := [line for line in breaches if line.startswith(f"promise {mutant.promise} ")]:
            took = time.monotonic() - began
            tell(f"{name} ({mutant.does}): found in run {number}, {took:.0f} s, {len(breaches)} breaches")
            tell(f"    {due[0]}")
            return True
        tell(f"    {name}: not in run {number}; it ended with: {(lines or ['nothing said'])[-1]}")
    tell(f"{name} ({mutant.does}): MISSED in {RUNS_MAX} runs")
    return False


def run_once(name: str, seed: int, seconds: int) -> list[str]:
    """What a run printed. The run is bounded, and whatever it leaves running is stopped."""
    with folder(name) as home:
        command = [sys.executable, "-m", "tests.chaos.mutants.once", name, str(seed), str(seconds), str(home)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        try:
            output, _ = process.communicate(timeout=RUN_SECONDS_MAX)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGINT)
            output, _ = process.communicate(timeout=STOP_SECONDS_MAX)
        finally:
            run.down(QUIET, Layout(home / ".run"))
        return output.splitlines()


def tell(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    app()
