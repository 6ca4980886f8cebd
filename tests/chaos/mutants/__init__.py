"""Planted bugs that prove the checker: each must be found, and names the promise whose check has to find it.

``plant`` is called in each process of a run before any of Kervan's code works (``tests/chaos/launch.py``).
Nothing of this stands in production code: functions are written anew, in the running process alone.
"""

from __future__ import annotations

from collections.abc import Mapping

from tests.chaos.mutants.consuming import CONSUMING
from tests.chaos.mutants.deciding import DECIDING
from tests.chaos.mutants.planting import Mutant
from tests.chaos.mutants.relaying import RELAYING
from tests.chaos.mutants.viewing import VIEWING
from tests.chaos.mutants.writing import WRITING

MUTANTS: Mapping[str, Mutant] = WRITING | RELAYING | CONSUMING | DECIDING | VIEWING


def plant(name: str) -> None:
    """Put the bug into this process. Raises: KeyError, NothingToChange."""
    MUTANTS[name].plant(setattr)
