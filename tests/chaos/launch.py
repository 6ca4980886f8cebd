"""Starts a program's module as a chaos run needs it: ``python -m tests.chaos.launch services.finance all``.

Its clock may be set forward or back by the seconds that stand in a file, and a mutant may be planted. Both
happen before anything of Kervan is imported, so that every module sees only the changed one.
"""

from __future__ import annotations

import importlib
import os
import runpy
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from chassis import clock

CLOCK_FILE = "KERVAN_CHAOS_CLOCK"
MUTANT = "KERVAN_CHAOS_MUTANT"
LOOKS_EVERY_SECONDS = 0.2


def stepped_clock(file: Path) -> Callable[[], datetime]:
    """A clock beside the true one by what ``file`` says; the file may change, or not be there."""
    offset, looked_at = timedelta(0), float("-inf")

    def now() -> datetime:
        nonlocal offset, looked_at
        if time.monotonic() - looked_at > LOOKS_EVERY_SECONDS:
            offset, looked_at = _offset(file), time.monotonic()
        return datetime.now(UTC) + offset

    return now


def _offset(file: Path) -> timedelta:
    try:
        return timedelta(seconds=float(file.read_text()))
    except FileNotFoundError:
        return timedelta(0)


def main() -> None:
    if file := os.environ.get(CLOCK_FILE):
        clock.utc_now = stepped_clock(Path(file))
    if name := os.environ.get(MUTANT):
        importlib.import_module("tests.chaos.mutants").plant(name)
    sys.argv = sys.argv[1:]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
