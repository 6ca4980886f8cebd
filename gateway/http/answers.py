"""From an outcome to an answer: status, body, errors in Kervan's words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import orjson
import structlog
from graphql import GraphQLError
from strawberry.types.execution import ExecutionResult, PreExecutionError

from chassis.http.database_problems import cause_of, refusal_of
from chassis.http.handlers import InternalError
from chassis.http.problems import present_trace_id
from chassis.refusal import Kind, Refusal
from gateway.documents.reading import DocumentInvalid
from gateway.execution import Outcome
from gateway.http.exchange import ANSWERED, FAILED, REFUSED
from gateway.http.media_types import GRAPHQL_JSON

log = structlog.get_logger(__name__)


def answer_of(outcome: Outcome, media_type: str) -> tuple[int, bytes]:
    """Status and body. What was never executed is 400 in the newer media type, 200 in the older, as ever."""
    if isinstance(outcome, bytes):
        return 200, b'{"data":' + outcome + b"}"
    if _never_executed(outcome):
        return refused_document(outcome.errors or (), media_type)
    errors = [error_of(error) for error in outcome.errors or ()]
    body: dict[str, Any] = {"errors": errors} if errors else {}
    body["data"] = outcome.data
    if outcome.extensions:
        body["extensions"] = outcome.extensions
    return 200, _written(body)


def told_by(outcome: Outcome) -> str:
    """Answered; refused: by a rule, or the operation does not fit; failed: by our own fault."""
    if isinstance(outcome, bytes) or not outcome.errors:
        return ANSWERED
    causes = [_cause(error) for error in outcome.errors]
    ours = [cause for cause in causes if not isinstance(cause, Refusal | None)]
    away = [cause for cause in causes if isinstance(cause, Refusal) and cause.kind is Kind.UNAVAILABLE]
    return FAILED if ours or away else REFUSED


def refused_document(errors: Sequence[GraphQLError], media_type: str) -> tuple[int, bytes]:
    """What parsing, validation, limits or the variables refused."""
    status = 400 if media_type == GRAPHQL_JSON else 200
    return status, _written({"errors": [error_of(error) for error in errors]})


def refused(refusal: Refusal) -> bytes:
    """The body for a request that is none."""
    return _written({"errors": [_words(refusal, {})]})


def _written(body: Mapping[str, Any]) -> bytes:
    return orjson.dumps(body, default=str)


def _never_executed(result: ExecutionResult) -> bool:
    """The variables failed; an error inside an execution has a path."""
    if isinstance(result, PreExecutionError):
        return True
    return result.data is None and all(error.path is None for error in result.errors or ())


def error_of(error: GraphQLError) -> dict[str, Any]:
    """An error as answers hold it: message, place, and the refusal behind it in two languages."""
    place = {
        "locations": [{"line": each.line, "column": each.column} for each in error.locations or ()],
        "path": error.path,
    }
    return _words(_refusal(error), {name: value for name, value in place.items() if value})


def _refusal(error: GraphQLError) -> Refusal:
    """What went wrong, in two languages; a fault of ours is logged and told without details."""
    original = _cause(error)
    if isinstance(original, Refusal):
        return original
    if original is None or error.path is None:
        return DocumentInvalid(what=error.message)
    if known := refusal_of(original, {}):
        log.warning("query.refused_by_database", code=known.code, **cause_of(original))
        return known
    path = [part for part in error.path if isinstance(part, str)]
    log.error("resolver.failed", path=path, exc_info=original)
    return InternalError()


def _cause(error: GraphQLError) -> Exception | None:
    """What was raised, beneath GraphQL's own wrappings; None where GraphQL itself complains."""
    original = error.original_error
    while isinstance(original, GraphQLError):
        original = original.original_error
    return original


def _words(refusal: Refusal, place: Mapping[str, Any]) -> dict[str, Any]:
    message, step = refusal.message, refusal.next_step
    extensions: dict[str, Any] = {"code": refusal.code, "message": {"tr": message.tr, "en": message.en}}
    if step is not None:
        extensions["next"] = {"tr": step.tr, "en": step.en}
    if refusal.field is not None:
        extensions["field"] = refusal.field
    if trace_id := present_trace_id():
        extensions["traceId"] = trace_id
    return {"message": message.en, **place, "extensions": extensions}
