"""Many things, some at a time: what one transaction, one statement or one process's memory may hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

T = TypeVar("T")


def in_batches(items: Iterable[T], size: int) -> Iterator[Sequence[T]]:
    """At most ``size`` at a time, drawn from ``items`` only when they are asked for."""
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch
