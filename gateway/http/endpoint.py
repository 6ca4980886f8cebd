"""POST and GET /graphql."""

import re
from typing import Annotated

import strawberry
from fastapi import APIRouter, Request, Security
from fastapi.responses import HTMLResponse, Response
from fastapi.security import HTTPAuthorizationCredentials
from opentelemetry import trace
from sqlalchemy.ext.asyncio import AsyncEngine
from strawberry.http.ides import get_graphql_ide_html
from strawberry.schema.exceptions import CannotGetOperationTypeError, InvalidOperationTypeError
from strawberry.types.graphql import OperationType

from chassis.http.edge import BEARER
from chassis.http.handlers import MethodNotAllowed
from chassis.identity.tokens import TokenVerifier
from chassis.refusal import Refusal
from chassis.telemetry import names
from gateway.commands.owner import Owners
from gateway.context import Context
from gateway.http import answers
from gateway.http.requests import (
    JSON,
    MediaTypeUnsupported,
    NotAcceptable,
    Operation,
    answer_type,
    asked,
    posted,
)
from gateway.reading.reader import Reader
from gateway.schema.operations import OperationUnknown
from gateway.settings import GatewaySettings

Credentials = Annotated[HTTPAuthorizationCredentials | None, Security(BEARER)]

# GraphiQL's page loads itself from a public address and keeps styles inline.
EDITOR_POLICY = (
    "default-src 'self' https://unpkg.com https://esm.sh; img-src 'self' data:; font-src data: "
    "https://esm.sh; script-src 'unsafe-inline' 'unsafe-eval' blob: https://unpkg.com https://esm.sh; "
    "worker-src blob:; style-src 'unsafe-inline' https://unpkg.com https://esm.sh"
)
READING = frozenset({OperationType.QUERY})
WRITING = frozenset({OperationType.QUERY, OperationType.MUTATION})
STATUS = {MediaTypeUnsupported: 415, NotAcceptable: 406}


class Endpoint:
    """What answers /graphql; one for a process."""

    def __init__(
        self,
        schema: strawberry.Schema,
        engine: AsyncEngine,
        verifier: TokenVerifier,
        owners: Owners,
        settings: GatewaySettings,
    ) -> None:
        self._schema, self._engine, self._verifier = schema, engine, verifier
        self._owners, self._settings = owners, settings

    def router(self) -> APIRouter:
        router = APIRouter(include_in_schema=False)
        size = self._settings.request_bytes_max
        router.add_api_route("/graphql", self.post, methods=["POST"], max_body_size=size)
        router.add_api_route("/graphql", self.get, methods=["GET"])
        return router

    async def post(self, request: Request, credentials: Credentials) -> Response:
        context = await self._context(credentials)
        try:
            media_type = answer_type(request.headers.get("accept"))
            return await self._execute(await posted(request), context, media_type, WRITING)
        except Refusal as refused:
            return _unreadable(request, refused)

    async def get(self, request: Request, credentials: Credentials) -> Response:
        """Queries only: a link or a prefetch must never change anything."""
        if self._settings.graphiql and "text/html" in request.headers.get("accept", ""):
            return _editor()
        context = await self._context(credentials)
        try:
            media_type = answer_type(request.headers.get("accept"))
            return await self._execute(asked(request), context, media_type, READING)
        except Refusal as refused:
            return _unreadable(request, refused)

    async def _context(self, credentials: HTTPAuthorizationCredentials | None) -> Context:
        """Raises: Unauthenticated; the chassis answers 401."""
        token = credentials.credentials if credentials else None
        caller = await self._verifier.verify(token)
        reader = Reader(self._engine, caller)
        return Context(caller, token or "", reader, self._owners, self._settings.view_wait_seconds_max)

    async def _execute(
        self, operation: Operation, context: Context, media_type: str, allowed: frozenset[OperationType]
    ) -> Response:
        """Raises: OperationUnknown."""
        if operation.name:
            _name_span(operation.name[:100], operation.query)
        try:
            result = await self._schema.execute(
                operation.query,
                variable_values=operation.variables,
                context_value=context,
                operation_name=operation.name,
                allowed_operation_types=allowed,
            )
        except InvalidOperationTypeError:
            return answers.refusal(MethodNotAllowed(), 405, media_type, {"Allow": "POST"})
        except CannotGetOperationTypeError as error:
            raise OperationUnknown(name=operation.name or "?") from error
        return answers.answer(result, media_type, self._settings.query_tokens_max)


def _name_span(name: str, query: str) -> None:
    kind = "mutation" if re.search(rf"\bmutation\s+{re.escape(name)}\b", query) else "query"
    trace.get_current_span().set_attributes({names.GRAPHQL_OPERATION: name, names.GRAPHQL_TYPE: kind})


def _unreadable(request: Request, refused: Refusal) -> Response:
    accept = request.headers.get("accept")
    media_type = JSON if isinstance(refused, NotAcceptable) else answer_type(accept)
    return answers.refusal(refused, STATUS.get(type(refused), 400), media_type)


def _editor() -> Response:
    page = get_graphql_ide_html("graphiql")
    return HTMLResponse(page, headers={"Content-Security-Policy": EDITOR_POLICY})
