"""How a bug is put into running code: a function of Kervan is written anew with one line changed."""

from __future__ import annotations

import inspect
import textwrap
from collections.abc import Callable
from functools import cached_property
from typing import Any

from tests.chaos.schedule import Rule

Patch = Callable[[Any, str, Any], None]
"""``setattr``; a test takes one that it can undo."""


class Mutant:
    """A planted bug: what it does wrong, the promise whose check must find it, and what brings it out.

    ``faults`` are the only ones of its run; without any, the clients alone bring it out.
    """

    def __init__(
        self, promise: int, does: str, faults: tuple[Rule, ...], plant: Callable[[Patch], None]
    ) -> None:
        self.promise, self.does, self.faults, self.plant = promise, does, faults, plant


class NothingToChange(Exception):
    """The code that the mutant knows is not there any more: it must be written anew."""


def rewrite(patch: Patch, owner: Any, name: str, old: str, new: str) -> None:
    """Run ``owner.name`` with ``old`` replaced by ``new`` in its source. Raises: NothingToChange."""
    present = inspect.getattr_static(owner, name)
    function = present.func if isinstance(present, cached_property) else inspect.unwrap(present)
    source = textwrap.dedent(inspect.getsource(function))
    if source.count(old) != 1:
        raise NothingToChange(f"{owner.__name__}.{name} has {source.count(old)} times {old!r}")
    made: dict[str, Any] = {}
    exec(compile(source.replace(old, new), f"mutant of {name}", "exec"), function.__globals__, made)
    changed = made[name]
    if isinstance(changed, cached_property):
        changed.__set_name__(owner, name)
    patch(owner, name, changed)


def replace_text(patch: Patch, owner: Any, name: str, old: str, new: str) -> None:
    """Change a statement that stands in a module. Raises: NothingToChange."""
    present = getattr(owner, name)
    if present.count(old) != 1:
        raise NothingToChange(f"{owner.__name__}.{name} has {present.count(old)} times {old!r}")
    patch(owner, name, present.replace(old, new))
