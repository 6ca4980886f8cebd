"""/graphql, as a bare ASGI application: whatever a framework would do per request costs rows."""

from __future__ import annotations

from functools import partial

from graphql import OperationType
from starlette.types import Receive, Scope, Send

from chassis.http.body_limit import EncodingUnsupported, is_packed
from chassis.http.handlers import MethodNotAllowed
from chassis.http.server import Application
from chassis.http.strangers import Strangers
from chassis.identity.caller import Caller
from chassis.identity.tokens import TokenVerifier, bearer_of
from chassis.refusal import Refusal
from chassis.telemetry.tracing import ServerSpan
from gateway.documents.choosing import Choice
from gateway.documents.reading import DocumentRefused
from gateway.execution import Asked, Execute, Outcome, Recall, Recalled
from gateway.http import answers, requests
from gateway.http.deadlines import Deadlines
from gateway.http.editor import show_editor
from gateway.http.exchange import REFUSED, Exchange, Gone
from gateway.http.media_types import MediaTypeUnsupported, answer_type, is_json, wants_events
from gateway.http.operation_names import OperationNames
from gateway.http.origins import Origins
from gateway.http.refusing import MutationByGet, SubscriptionNotStreamed, meant_by, refuse
from gateway.http.requests import Request
from gateway.http.sending import Sender
from gateway.http.sse import serve_events
from gateway.http.streams import Reading, Streams
from gateway.http.telling import tell
from gateway.http.websocket import serve_websocket
from gateway.limits.admission import Admission, Overloaded
from gateway.limits.patience import Patience
from gateway.limits.time import BodyTooSlow, TookTooLong
from gateway.settings import GatewaySettings
from gateway.subscriptions.subscriptions import Subscriptions

PATH = "/graphql"


class Endpoint:
    """What answers /graphql; whatever else is asked goes on to ``app``."""

    def __init__(
        self,
        app: Application,
        choice: Choice,
        execute: Execute,
        verifier: TokenVerifier,
        settings: GatewaySettings,
        *,
        subscriptions: Subscriptions,
        strangers: Strangers,
        recall: Recall | None = None,
    ) -> None:
        self._app, self._choice, self._execute, self._strangers = app, choice, execute, strangers
        self._verifier, self._settings, self._recall = verifier, settings, recall
        self._admission = Admission(
            running_max=settings.operations_running_max,
            waiting_max=settings.operations_waiting_max,
            of_client_max=settings.operations_of_client_max,
        )
        self._patience = Patience(settings.refusals_a_second_max)
        self._deadlines = Deadlines()
        self._origins = Origins(settings.cors_origins, settings.cors_headers, settings.cors_seconds)
        self._streams = Streams(subscriptions, choice, verifier, self._origins, self._patience, strangers)
        self._names = OperationNames(choice.trusted.values())
        self._sender = Sender(settings.compress_bytes_min)
        self._body_late = BodyTooSlow(limit=settings.body_seconds_max)
        self._late = TookTooLong(limit=settings.operation_seconds_max)
        self.state = app.state

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"] != PATH:
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await serve_websocket(scope, receive, send, self._streams)
        else:
            await self._exchange(scope, receive, send)

    async def _exchange(self, scope: Scope, receive: Receive, send: Send) -> None:
        exchange = Exchange(scope, receive, send)
        traceparent = exchange.headers.get(b"traceparent")
        span = ServerSpan(None if traceparent is None else traceparent.decode("latin-1"))
        span.begin()
        try:
            await self._answer(exchange)
        finally:
            self._deadlines.forget(exchange)
            tell(exchange, span, self._names)
        if exchange.stream is not None:
            await exchange.stream()

    async def _answer(self, exchange: Exchange) -> None:
        try:
            exchange.more = self._origins.require(exchange.headers)
            await self._by_method(exchange)
        except DocumentRefused as refused:
            await self._patience.before_refusing()
            await exchange.answer(*answers.refused_document(refused.errors, exchange.media_type))
        except Refusal as refused:
            exchange.outcome = REFUSED
            if not isinstance(refused, Overloaded):  # told early, or it is of no use
                await self._patience.before_refusing()
            await refuse(exchange, refused)
        except Gone:
            pass
        except Exception as error:  # noqa: BLE001  whatever it was, the client is answered
            await refuse(exchange, meant_by(error))

    async def _by_method(self, exchange: Exchange) -> None:
        if exchange.method == "POST":
            await self._post(exchange)
        elif exchange.method == "GET":
            await self._get(exchange)
        elif exchange.method == "OPTIONS" and b"access-control-request-method" in exchange.headers:
            self._strangers.let_in(exchange.scope)
            await self._origins.answer_preflight(exchange)
        else:
            self._strangers.let_in(exchange.scope)
            raise MethodNotAllowed

    async def _post(self, exchange: Exchange) -> None:
        caller, token = await self._who_asks(exchange)
        if is_packed(exchange.headers.get(b"content-encoding", b"").decode("latin-1")):
            raise EncodingUnsupported
        content_type = exchange.headers.get(b"content-type")
        if not is_json(content_type):
            raise MediaTypeUnsupported(given=(content_type or b"?").decode("latin-1")[:100])
        self._end_in_time(exchange, self._settings.body_seconds_max, self._body_late)
        body = await exchange.body(self._settings.request_bytes_max)
        self._deadlines.forget(exchange)
        recalled = self._known(exchange, body, caller)
        if recalled is None:
            await self._take(exchange, partial(requests.posted, body), caller, token, body)
        else:
            exchange.operation = recalled
            status, answer = answers.answer_of(recalled.data, exchange.media_type)
            await self._sender.send(exchange, status, answer, tagged=False)

    async def _get(self, exchange: Exchange) -> None:
        """Queries only: a link or a prefetch must never change anything."""
        if self._settings.graphiql and b"text/html" in exchange.headers.get(b"accept", b""):
            self._strangers.let_in(exchange.scope)
            await show_editor(exchange)
            return
        caller, token = await self._who_asks(exchange)
        reading = partial(requests.asked, exchange.scope["query_string"])
        await self._take(exchange, reading, caller, token)

    async def _who_asks(self, exchange: Exchange) -> tuple[Caller, str]:
        """Raises: Unauthenticated, TooManyFromHere, KeysUnavailable, NotAcceptable; those of admission."""
        token = bearer_of(exchange.headers.get(b"authorization", b""))
        caller = self._verifier.remembered(token)
        if caller is None:
            caller = await self._strangers.admit(exchange.scope, token, self._verifier)
        accept = exchange.headers.get(b"accept")
        exchange.wants_events = wants_events(accept)
        if not exchange.wants_events:
            exchange.media_type = answer_type(accept)
        self._admission.require_room(caller.subject)
        return caller, token

    def _known(self, exchange: Exchange, body: bytes, caller: Caller) -> Recalled | None:
        """What was answered to the very same bytes, where nothing is streamed and it still stands."""
        if self._recall is None or exchange.wants_events:
            return None
        return self._recall(body, caller)

    async def _take(
        self, exchange: Exchange, reading: Reading, caller: Caller, token: str, body: bytes = b""
    ) -> None:
        """Run what is asked, or begin to stream it. Raises: RequestUnreadable, and as ``_run``."""
        if not exchange.wants_events:
            self._end_in_time(exchange, self._settings.operation_seconds_max, self._late)
            await self._run(exchange, reading(), caller, token, body)
        elif not exchange.status:
            await exchange.begin_events()
            exchange.stream = partial(serve_events, exchange, reading, caller, token, self._streams)

    async def _run(
        self, exchange: Exchange, request: Request, caller: Caller, token: str, body: bytes
    ) -> None:
        """Raises: DocumentRefused; refusals of the operation: unknown, too costly, of the wrong kind."""
        document = await self._choice.document(request.query, request.document_hash, caller.subject)
        operation = document.operation(request.operation_name)
        exchange.operation = operation
        if operation.kind is OperationType.SUBSCRIPTION:
            raise SubscriptionNotStreamed
        if operation.kind is not OperationType.QUERY and exchange.method == "GET":
            raise MutationByGet
        operation.cost.require(request.variables)
        asked = Asked(operation, request.variables, caller, token, body)
        outcome = await self._in_turn(exchange, asked)
        if outcome is not None:
            exchange.outcome = answers.told_by(outcome)
            status, body = answers.answer_of(outcome, exchange.media_type)
            await self._sender.send(exchange, status, body, tagged=document.is_trusted)

    async def _in_turn(self, exchange: Exchange, asked: Asked) -> Outcome | None:
        """None when the time was over before the turn came. Raises: Overloaded, TooManyAtOnce."""
        client = asked.caller.subject
        await self._admission.enter(client)
        try:
            return None if exchange.status else await self._execute(asked)
        finally:
            self._admission.leave(client)

    def _end_in_time(self, exchange: Exchange, seconds: float, late: Refusal) -> None:
        """Whatever it waits for: after ``seconds`` since it began, ``late`` is its answer."""
        exchange.due, exchange.late = exchange.began + seconds, late
        self._deadlines.watch(exchange)
