"""What one request carries through its resolvers."""

from __future__ import annotations

from dataclasses import dataclass, field

from chassis.identity.caller import Caller
from gateway.commands.owner import Owners
from gateway.reading.reader import Reader


@dataclass(frozen=True)
class Context:
    """``token`` is forwarded to the services, which check it again."""

    caller: Caller
    token: str = field(repr=False)
    reader: Reader
    owners: Owners
    view_wait_seconds_max: float
