"""What a process of the matrix does: arm a failpoint in itself, then be ``python -m MODULE ARGUMENTS``.

This is the only place that arms anything, and it is no part of what is deployed.
"""

from __future__ import annotations

import importlib
import os
import runpy
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from chassis.failpoints import Failpoint, armed

DIED = 77
"""How a process ends that was ended by a failpoint; nothing else ends so."""


@dataclass(frozen=True)
class Death:
    """Ends the process as a power cut would, at the n-th time that it gets to a point."""

    at: Failpoint
    time: int = 1

    def arm(self) -> None:
        times = count(1)

        def end_at_its_time() -> None:
            if next(times) == self.time:
                os._exit(DIED)

        armed[self.at] = end_at_its_time


@dataclass(frozen=True)
class Program:
    """``python -m module``, with what it is told by its environment. ``run`` sets its groups apart."""

    module: str
    environment: Mapping[str, str]
    run: str
    log: Path


def live(program: Program, arguments: Sequence[str], death: Death | None) -> None:
    """The whole life of a process, from its launch on."""
    _write_to(program.log)
    os.environ.update(program.environment)
    _rename_groups(program)
    if death is not None:
        death.arm()
    sys.argv = [program.module, *arguments]
    runpy.run_module(program.module, run_name="__main__")


def _write_to(log: Path) -> None:
    with log.open("ab") as file:
        for stream in (sys.stdout, sys.stderr):
            os.dup2(file.fileno(), stream.fileno())


def _rename_groups(program: Program) -> None:
    """Each run's groups read the topics for themselves, whatever else runs on this Kafka."""
    for handler in importlib.import_module(f"{program.module}.app").SERVICE.handlers:
        object.__setattr__(handler, "group", f"{handler.group}.{program.run}")
