"""How a command ended, over all attempts at it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tests.chaos.checker.history import History
from tests.chaos.said import Outcome, Said

ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def was_done(attempts: Sequence[Said]) -> bool:
    return any(one.outcome is Outcome.ACKNOWLEDGED for one in attempts)


def never_done(attempts: Sequence[Said]) -> bool:
    """Every attempt was refused. An attempt of unknown end may have been the one that was done."""
    return all(one.outcome is Outcome.REFUSED for one in attempts)


def mentions_the_erased(attempts: Sequence[Said], history: History) -> bool:
    """Answers that name an erased person are forgotten with them, and their keys too.

    A client that did not hear which aggregate it was may still have said in what it asked for.
    """
    said = [str(history.asked.get(attempts[0].key)), *(str((one.aggregate, one.answer)) for one in attempts)]
    named = set(ID.findall(" ".join(said)))
    told = (record.value or b"" for record in history.told if record.key in named)
    return history.mentions_the_erased(b" ".join((*told, *(text.encode() for text in said))))
