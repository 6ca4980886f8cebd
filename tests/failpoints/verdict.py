"""How a broken promise ends a walk."""

from __future__ import annotations

from collections.abc import Sequence

SHOWN = 10


class PromiseBroken(AssertionError):
    """With what was found, in words."""


def none_broken(complaints: Sequence[object]) -> None:
    """Raises PromiseBroken with the first complaints and how many there are."""
    if complaints:
        shown = "\n".join(str(complaint) for complaint in complaints[:SHOWN])
        raise PromiseBroken(f"{len(complaints)} broken:\n{shown}")
