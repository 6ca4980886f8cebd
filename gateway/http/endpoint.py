"""POST and GET /graphql, as a bare ASGI application: whatever a framework would do per request costs rows."""

from __future__ import annotations

import asyncio
from time import perf_counter

from graphql import OperationType
from starlette.types import Receive, Scope, Send

from chassis.http.handlers import MethodNotAllowed
from chassis.http.server import Application
from chassis.identity.caller import Caller
from chassis.identity.tokens import TokenVerifier
from chassis.refusal import Refusal
from chassis.telemetry.tracing import ServerSpan
from gateway.documents.document import Document
from gateway.documents.reading import DocumentRefused, Documents
from gateway.execution import Asked, Execute, Outcome, Recall
from gateway.http import answers, requests
from gateway.http.deadlines import Deadlines
from gateway.http.editor import show_editor
from gateway.http.exchange import Exchange, Gone
from gateway.http.media_types import MediaTypeUnsupported, answer_type, is_json
from gateway.http.refusing import MutationByGet, meant_by, refuse
from gateway.http.requests import Request, RequestUnreadable
from gateway.http.telling import tell
from gateway.limits.admission import Admission
from gateway.limits.pace import Pace
from gateway.limits.time import BodyTooSlow, TookTooLong
from gateway.settings import GatewaySettings

PATH = "/graphql"
_BEARER = b"bearer "


class Endpoint:
    """What answers /graphql; whatever else is asked goes on to ``app``."""

    def __init__(
        self,
        app: Application,
        documents: Documents,
        execute: Execute,
        verifier: TokenVerifier,
        settings: GatewaySettings,
        *,
        recall: Recall | None = None,
    ) -> None:
        self._app, self._documents, self._execute = app, documents, execute
        self._verifier, self._settings, self._recall = verifier, settings, recall
        self._admission = Admission(
            running_max=settings.operations_running_max,
            waiting_max=settings.operations_waiting_max,
            of_client_max=settings.operations_of_client_max,
        )
        self._pace = Pace(settings.new_documents_a_minute_max)
        self._deadlines = Deadlines()
        self._body_late = BodyTooSlow(limit=settings.body_seconds_max)
        self._late = TookTooLong(limit=settings.operation_seconds_max)
        self.state = app.state

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] != PATH:
            await self._app(scope, receive, send)
            return
        exchange = Exchange(scope, receive, send)
        started = perf_counter()
        traceparent = exchange.headers.get(b"traceparent")
        span = ServerSpan(None if traceparent is None else traceparent.decode("latin-1"))
        span.begin()
        try:
            await self._answer(exchange)
        finally:
            self._deadlines.forget(exchange)
            tell(exchange, span, perf_counter() - started)

    async def _answer(self, exchange: Exchange) -> None:
        try:
            if exchange.method == "POST":
                await self._post(exchange)
            elif exchange.method == "GET":
                await self._get(exchange)
            else:
                raise MethodNotAllowed
        except DocumentRefused as refused:
            await exchange.answer(*answers.refused_document(refused.errors, exchange.media_type))
        except Refusal as refused:
            await refuse(exchange, refused)
        except Gone:
            pass
        except Exception as error:  # noqa: BLE001  whatever it was, the client is answered
            await refuse(exchange, meant_by(error))

    async def _post(self, exchange: Exchange) -> None:
        caller, token = await self._who_asks(exchange)
        content_type = exchange.headers.get(b"content-type")
        if not is_json(content_type):
            raise MediaTypeUnsupported(given=(content_type or b"?").decode("latin-1")[:100])
        now = asyncio.get_running_loop().time()
        self._deadlines.watch(exchange, now + self._settings.body_seconds_max, self._body_late)
        body = await exchange.body(self._settings.request_bytes_max)
        recalled = self._recall(body, caller) if self._recall is not None else None
        if recalled is None:
            await self._run(exchange, requests.posted(body), caller, token, body)
        else:
            exchange.operation = recalled
            await exchange.answer(*answers.answer_of(recalled.data, exchange.media_type))

    async def _get(self, exchange: Exchange) -> None:
        """Queries only: a link or a prefetch must never change anything."""
        if self._settings.graphiql and b"text/html" in exchange.headers.get(b"accept", b""):
            await show_editor(exchange)
            return
        caller, token = await self._who_asks(exchange)
        await self._run(exchange, requests.asked(exchange.scope["query_string"]), caller, token)

    async def _who_asks(self, exchange: Exchange) -> tuple[Caller, str]:
        """Raises: Unauthenticated, KeysUnavailable, NotAcceptable; Overloaded, TooManyAtOnce."""
        credentials = exchange.headers.get(b"authorization", b"")
        token = credentials[7:].decode("latin-1").strip() if credentials[:7].lower() == _BEARER else ""
        caller = self._verifier.remembered(token) or await self._verifier.verify(token)
        exchange.media_type = answer_type(exchange.headers.get(b"accept"))
        self._admission.require_room(caller.subject)
        return caller, token

    async def _run(
        self, exchange: Exchange, request: Request, caller: Caller, token: str, body: bytes = b""
    ) -> None:
        """Raises: RequestUnreadable, DocumentRefused, OperationUnknown, MutationByGet, QueryTooCostly."""
        document = self._document(request, caller)
        operation = document.operation(request.operation_name)
        exchange.operation = operation
        if operation.kind is not OperationType.QUERY and exchange.method == "GET":
            raise MutationByGet
        operation.cost.require(request.variables)
        asked = Asked(operation, request.variables, caller, token, body)
        outcome = await self._in_turn(exchange, asked)
        if outcome is not None:
            await exchange.answer(*answers.answer_of(outcome, exchange.media_type))

    def _document(self, request: Request, caller: Caller) -> Document:
        if not request.query or request.query.isspace():
            raise RequestUnreadable(what="query")
        known = self._documents.recall(request.query)
        if known is not None:
            return known
        self._pace.spend(caller.subject)
        return self._documents.read(request.query)

    async def _in_turn(self, exchange: Exchange, asked: Asked) -> Outcome | None:
        """None when the time was over before the turn came. Raises: Overloaded, TooManyAtOnce."""
        client = asked.caller.subject
        due = asyncio.get_running_loop().time() + self._settings.operation_seconds_max
        self._deadlines.watch(exchange, due, self._late)
        await self._admission.enter(client)
        try:
            return None if exchange.status else await self._execute(asked)
        finally:
            self._admission.leave(client)
