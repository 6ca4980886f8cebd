"""Identifiers that sort by the time they were made."""

from uuid import UUID

import uuid_utils


def new_id() -> UUID:
    """A UUIDv7 (RFC 9562): its order is the order of creation, to the millisecond."""
    return UUID(int=uuid_utils.uuid7().int)
