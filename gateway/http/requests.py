"""From an HTTP request to what is to be executed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from fastapi import Request

from chassis.refusal import Kind, Refusal

JSON = "application/json"
GRAPHQL_JSON = "application/graphql-response+json"


class RequestUnreadable(Refusal):
    """Not a GraphQL request: no JSON, no query, or a parameter of the wrong type."""

    code, kind = "graphql-request-unreadable", Kind.INVALID
    tr, en = "GraphQL isteği okunamadı: {what}.", "The GraphQL request could not be read: {what}."
    next_tr = "JSON gövdede query (metin), variables (nesne) ve operationName (metin) gönderin."
    next_en = "Send a JSON body with query (text), variables (object) and operationName (text)."


class MediaTypeUnsupported(Refusal):
    code, kind = "media-type-unsupported", Kind.INVALID
    tr, en = "Gövde {given} türünde okunamaz.", "A body of type {given} cannot be read."
    next_tr, next_en = "Content-Type: application/json gönderin.", "Send Content-Type: application/json."


class NotAcceptable(Refusal):
    code, kind = "not-acceptable", Kind.INVALID
    tr, en = "İstenen yanıt türü verilemiyor.", "None of the accepted types can be answered."
    next_tr = f"Accept başlığına {GRAPHQL_JSON} ekleyin."
    next_en = f"Add {GRAPHQL_JSON} to Accept."


@dataclass(frozen=True)
class Operation:
    query: str
    variables: dict[str, Any] | None
    name: str | None


async def posted(request: Request) -> Operation:
    """Raises: MediaTypeUnsupported, RequestUnreadable."""
    content_type = request.headers.get("content-type", "")
    media, _, parameters = content_type.partition(";")
    charset = parameters.strip().lower().replace('"', "")
    if media.strip().lower() != JSON or charset not in ("", "charset=utf-8"):
        raise MediaTypeUnsupported(given=content_type[:100] or "?")
    try:
        body = orjson.loads(await request.body())
    except orjson.JSONDecodeError as error:
        raise RequestUnreadable(what="JSON") from error
    if not isinstance(body, dict):
        raise RequestUnreadable(what="JSON object")
    return _operation(body)


def asked(request: Request) -> Operation:
    """Raises: RequestUnreadable."""
    given: dict[str, Any] = dict(request.query_params)
    for name in ("variables", "extensions"):
        if name in given:
            try:
                given[name] = orjson.loads(given[name])
            except orjson.JSONDecodeError as error:
                raise RequestUnreadable(what=name) from error
    return _operation(given)


def _operation(given: Mapping[str, Any]) -> Operation:
    query, variables, name = given.get("query"), given.get("variables"), given.get("operationName")
    if not isinstance(query, str) or not query.strip():
        raise RequestUnreadable(what="query")
    if not isinstance(variables, dict | None):
        raise RequestUnreadable(what="variables")
    if not isinstance(given.get("extensions"), dict | None):
        raise RequestUnreadable(what="extensions")
    if not isinstance(name, str | None):
        raise RequestUnreadable(what="operationName")
    return Operation(query, variables, name or None)


def answer_type(accept: str | None) -> str:
    """The media type to answer with. Raises: NotAcceptable.

    Of equals the newer one: it tells errors apart by status. Without a wish it is plain JSON, as the
    specification asks for the sake of older clients.
    """
    if not accept:
        return JSON
    wishes = {media: quality for part in accept.split(",") for media, quality in [_wish(part)] if quality > 0}
    named = {media: wishes[media] for media in (GRAPHQL_JSON, JSON) if media in wishes}
    if named:
        return max(named, key=lambda media: named[media])
    if "*/*" in wishes or "application/*" in wishes:
        return JSON
    raise NotAcceptable


def _wish(part: str) -> tuple[str, float]:
    media, *parameters = (piece.strip().lower() for piece in part.split(";"))
    quality = next((text[2:] for text in parameters if text.startswith("q=")), "1")
    try:
        return media, float(quality)
    except ValueError:
        return media, 0.0
