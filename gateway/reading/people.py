"""Rows of people on the resolvers' way: whose fields are read is noted as they are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

TELLS_NOTHING: Final = frozenset({"id", "version", "__typename"})
"""What of a person may be read without learning anything about them."""


class PersonRow(dict[str, Any]):
    """A row of people. ``read`` takes in its id when a field of it is resolved."""

    def __init__(self, row: Mapping[str, Any], read: set[UUID]) -> None:
        super().__init__(row)
        self._read = read

    def get(self, name: str, default: Any = None) -> Any:
        """What resolvers call for a field."""
        if name not in TELLS_NOTHING:
            self._read.add(self["id"])
        return super().get(name, default)

    def __or__(self, more: Any) -> PersonRow:  # type: ignore[override]
        return PersonRow(super().__or__(more), self._read)
