"""How long a piece of the office's work takes, what it needs of memory, and how both grow."""

from __future__ import annotations

import multiprocessing
import resource
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from multiprocessing.connection import Connection

from chassis.process import settle_memory

KIB_OF_MIB = 1024
TENTH = 10


@dataclass(frozen=True)
class Duty:
    """``prepare`` has what ``size`` pieces of work need; only what it yields, run once, is measured."""

    name: str
    size: int
    prepare: Callable[[int], AbstractContextManager[Callable[[], str]]]


@dataclass(frozen=True)
class Took:
    """``elapsed`` counts what PostgreSQL does too, ``seconds`` of processor this process alone.

    ``mib``: this process at its peak.
    """

    elapsed: float
    seconds: float
    mib: float
    said: str


def report(duty: Duty) -> list[str]:
    """A line for a tenth, a line for the whole, and how much more the whole took: 10 is linear."""
    tenth, whole = (measure(duty, size) for size in (duty.size // TENTH, duty.size))
    return [
        _line(duty, duty.size // TENTH, tenth),
        _line(duty, duty.size, whole),
        f"office {duty.name} growth {whole.elapsed / tenth.elapsed:.1f} for ten times the work",
    ]


def measure(duty: Duty, size: int) -> Took:
    """In a process of its own, so that nobody else's memory counts."""
    near, far = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_run, args=(duty, size, far))
    process.start()
    far.close()  # so that a process that failed ends the wait
    took: Took = near.recv()
    process.join()
    return took


def _run(duty: Duty, size: int, answer: Connection) -> None:
    with duty.prepare(size) as work:
        settle_memory()  # as every process of Kervan does
        clock, processor = time.perf_counter(), time.process_time()
        said = work()
        elapsed, seconds = time.perf_counter() - clock, time.process_time() - processor
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KIB_OF_MIB
    answer.send(Took(elapsed, seconds, peak, said))


def _line(duty: Duty, size: int, took: Took) -> str:
    return (
        f"office {duty.name} {size:,} in {took.elapsed:.2f} s ({took.seconds:.2f} s of processor), "
        f"{took.mib:.0f} MiB; {took.said}"
    )
