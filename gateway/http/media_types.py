"""Which of the two media types of GraphQL answers a client wants."""

from __future__ import annotations

from functools import lru_cache

from chassis.refusal import Kind, Refusal

JSON = "application/json"
GRAPHQL_JSON = "application/graphql-response+json"
EVENTS = "text/event-stream"
ACCEPTS_REMEMBERED_MAX = 256


class MediaTypeUnsupported(Refusal):
    code, kind = "media-type-unsupported", Kind.INVALID
    tr, en = "Gövde {given} türünde okunamaz.", "A body of type {given} cannot be read."
    next_tr, next_en = "Content-Type: application/json gönderin.", "Send Content-Type: application/json."


class NotAcceptable(Refusal):
    code, kind = "not-acceptable", Kind.INVALID
    tr, en = "İstenen yanıt türü verilemiyor.", "None of the accepted types can be answered."
    next_tr = f"Accept başlığına {GRAPHQL_JSON} ekleyin."
    next_en = f"Add {GRAPHQL_JSON} to Accept."


def answer_type(accept: bytes | None) -> str:
    """The media type to answer with. Raises: NotAcceptable.

    Of equals the newer one: it tells errors apart by status. Without a wish it is plain JSON, as the
    specification asks for the sake of older clients.
    """
    if not accept:
        return JSON
    answered = _chosen(accept)
    if answered is None:
        raise NotAcceptable
    return answered


@lru_cache(ACCEPTS_REMEMBERED_MAX)
def wants_events(accept: bytes | None) -> bool:
    """Whether a stream of events is asked for. Clients that name JSON beside it send queries that way too."""
    wishes = _wishes(accept or b"")
    return EVENTS in wishes and GRAPHQL_JSON not in wishes and JSON not in wishes


@lru_cache(ACCEPTS_REMEMBERED_MAX)
def _chosen(accept: bytes) -> str | None:
    wishes = _wishes(accept)
    named = {media: wishes[media] for media in (GRAPHQL_JSON, JSON) if media in wishes}
    if named:
        return max(named, key=lambda media: named[media])
    return JSON if "*/*" in wishes or "application/*" in wishes else None


def _wishes(accept: bytes) -> dict[str, float]:
    parts = accept.decode("latin-1").split(",")
    return {media: quality for part in parts for media, quality in [_wish(part)] if quality > 0}


def _wish(part: str) -> tuple[str, float]:
    media, *parameters = (piece.strip().lower() for piece in part.split(";"))
    quality = next((text[2:] for text in parameters if text.startswith("q=")), "1")
    try:
        return media, float(quality)
    except ValueError:
        return media, 0.0


@lru_cache(ACCEPTS_REMEMBERED_MAX)
def is_json(content_type: bytes | None) -> bool:
    """Whether a body of this Content-Type may be read: JSON in UTF-8.

    No page of another site can send it without asking first (CORS), which is why nothing else is read.
    """
    media, _, parameters = (content_type or b"").decode("latin-1").lower().partition(";")
    charset = parameters.strip().replace('"', "")
    return media.strip() == JSON and charset in ("", "charset=utf-8")
