"""What rows were written as, remembered by their names: bounded in bytes, and gone soon after the last use.

Two generations: what is used moves into the younger one, and the older one goes as a whole. So nothing is
sorted by use, and what nobody asks for (a row that was changed, a person who was erased) is gone after
two turns.
"""

from __future__ import annotations

import asyncio
from collections.abc import Hashable, Sequence
from typing import Any
from uuid import UUID

from gateway.reading.marks import Marked

OVERHEAD_BYTES = 250
"""What a text takes besides itself: its name and its place."""
TURN_SECONDS = 60.0


class RowTexts:
    """At most ``bytes_max`` of them. A name is a plan, a row's id and the transaction that wrote the row."""

    def __init__(self, bytes_max: int, turn_seconds: float = TURN_SECONDS) -> None:
        self._young: dict[Hashable, Marked] = {}
        self._old: dict[Hashable, Marked] = {}
        self._half, self._young_bytes = bytes_max // 2, 0
        self._turn_seconds = turn_seconds
        self._timer: asyncio.TimerHandle | None = None
        self._whole: set[Any] = set()

    @property
    def size(self) -> int:
        """How many texts."""
        return len(self._young) + len(self._old)

    def worth_naming(self, plan: Hashable) -> bool:
        """Whether all rows of the plan's last answer were remembered, so that they may be this time too."""
        return plan in self._whole

    def all_of(self, plan: Hashable, ids: Sequence[UUID], writers: Sequence[int]) -> list[Marked] | None:
        """The texts of all these rows; None where one is missing."""
        found = []
        for row, writer in zip(ids, writers, strict=True):
            name = (plan, row, writer)
            text = self._young.get(name)
            if text is None:
                text = self._old.get(name)
                if text is None:
                    self._whole.discard(plan)
                    return None
                self._put(name, text)
            found.append(text)
        return found

    def keep(
        self, plan: Hashable, ids: Sequence[UUID], writers: Sequence[int], texts: Sequence[Marked]
    ) -> None:
        if not self._half:
            return
        all_known = True
        for row, writer, text in zip(ids, writers, texts, strict=True):
            name = (plan, row, writer)
            if name not in self._young:
                all_known = all_known and name in self._old
                self._put(name, text)
        if all_known:
            self._whole.add(plan)

    def forget(self) -> None:
        """All of them."""
        self._young, self._old, self._young_bytes = {}, {}, 0
        self._whole.clear()

    def _put(self, name: Hashable, text: Marked) -> None:
        if self._young_bytes > self._half:
            self._turn()
        self._young[name] = text
        self._young_bytes += len(text.data) + OVERHEAD_BYTES
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(self._turn_seconds, self._turn_in_time)

    def _turn(self) -> None:
        self._old, self._young, self._young_bytes = self._young, {}, 0
        self._whole.clear()

    def _turn_in_time(self) -> None:
        self._timer = None
        self._turn()
        if self._old:
            self._timer = asyncio.get_running_loop().call_later(self._turn_seconds, self._turn_in_time)
