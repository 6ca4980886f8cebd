"""What WebSockets and streams of events share: who is let in, and what they ask."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from starlette.types import Scope

from chassis.http.strangers import Strangers
from chassis.identity.caller import Caller
from chassis.identity.tokens import TokenVerifier
from chassis.refusal import Refusal
from gateway.documents.choosing import Choice
from gateway.documents.reading import DocumentRefused
from gateway.execution import Asked
from gateway.http.origins import Origins
from gateway.http.requests import Request
from gateway.limits.patience import Patience
from gateway.subscriptions.subscription import Subscription
from gateway.subscriptions.subscriptions import Subscriptions

Reading = Callable[[], Request]


@dataclass(frozen=True)
class Streams:
    """Documents, limits, tokens and patience are those of every other request."""

    subscriptions: Subscriptions
    choice: Choice
    verifier: TokenVerifier
    origins: Origins
    patience: Patience
    strangers: Strangers

    async def admit(self, scope: Scope, token: str | None) -> Caller:
        """Raises: Unauthenticated, TooManyFromHere, KeysUnavailable."""
        try:
            return await self.strangers.admit(scope, token, self.verifier)
        except Refusal:
            await self.patience.before_refusing()
            raise

    async def open(
        self, subscription: Subscription, reading: Reading, caller: Caller, resume: str | None = None
    ) -> None:
        """Until ``subscriptions.close``. ``reading`` may refuse; every failure is told, not raised."""

        async def read() -> Asked:
            try:
                return await self._asked(reading(), caller)
            except (DocumentRefused, Refusal):
                await self.patience.before_refusing()
                raise

        await self.subscriptions.open(subscription, read, resume)

    async def _asked(self, request: Request, caller: Caller) -> Asked:
        """Without a token: what is told goes to a group. Raises: DocumentRefused, refusals."""
        document = await self.choice.document(request.query, request.document_hash, caller.subject)
        operation = document.operation(request.operation_name)
        operation.cost.require(request.variables)
        return Asked(operation, request.variables, caller, token="")
