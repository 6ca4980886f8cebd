"""IBANs and national ids in the gateway: masks where everything is read, the numbers themselves sealed.

A mirror keeps a person's state as it came but for these: under their own names stand masks, which views show,
and under ``sealed`` what ``personalNumbers`` opens, one person at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final
from uuid import UUID

import orjson

from chassis.masks import masked_iban, masked_national_id
from chassis.sealed import keyring
from contracts.event import Event

SEALED: Final = "sealed"
MASKS: Final[Mapping[str, Callable[[str | None], str | None]]] = {
    "iban": masked_iban,
    "national_id": masked_national_id,
}


def numbers_sealed(event: Event) -> str:
    """A person's state as the mirror keeps it, as JSON."""
    state = event.state.model_dump(mode="json")
    return orjson.dumps(sealed_anew(state | {SEALED: {}}, event.key)).decode()


def sealed_anew(state: Mapping[str, Any], person: UUID) -> dict[str, Any]:
    """The state with its numbers under the newest key, whether they were sealed before or not."""
    numbers = {name: _number(state, name, person) for name in MASKS}
    masks = {name: mask(numbers[name]) for name, mask in MASKS.items()}
    seals = {name: seal(name, number, person) for name, number in numbers.items() if number is not None}
    return {**state, **masks, SEALED: seals}


def seal(name: str, number: str, person: UUID) -> str:
    return keyring().seal(number, _label(name), str(person))


def opened(name: str, sealed: str | None, person: UUID) -> str | None:
    """Raises: NotOpened."""
    return None if sealed is None else keyring().open(sealed, _label(name), str(person))


def _number(state: Mapping[str, Any], name: str, person: UUID) -> str | None:
    seals: Mapping[str, str] = state.get(SEALED) or {}
    plain: str | None = state.get(name)
    return opened(name, seals[name], person) if name in seals else plain


def _label(name: str) -> str:
    return f"mirror_person.{name}"
