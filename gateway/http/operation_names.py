"""Names of operations as labels of metrics: a bounded set, whatever clients write."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from gateway.documents.document import Document

OTHERS_MAX: Final = 100
CHARACTERS_MAX: Final = 64
ANONYMOUS, OTHER = "(anonymous)", "(other)"  # GraphQL allows no parentheses in a name


class OperationNames:
    """Of trusted documents all; of others the first ``OTHERS_MAX`` that are told."""

    def __init__(self, trusted: Iterable[Document]) -> None:
        self._known = {name for document in trusted for name in document.operations if name}
        self._room = OTHERS_MAX

    def label(self, name: str | None) -> str:
        if name is None:
            return ANONYMOUS
        if name in self._known:
            return name
        if self._room == 0 or len(name) > CHARACTERS_MAX:
            return OTHER
        self._room -= 1
        self._known.add(name)
        return name
