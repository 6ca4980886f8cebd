"""Every way a request can fail, and the problem document it becomes."""

from collections.abc import Mapping

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from opentelemetry import trace
from starlette.exceptions import HTTPException
from starlette.routing import Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chassis.http.body_limit import TOO_LARGE, TOO_SLOW, UNSUPPORTED, BodyTooLarge, BodyTooSlow
from chassis.http.database_problems import HANDLED, Constraints, cause_of, refusal_of
from chassis.http.problems import problem_response
from chassis.http.validation import field_problems, input_invalid
from chassis.refusal import Kind, Refusal
from chassis.telemetry import decisions
from chassis.telemetry.http_server import command_of, route_of

log = structlog.get_logger(__name__)


class InternalError(Refusal):
    """A fault of ours; what it was stands in the log under the trace id, not in the answer."""

    code, kind = "internal-error", Kind.UNAVAILABLE
    tr, en = "Beklenmeyen bir hata oldu.", "Something went wrong on our side."
    next_tr, next_en = "İz numarasıyla ofise bildirin.", "Tell the office, with the trace id."


class NoSuchAddress(Refusal):
    code, kind = "no-such-address", Kind.NOT_FOUND
    tr, en = "Bu adreste bir şey yok.", "There is nothing at this address."
    next_tr, next_en = "Adresi /openapi.json ile karşılaştırın.", "Compare it with /openapi.json."


class MethodNotAllowed(Refusal):
    code, kind = "method-not-allowed", Kind.INVALID
    tr, en = "Bu adres bu yöntemi kabul etmiyor.", "This address does not take this method."
    next_tr, next_en = "Allow başlığındaki yöntemleri kullanın.", "Use a method of the Allow header."


class MediaTypeUnsupported(Refusal):
    code, kind = "media-type-unsupported", Kind.INVALID
    tr, en = "Bu türde bir gövde kabul edilmiyor.", "A body of this type is not taken here."
    next_tr, next_en = "Content-Type: text/csv ile gönderin.", "Send it with Content-Type: text/csv."


class RequestMalformed(Refusal):
    code, kind = "request-malformed", Kind.INVALID
    tr, en = "İstek okunamadı.", "The request could not be read."
    next_tr, next_en = "Gövdeyi ve başlıkları kontrol edin.", "Check the body and the headers."


WRONG_METHOD = 405
ERRORS_MAX = 50
"""Told at once: a body of a megabyte may be wrong in a hundred thousand places."""
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
BY_STATUS: Mapping[int, type[Refusal]] = {
    404: NoSuchAddress,
    WRONG_METHOD: MethodNotAllowed,
    TOO_LARGE: BodyTooLarge,
    TOO_SLOW: BodyTooSlow,
    UNSUPPORTED: MediaTypeUnsupported,
}


def install_handlers(app: FastAPI, constraints: Constraints) -> None:
    """Make every failure of ``app`` a problem document."""

    async def refused(request: Request, error: Exception) -> Response:
        assert isinstance(error, Refusal)
        return problem_response(request, error)

    async def badly_shaped(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        problems = field_problems(error.errors()[:ERRORS_MAX])
        return problem_response(request, input_invalid(problems), errors=problems)

    async def by_framework(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        refusal = BY_STATUS.get(error.status_code, RequestMalformed)()
        headers = _allowed(app, request) if error.status_code == WRONG_METHOD else error.headers
        return problem_response(request, refusal, status=error.status_code, headers=headers)

    async def by_database(request: Request, error: Exception) -> Response:
        refusal = refusal_of(error, constraints)
        if refusal is None:
            return internal_error(request, error)
        if type(refusal) in constraints.values():
            decisions.command_refused(command_of(request.scope), refusal.code)
        else:
            # neither message nor stack: the driver's texts quote the values
            log.warning("request.refused_by_database", code=refusal.code, **cause_of(error))
        return problem_response(request, refusal)

    app.add_exception_handler(Refusal, refused)
    app.add_exception_handler(RequestValidationError, badly_shaped)
    app.add_exception_handler(HTTPException, by_framework)
    for kind in HANDLED:
        app.add_exception_handler(kind, by_database)


def _allowed(app: FastAPI, request: Request) -> Mapping[str, str]:
    """Every method of the address; the router names those of its first route only."""
    takes = [
        method
        for method in METHODS
        if any(route.matches({**request.scope, "method": method})[0] is Match.FULL for route in app.routes)
    ]
    return {"Allow": ", ".join(takes)}


def internal_error(request: Request, error: Exception) -> Response:
    """500 without details; the stack goes to the log and to the span."""
    log.error("request.failed", method=request.method, route=route_of(request.scope), exc_info=error)
    trace.get_current_span().record_exception(error)
    return problem_response(request, InternalError(), status=500)


class UnhandledErrors:
    """Answers for what nothing else caught. Not Starlette's own place for it: that one raises again, so the
    server logs the same stack a second time, outside the request's trace."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = False

        async def noting_start(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, noting_start)
        except Exception as error:
            if started:
                raise
            await internal_error(Request(scope), error)(scope, receive, send)
