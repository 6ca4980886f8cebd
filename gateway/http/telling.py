"""What operators see of a request: a duration, and in sampled traces a span with its operation's name.

Never the document, its values or its variables: they may be somebody's name.
"""

from __future__ import annotations

from time import perf_counter

from chassis.telemetry import metrics, names
from chassis.telemetry.tracing import ServerSpan, Value, exported
from gateway.http.exchange import FAILED, GONE, Exchange
from gateway.http.operation_names import OperationNames

ROUTE = "/graphql"
NAME_CHARACTERS_MAX = 100
_METHODS = frozenset({"GET", "POST", "OPTIONS", "HEAD", "PUT", "PATCH", "DELETE"})
_SERVER_ERROR = 500
_CLIENT_GONE = 499


def tell(exchange: Exchange, span: ServerSpan, operation_names: OperationNames) -> None:
    method = exchange.method if exchange.method in _METHODS else "_OTHER"
    status = exchange.status or _CLIENT_GONE
    seconds = perf_counter() - exchange.began
    failed = status >= _SERVER_ERROR or exchange.outcome == FAILED  # told in an answer of status 200
    kept = exported(span, failed=failed) if failed or span.is_wanted else None
    metrics.request_answered(method, ROUTE, status, seconds, kept)
    if exchange.operation is not None:
        name = operation_names.label(exchange.operation.name)
        metrics.operation_answered(name, exchange.operation.kind.value, _outcome(exchange), seconds, kept)
    if kept is not None:
        error = (str(status) if status >= _SERVER_ERROR else FAILED) if failed else None
        span.end_as(f"{method} {ROUTE}", _attributes(exchange, method), error)


def _outcome(exchange: Exchange) -> str:
    """A failure that a status tells counts before what the answer was going to be."""
    if exchange.status == 0:
        return GONE
    return FAILED if exchange.status >= _SERVER_ERROR else exchange.outcome


def _attributes(exchange: Exchange, method: str) -> dict[str, Value]:
    attributes: dict[str, Value] = {
        names.HTTP_METHOD: method,
        names.HTTP_ROUTE: ROUTE,
        names.URL_PATH: ROUTE,
        names.HTTP_STATUS: exchange.status or _CLIENT_GONE,
    }
    if exchange.operation is not None:
        attributes[names.GRAPHQL_TYPE] = exchange.operation.kind.value
        if exchange.operation.name is not None:
            attributes[names.GRAPHQL_OPERATION] = exchange.operation.name[:NAME_CHARACTERS_MAX]
    return attributes
