"""The five promises, a file each. A check takes a history and yields breaches; it asks nobody else."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tests.chaos.checker.history import History
from tests.chaos.checker.promises import (
    nothing_lost,
    one_effect,
    parked_alone,
    views_equal,
    whole_or_nothing,
)
from tests.chaos.checker.report import Breach

CHECKS: tuple[Callable[[History], Iterator[Breach]], ...] = (
    *nothing_lost.CHECKS,
    *one_effect.CHECKS,
    *views_equal.CHECKS,
    *parked_alone.CHECKS,
    *whole_or_nothing.CHECKS,
)


def broken(history: History) -> list[Breach]:
    return [breach for check in CHECKS for breach in check(history)]
