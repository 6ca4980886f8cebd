"""How long a piece of the office's work takes, what it needs of memory, and how both grow."""

from __future__ import annotations

import gc
import multiprocessing
import resource
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection

KIB_OF_MIB = 1024
TENTH = 10


@dataclass(frozen=True)
class Duty:
    """``prepare`` makes what ``size`` pieces of work need; only what it returns, run once, is measured."""

    name: str
    size: int
    prepare: Callable[[int], Callable[[], str]]


@dataclass(frozen=True)
class Took:
    """``seconds`` of processor time, so a busy machine does not count; ``mib``: the process at its peak."""

    seconds: float
    mib: float
    said: str


def report(duty: Duty) -> list[str]:
    """A line for a tenth, a line for the whole, and how much more the whole took: 10 is linear."""
    tenth, whole = (measure(duty, size) for size in (duty.size // TENTH, duty.size))
    return [
        _line(duty, duty.size // TENTH, tenth),
        _line(duty, duty.size, whole),
        f"office {duty.name} growth {whole.seconds / tenth.seconds:.1f} for ten times the work",
    ]


def measure(duty: Duty, size: int) -> Took:
    """In a process of its own, so that nobody else's memory counts."""
    near, far = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_run, args=(duty, size, far))
    process.start()
    took: Took = near.recv()
    process.join()
    return took


def _run(duty: Duty, size: int, answer: Connection) -> None:
    work = duty.prepare(size)
    gc.collect()
    began = time.process_time()
    said = work()
    seconds = time.process_time() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KIB_OF_MIB
    answer.send(Took(seconds, peak, said))


def _line(duty: Duty, size: int, took: Took) -> str:
    return (
        f"office {duty.name} {size:,} in {took.seconds:.2f} s of processor, {took.mib:.0f} MiB; {took.said}"
    )
