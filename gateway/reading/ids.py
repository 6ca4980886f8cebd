"""Node ids: opaque to clients, a type and an aggregate's id to us: ``Mobility.0192f3…``."""

from __future__ import annotations

from uuid import UUID

from chassis.ids import parsed_id
from chassis.refusal import Kind, Refusal

BETWEEN = "."


class IdInvalid(Refusal):
    """Not an id that this gateway gave out, or one of another type."""

    code, kind = "invalid-id", Kind.INVALID
    tr, en = "Bu kimlik geçerli değil: {id}.", "This id is not valid: {id}."
    next_tr = "Kimlikleri yanıtlardan olduğu gibi alın; türü {types} olmalı."
    next_en = "Take ids from answers as they are; this one must be of {types}."


def node_id(type_name: str, aggregate_id: object) -> str:
    return f"{type_name}{BETWEEN}{aggregate_id}"


def parse_node_id(given: str, field: str | None = None) -> tuple[str, UUID]:
    """The type and the aggregate's id. Raises: IdInvalid."""
    type_name, _, written = given.partition(BETWEEN)
    try:
        identifier = parsed_id(written)
    except ValueError as error:
        raise IdInvalid(field, id=given[:100], types="Node") from error
    if str(identifier) != written:  # one object, one id: clients and caches compare them as text
        raise IdInvalid(field, id=given[:100], types="Node")
    return type_name, identifier


def aggregate_id(given: str, type_name: str, field: str | None = None) -> UUID:
    """The aggregate's id behind a node id of ``type_name``. Raises: IdInvalid."""
    found, identifier = parse_node_id(given, field)
    if found != type_name:
        raise IdInvalid(field, id=given[:100], types=type_name)
    return identifier


def as_uuid(written: UUID | str) -> UUID:
    """Rows hold ids as such, documents as text."""
    return written if isinstance(written, UUID) else parsed_id(written)
