"""The seam between HTTP and what runs operations: it takes ``Asked`` and gives an outcome."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, NamedTuple

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


Outcome = bytes | ExecutionResult
"""``data`` as ready JSON when nothing went wrong, else a result with its errors."""

Execute = Callable[[Asked], Awaitable[Outcome]]
"""May raise refusals (the whole request is refused) and database errors (told as such, without values)."""
