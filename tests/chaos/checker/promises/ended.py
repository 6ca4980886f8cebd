"""How a command ended, over all attempts at it."""

from __future__ import annotations

from collections.abc import Sequence

from tests.chaos.checker.history import History
from tests.chaos.said import Outcome, Said


def was_done(attempts: Sequence[Said]) -> bool:
    return any(one.outcome is Outcome.ACKNOWLEDGED for one in attempts)


def never_done(attempts: Sequence[Said]) -> bool:
    """Every attempt was refused. An attempt of unknown end may have been the one that was done."""
    return all(one.outcome is Outcome.REFUSED for one in attempts)


def mentions_the_erased(attempts: Sequence[Said], history: History) -> bool:
    """Answers that name an erased person are forgotten with them, and their keys too."""
    aggregates = {one.aggregate for one in attempts}
    told = (record.value or b"" for record in history.told if record.key in aggregates)
    said = (str((one.aggregate, one.answer)).encode() for one in attempts)
    return history.mentions_the_erased(b" ".join((*told, *said)))
