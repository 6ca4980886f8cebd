"""The last guard against a lost update: a save that finds another version than it was decided on is a bug."""

from __future__ import annotations

from typing import Any

from sqlalchemy import CursorResult


class LostUpdate(Exception):
    """Somebody changed the row without its budget's lock; the transaction is rolled back."""


def require_one(result: CursorResult[Any]) -> None:
    if result.rowcount != 1:
        raise LostUpdate
