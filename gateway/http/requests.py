"""From an HTTP request's bytes to what it asks for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

import orjson

from chassis.refusal import Kind, Refusal
from gateway.limits.document import TextWithNul

PARAMETERS_MAX = 16
_JSON_PARAMETERS = ("variables", "extensions")
_ESCAPED_NUL = b"\\u0000"
_NONE: Mapping[str, Any] = {}


class RequestUnreadable(Refusal):
    """Not a GraphQL request: no JSON, no query, or a parameter of the wrong type."""

    code, kind = "graphql-request-unreadable", Kind.INVALID
    tr, en = "GraphQL isteği okunamadı: {what}.", "The GraphQL request could not be read: {what}."
    next_tr = "JSON gövdede query (metin), variables (nesne) ve operationName (metin) gönderin."
    next_en = "Send a JSON body with query (text), variables (object) and operationName (text)."


class BatchRefused(Refusal):
    """One request holds one operation: a batch would be answered by its slowest, and counted once."""

    code, kind = "graphql-batch-refused", Kind.INVALID
    tr, en = "Bir istekte yalnız bir işlem olabilir.", "A request holds one operation, not a list of them."
    next_tr = "İşlemleri ayrı isteklerle, aynı bağlantı üzerinden gönderin."
    next_en = "Send the operations as requests of their own, over the same connection."


class Request(NamedTuple):
    """What GraphQL over HTTP asks with; ``document_hash`` instead of a text or beside it."""

    query: str | None
    variables: Mapping[str, Any]
    operation_name: str | None
    document_hash: str | None


def posted(body: bytes) -> Request:
    """Raises: RequestUnreadable, BatchRefused."""
    try:
        given = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise RequestUnreadable(what=f"JSON, {str(error)[:100]}") from error
    if isinstance(given, list):
        raise BatchRefused
    if not isinstance(given, dict):
        raise RequestUnreadable(what="JSON object")
    request = _request(given)
    if _ESCAPED_NUL in body:
        _refuse_nul(request.variables)
    return request


def sent(payload: object) -> Request:
    """Of a message whose JSON is read already; for U+0000 see ``without_nul``. Raises: RequestUnreadable."""
    if not isinstance(payload, dict):
        raise RequestUnreadable(what="payload")
    return _request(payload)


def without_nul(request: Request) -> Request:
    """Raises: TextWithNul."""
    _refuse_nul(request.variables)
    return request


def asked(query_string: bytes) -> Request:
    """Raises: RequestUnreadable."""
    given: dict[str, Any] = {}
    for name, value in _pairs(query_string):
        if name in given:
            raise RequestUnreadable(what=f"{name[:20]} twice")
        given[name] = value
    for name in _JSON_PARAMETERS:
        if name in given:
            try:
                given[name] = orjson.loads(given[name])
            except orjson.JSONDecodeError as error:
                raise RequestUnreadable(what=name) from error
    request = _request(given)
    _refuse_nul(request.variables)
    return request


def _pairs(query_string: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(
            query_string.decode("ascii"),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=PARAMETERS_MAX,
        )
    except ValueError as error:  # of which broken UTF-8 is one
        raise RequestUnreadable(what="query string") from error


def _request(given: Mapping[str, Any]) -> Request:
    query, variables = given.get("query"), given.get("variables")
    name, extensions = given.get("operationName"), given.get("extensions")
    if query is not None and not isinstance(query, str):
        raise RequestUnreadable(what="query")
    if variables is not None and not isinstance(variables, dict):
        raise RequestUnreadable(what="variables")
    if name is not None and not isinstance(name, str):
        raise RequestUnreadable(what="operationName")
    if extensions is not None and not isinstance(extensions, dict):
        raise RequestUnreadable(what="extensions")
    named = _hash(given.get("documentId"), extensions)
    if named is None and (not query or query.isspace()):
        raise RequestUnreadable(what="query")
    return Request(query, variables or _NONE, name or None, named)


def _hash(document_id: object, extensions: Mapping[str, Any] | None) -> str | None:
    """The SHA-256 that a request names its document by: ``documentId``, or what Apollo's clients send."""
    if document_id is None:
        persisted = extensions.get("persistedQuery") if extensions else None
        if persisted is None:
            return None
        document_id = persisted.get("sha256Hash") if isinstance(persisted, dict) else 0
    if not isinstance(document_id, str):
        raise RequestUnreadable(what="documentId")
    return document_id.removeprefix("sha256:").lower()


def _refuse_nul(variables: Mapping[str, Any]) -> None:
    """PostgreSQL's text cannot hold it. Not recursive: a caller chooses how deep variables are."""
    pending: list[Any] = [variables]
    while pending:
        value = pending.pop()
        if isinstance(value, str) and "\0" in value:
            raise TextWithNul("variables")
        if isinstance(value, dict):
            pending += [*value, *value.values()]
        elif isinstance(value, list):
            pending += value
