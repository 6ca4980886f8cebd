"""Node ids: opaque to clients, a type and an aggregate's id to us."""

from __future__ import annotations

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from uuid import UUID

from chassis.refusal import Kind, Refusal


class IdInvalid(Refusal):
    """Not an id that this gateway gave out, or one of another type."""

    code, kind = "invalid-id", Kind.INVALID
    tr, en = "Bu kimlik geçerli değil: {id}.", "This id is not valid: {id}."
    next_tr = "Kimlikleri yanıtlardan olduğu gibi alın; türü {types} olmalı."
    next_en = "Take ids from answers as they are; this one must be of {types}."


def node_id(type_name: str, aggregate_id: object) -> str:
    return urlsafe_b64encode(f"{type_name}:{aggregate_id}".encode()).decode().rstrip("=")


def parse_node_id(given: str, field: str | None = None) -> tuple[str, UUID]:
    """The type and the aggregate's id. Raises: IdInvalid."""
    try:
        type_name, _, written = urlsafe_b64decode(given + "=" * (-len(given) % 4)).decode().partition(":")
        return type_name, UUID(written)
    except (binascii.Error, UnicodeError, ValueError) as error:
        raise IdInvalid(field, id=given[:100], types="Node") from error


def aggregate_id(given: str, type_name: str, field: str | None = None) -> UUID:
    """The aggregate's id behind a node id of ``type_name``. Raises: IdInvalid."""
    found, identifier = parse_node_id(given, field)
    if found != type_name:
        raise IdInvalid(field, id=given[:100], types=type_name)
    return identifier


def as_uuid(written: UUID | str) -> UUID:
    """Rows hold ids as such, documents as text."""
    return written if isinstance(written, UUID) else UUID(written)
