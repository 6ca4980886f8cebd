"""What one request carries through its resolvers."""

from __future__ import annotations

from dataclasses import dataclass, field

from graphql import DocumentNode

from chassis.identity.caller import Caller
from gateway.commands.owner import Owners
from gateway.reading.reader import Reader
from gateway.reading.view_wait import ViewWait


@dataclass(frozen=True)
class Context:
    """``token`` goes to the services, which check it again; ``document`` is valid and need not be parsed."""

    caller: Caller
    token: str = field(repr=False)
    reader: Reader
    owners: Owners
    view_wait: ViewWait
    document: DocumentNode | None = field(default=None, repr=False)
