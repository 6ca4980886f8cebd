"""From an execution's result to an HTTP answer: status, media type, errors in Kervan's words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson
import structlog
from fastapi.responses import Response
from graphql import GraphQLError
from strawberry.types.execution import ExecutionResult, PreExecutionError

from chassis.http.database_problems import cause_of, refusal_of
from chassis.http.handlers import InternalError
from chassis.http.problems import present_trace_id
from chassis.refusal import Kind, Refusal
from gateway.http.requests import GRAPHQL_JSON
from gateway.schema.limits import QueryTooLong

log = structlog.get_logger(__name__)

TOO_LONG = "Syntax Error: Document contains more than"


class DocumentInvalid(Refusal):
    """The document does not fit the schema; GraphQL's own message says where."""

    code, kind = "graphql-invalid", Kind.INVALID
    tr, en = "Sorgu şemaya uymuyor: {what}", "{what}"
    next_tr, next_en = "Sorguyu şemayla karşılaştırın.", "Compare the query with the schema."


def answer(result: ExecutionResult, media_type: str, tokens_max: int) -> Response:
    """Of what was never executed, the newer media type says 400; the older one says 200, as it always did."""
    errors = [_error(error, tokens_max) for error in result.errors or ()]
    body: dict[str, Any] = {"errors": errors} if errors else {}
    refused = _never_executed(result)
    if not refused:
        body["data"] = result.data
    status = 400 if refused and media_type == GRAPHQL_JSON else 200
    return _response(body, status, media_type)


def refusal(
    refused: Refusal, status: int, media_type: str, headers: Mapping[str, str] | None = None
) -> Response:
    """A request that is none."""
    return _response({"errors": [_words(refused, {})]}, status, media_type, headers)


def _response(
    body: Mapping[str, Any], status: int, media_type: str, headers: Mapping[str, str] | None = None
) -> Response:
    sent = {"Content-Type": f"{media_type}; charset=utf-8", **(headers or {})}
    return Response(orjson.dumps(body, default=str), status, sent)


def _never_executed(result: ExecutionResult) -> bool:
    """Parsing, validation or the variables failed; an error inside an execution has a path."""
    if isinstance(result, PreExecutionError):
        return True
    return result.data is None and all(error.path is None for error in result.errors or ())


def _error(error: GraphQLError, tokens_max: int) -> dict[str, Any]:
    place = {
        "locations": [{"line": each.line, "column": each.column} for each in error.locations or ()],
        "path": error.path,
    }
    return _words(_refused(error, tokens_max), {name: value for name, value in place.items() if value})


def _refused(error: GraphQLError, tokens_max: int) -> Refusal:
    """What went wrong, in two languages; a fault of ours is logged and told without details."""
    original = error.original_error
    while isinstance(original, GraphQLError):
        original = original.original_error
    if isinstance(original, Refusal):
        return original
    if original is None or error.path is None:
        return (
            QueryTooLong(limit=tokens_max)
            if error.message.startswith(TOO_LONG)
            else DocumentInvalid(what=error.message)
        )
    if known := refusal_of(original, {}):
        log.warning("database refused a query", code=known.code, **cause_of(original))
        return known
    path = [part for part in error.path if isinstance(part, str)]
    log.error("resolver failed", path=path, exc_info=original)
    return InternalError()


def _words(refused: Refusal, place: Mapping[str, Any]) -> dict[str, Any]:
    message, step = refused.message, refused.next_step
    extensions: dict[str, Any] = {"code": refused.code, "message": {"tr": message.tr, "en": message.en}}
    if step is not None:
        extensions["next"] = {"tr": step.tr, "en": step.en}
    if refused.field is not None:
        extensions["field"] = refused.field
    if trace_id := present_trace_id():
        extensions["traceId"] = trace_id
    return {"message": message.en, **place, "extensions": extensions}
