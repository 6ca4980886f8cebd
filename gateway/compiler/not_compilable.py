"""Why an operation is left to the resolvers."""

from __future__ import annotations


class NotCompilable(Exception):
    """``reason`` is one of a few words, for a metric; ``where`` names the field, for a developer."""

    def __init__(self, reason: str, where: str = "") -> None:
        super().__init__(f"{reason} ({where})" if where else reason)
        self.reason = reason
        self.where = where
