"""Whether a row says what a state says: a column and a key of one name, each in its own way of writing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from tests.chaos.checker.history import Row, State

SECRETS = frozenset({"iban", "national_id"})
"""Sealed or masked in some places and plain in others: whether there is one is compared, no text."""
SEALS = "sealed"
"""Where the gateway keeps them beside their masks."""


def differing(row: Row, state: State) -> list[str]:
    """Columns that say something else than the state's key of the same name."""
    stored, told = without_secrets(row), without_secrets(state)
    return sorted(name for name in stored.keys() & told.keys() if not same(stored[name], told[name]))


def same(stored: Any, told: Any) -> bool:
    """A stored value (PostgreSQL's types) against a told one (JSON's).

    An amount is a number beside its currency in a row, and both together in an event. What hangs on an
    aggregate as a list is kept in its owner's own words: it is compared in the mirrors.
    """
    if stored is None or told is None:
        return stored is told
    if isinstance(stored, list | dict):
        return True
    return bool(stored == _as_stored(told, type(stored)))


def _as_stored(told: Any, kind: type) -> Any:
    """JSON's word as a value of PostgreSQL's type."""
    if kind is Decimal:
        return Decimal(str(told["amount"] if isinstance(told, Mapping) else told))
    if kind is datetime or kind is date:
        return kind.fromisoformat(told)
    return UUID(told) if issubclass(kind, UUID) else told


def what_it_says(state: State) -> State:
    """Without what it leaves open: a field of a later release is null to who knows it, and absent before."""
    return {name: value for name, value in without_secrets(state).items() if value is not None}


def without_secrets(state: State) -> State:
    """In their place, whether there is one."""
    return {
        name: value is not None if name in SECRETS else value
        for name, value in state.items()
        if name != SEALS
    }
