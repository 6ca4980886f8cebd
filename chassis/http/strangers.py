"""How often somebody who has not shown who they are may ask: by address, in every process alike.

A stranger's request is one whose token is not known to be good once it is answered: none, a forged or expired
one, a probe. It counts from its beginning, so that many at once are counted too. Callers with a good token go
on even where a stranger of the same address has used it up; a token never seen waits with the strangers.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from chassis.http.addresses import Network, client_of
from chassis.http.problems import problem_response
from chassis.identity.caller import Caller
from chassis.identity.tokens import TokenVerifier, bearer_of
from chassis.pace import Pace
from chassis.refusal import Kind, Refusal

A_MINUTE_MAX = 600


class TooManyFromHere(Refusal):
    code, kind = "too-many-requests", Kind.TOO_MANY
    tr = "Bu adresten kimliği doğrulanmamış çok fazla istek geldi; dakikada en çok {limit} olabilir."
    en = "Too many requests without a valid token from this address; at most {limit} a minute."
    next_tr = "{seconds} saniye bekleyin, sonra geçerli bir belirteçle yeniden deneyin."
    next_en = "Wait {seconds} seconds, then repeat with a valid token."


class Strangers:
    """Belongs to one process. ``trusted``: networks of proxies whose ``X-Forwarded-For`` is believed."""

    def __init__(
        self,
        a_minute_max: int = A_MINUTE_MAX,
        trusted: Sequence[Network] = (),
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._a_minute_max, self._trusted = a_minute_max, tuple(trusted)
        self._pace = Pace(a_minute_max, monotonic)

    def let_in(self, scope: Scope) -> None:
        """Before anything is done for a stranger. Raises: TooManyFromHere."""
        client = client_of(scope, self._trusted)
        if not self._pace.spend(client):
            seconds = math.ceil(self._pace.seconds_until_next(client))
            raise TooManyFromHere(limit=self._a_minute_max, seconds=seconds)

    def was_none(self, scope: Scope) -> None:
        """The stranger turned out to be somebody we know."""
        self._pace.give_back(client_of(scope, self._trusted))

    async def admit(self, scope: Scope, token: str | None, verifier: TokenVerifier) -> Caller:
        """Who is behind a token; one that was not seen before waits with strangers.

        Raises: TooManyFromHere, and as ``verify``.
        """
        if token and (known := verifier.remembered(token)) is not None:
            return known
        self.let_in(scope)
        caller = await verifier.verify(token)
        self.was_none(scope)
        return caller


class StrangersLimit:
    """Around every address of an application."""

    def __init__(self, app: ASGIApp, strangers: Strangers, verifier: TokenVerifier) -> None:
        self._app, self._strangers, self._verifier = app, strangers, verifier

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or self._is_known(scope):
            await self._app(scope, receive, send)
            return
        try:
            self._strangers.let_in(scope)
        except TooManyFromHere as refusal:
            await problem_response(Request(scope), refusal)(scope, receive, send)
            return
        await self._app(scope, receive, send)
        if self._is_known(scope):
            self._strangers.was_none(scope)

    def _is_known(self, scope: Scope) -> bool:
        credentials = next((value for name, value in scope["headers"] if name == b"authorization"), b"")
        return self._verifier.remembered(bearer_of(credentials)) is not None
