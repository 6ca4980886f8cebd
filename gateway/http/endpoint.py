"""POST and GET /graphql, as a bare ASGI application: whatever a framework would do per request costs rows."""

from __future__ import annotations

from time import perf_counter

from graphql import OperationType
from starlette.types import Receive, Scope, Send

from chassis.http.handlers import MethodNotAllowed
from chassis.http.server import Application
from chassis.identity.caller import Caller
from chassis.identity.tokens import TokenVerifier
from chassis.refusal import Refusal
from chassis.telemetry.tracing import ServerSpan
from gateway.documents.reading import DocumentRefused, Documents
from gateway.execution import Asked, Execute
from gateway.http import answers, requests
from gateway.http.editor import show_editor
from gateway.http.exchange import Exchange, Gone
from gateway.http.media_types import MediaTypeUnsupported, answer_type, is_json
from gateway.http.refusing import MutationByGet, meant_by, refuse
from gateway.http.requests import Request, RequestUnreadable
from gateway.http.telling import tell
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
    ) -> None:
        self._app, self._documents, self._execute = app, documents, execute
        self._verifier, self._settings = verifier, settings
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
        exchange.media_type = answer_type(exchange.headers.get(b"accept"))
        content_type = exchange.headers.get(b"content-type")
        if not is_json(content_type):
            raise MediaTypeUnsupported(given=(content_type or b"?").decode("latin-1")[:100])
        body = await exchange.body(self._settings.request_bytes_max)
        await self._run(exchange, requests.posted(body), caller, token)

    async def _get(self, exchange: Exchange) -> None:
        """Queries only: a link or a prefetch must never change anything."""
        if self._settings.graphiql and b"text/html" in exchange.headers.get(b"accept", b""):
            await show_editor(exchange)
            return
        caller, token = await self._who_asks(exchange)
        exchange.media_type = answer_type(exchange.headers.get(b"accept"))
        await self._run(exchange, requests.asked(exchange.scope["query_string"]), caller, token)

    async def _who_asks(self, exchange: Exchange) -> tuple[Caller, str]:
        """Raises: Unauthenticated, KeysUnavailable."""
        credentials = exchange.headers.get(b"authorization", b"")
        token = credentials[7:].decode("latin-1").strip() if credentials[:7].lower() == _BEARER else ""
        return self._verifier.remembered(token) or await self._verifier.verify(token), token

    async def _run(self, exchange: Exchange, request: Request, caller: Caller, token: str) -> None:
        """Raises: RequestUnreadable, DocumentRefused, OperationUnknown, MutationByGet and execution's."""
        if not request.query or request.query.isspace():
            raise RequestUnreadable(what="query")
        operation = self._documents.read(request.query).operation(request.operation_name)
        exchange.operation = operation
        if operation.kind is not OperationType.QUERY and exchange.method == "GET":
            raise MutationByGet
        outcome = await self._execute(Asked(operation, request.variables, caller, token))
        await exchange.answer(*answers.answer_of(outcome, exchange.media_type))
