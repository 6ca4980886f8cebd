"""The seam between HTTP and what runs operations: it takes ``Asked`` and gives an outcome."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, NamedTuple

from graphql import OperationType
from strawberry.types import ExecutionResult

from chassis.identity.caller import Caller
from gateway.documents.document import Operation


class Asked(NamedTuple):
    """One operation as a caller asks for it: valid, within the limits, and of a kind this request may run.

    ``token`` goes to the owning services, which check it again, and nowhere else.
    """

    operation: Operation
    variables: Mapping[str, Any]
    caller: Caller
    token: str
    body: bytes = b""
    """The request's own bytes, where a cache may know it again by them."""


class Recalled(NamedTuple):
    """An answer's ``data`` known by the request's bytes alone, and the operation's name."""

    data: bytes
    name: str | None

    @property
    def kind(self) -> OperationType:
        return OperationType.QUERY


Outcome = bytes | ExecutionResult
"""``data`` as ready JSON when nothing went wrong, else a result with its errors."""

Recall = Callable[[bytes, Caller], Recalled | None]
"""Whether a request of these bytes by this caller has an answer that stands; it passed all checks before."""

Execute = Callable[[Asked], Awaitable[Outcome]]
"""May raise refusals (the whole request is refused) and database errors (told as such, without values)."""
