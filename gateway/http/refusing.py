"""How a refused request is answered: as GraphQL errors, or as a problem document before GraphQL begins."""

from __future__ import annotations

from collections.abc import Mapping

import structlog
from starlette.requests import Request

from chassis.http.body_limit import TOO_LARGE, UNSUPPORTED, BodyTooLarge, EncodingUnsupported
from chassis.http.database_problems import cause_of, refusal_of
from chassis.http.handlers import WRONG_METHOD, InternalError, MethodNotAllowed
from chassis.http.problems import RETRY_AFTER_SECONDS, problem_response
from chassis.http.strangers import TooManyFromHere
from chassis.identity.caller import Unauthenticated
from chassis.identity.jwks import KeysUnavailable
from chassis.refusal import Kind, Refusal
from gateway.documents.choosing import DocumentNotTrusted
from gateway.http import answers
from gateway.http.exchange import Exchange, raw
from gateway.http.media_types import MediaTypeUnsupported, NotAcceptable
from gateway.http.origins import OriginRefused
from gateway.limits.admission import TooManyAtOnce
from gateway.limits.pace import TooManyNewDocuments
from gateway.limits.time import BodyTooSlow

log = structlog.get_logger(__name__)

ALLOWED = "GET, POST"


class MutationByGet(Refusal):
    """A link or a prefetch must never change anything."""

    code, kind = "method-not-allowed", Kind.INVALID
    tr, en = "GET yalnız sorgu çalıştırır.", "GET runs queries only."
    next_tr, next_en = "İşlemi POST ile gönderin.", "Send the operation by POST."


class SubscriptionNotStreamed(Refusal):
    """An answer that ends cannot hold what has not happened yet."""

    code, kind = "subscription-not-streamed", Kind.INVALID
    tr, en = "Abonelik tek bir yanıtla verilemez.", "A subscription is not one answer."
    next_tr = "Accept: text/event-stream ile gönderin ya da graphql-transport-ws ile bağlanın."
    next_en = "Send it with Accept: text/event-stream, or connect by graphql-transport-ws."


FORBIDDEN, TOO_MANY, UNAVAILABLE = 403, 429, 503
# not yet GraphQL: told as every other address of Kervan tells it
BEFORE_GRAPHQL = (
    BodyTooLarge,
    EncodingUnsupported,
    InternalError,
    KeysUnavailable,
    MethodNotAllowed,
    OriginRefused,
    TooManyFromHere,
    Unauthenticated,
)
STATUS: Mapping[type[Refusal], int] = {
    BodyTooSlow: 408,
    DocumentNotTrusted: FORBIDDEN,
    BodyTooLarge: TOO_LARGE,
    EncodingUnsupported: UNSUPPORTED,
    InternalError: 500,
    MediaTypeUnsupported: 415,
    MethodNotAllowed: WRONG_METHOD,
    MutationByGet: WRONG_METHOD,
    NotAcceptable: 406,
    OriginRefused: FORBIDDEN,
    TooManyAtOnce: TOO_MANY,
    TooManyNewDocuments: TOO_MANY,
}
HEADERS: Mapping[type[Refusal], Mapping[str, str]] = {
    BodyTooSlow: {"Connection": "close"},
    MethodNotAllowed: {"Allow": ALLOWED},
    MutationByGet: {"Allow": "POST"},
}


async def refuse(exchange: Exchange, refusal: Refusal) -> None:
    headers = HEADERS.get(type(refusal), {})
    if isinstance(refusal, BEFORE_GRAPHQL):
        await _as_problem(exchange, refusal, headers)
        return
    status = STATUS.get(type(refusal), UNAVAILABLE if refusal.kind is Kind.UNAVAILABLE else 400)
    if status in (TOO_MANY, UNAVAILABLE):
        headers = {"Retry-After": str(refusal.facts.get("seconds", RETRY_AFTER_SECONDS)), **headers}
    more = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
    await exchange.answer(status, answers.refused(refusal), more)


async def _as_problem(exchange: Exchange, refusal: Refusal, headers: Mapping[str, str]) -> None:
    status = STATUS.get(type(refusal))
    problem = problem_response(Request(exchange.scope), refusal, status=status, headers=headers)
    await exchange.respond(problem.status_code, raw(problem.headers), bytes(problem.body))


def meant_by(error: Exception) -> Refusal:
    """The refusal for what nothing else caught: the database's words, or a fault of ours, logged."""
    if known := refusal_of(error, {}):
        log.warning("query.refused_by_database", code=known.code, **cause_of(error))
        return known
    log.error("query.failed", exc_info=error)
    return InternalError()
