"""``GET /v1/documents/{id}``: a PDF of what an owner made, fetched from it with the caller's own token.

A document may hold what no view does, so the gateway keeps none: the owner decides who may have it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response

from chassis.http.edge import AnyEdge
from chassis.identity.access import allowed
from chassis.identity.caller import Role
from chassis.identity.tokens import bearer_of
from chassis.refusal import Kind, NotFound, Refusal
from gateway.commands.command import Service
from gateway.commands.owner import Owners, OwnerUnreachable
from gateway.reading.ids import parse_node_id

KEPT = ("Content-Type", "Content-Disposition")
MADE_BY: Mapping[str, tuple[Service, str]] = {
    "IncomingApplication": (Service.MOBILITY, "/v1/incoming-applications/{id}/document"),
    "Letter": (Service.AGREEMENTS, "/v1/letters/{id}/document"),
    "Mobility": (Service.MOBILITY, "/v1/mobilities/{id}/document"),
    "Registration": (Service.EVENTS, "/v1/certificates/{id}"),
}
"""By type of the object: who makes its document, and where."""

router = APIRouter(tags=["documents"])


class DocumentUnavailable(Refusal):
    code, kind = "service-unavailable", Kind.UNAVAILABLE
    tr, en = (
        "Belgeyi hazırlayan hizmet şu anda yanıt vermiyor.",
        "The service that makes it is not answering now.",
    )
    next_tr, next_en = "Birkaç saniye sonra yeniden deneyin.", "Try again in a few seconds."


@router.get("/documents/{id}", response_class=Response)
@allowed(everything=list(Role))
async def document(
    id: Annotated[str, Path(description="The object's id, as the graph tells it")],
    request: Request,
    edge: AnyEdge,
) -> Response:
    """As PDF, or the owner's refusal as it is. Raises: IdInvalid, NotFound, DocumentUnavailable."""
    type_name, key = parse_node_id(id, "id")
    if type_name not in MADE_BY:
        raise NotFound(what="document")
    service, path = MADE_BY[type_name]
    owners: Owners = request.app.state.owners
    token = bearer_of(request.headers.get("authorization", "").encode())
    try:
        made = await owners.fetch(service, path.format(id=key), token)
    except OwnerUnreachable as error:
        raise DocumentUnavailable from error
    told = {name: made.headers[name] for name in KEPT if name in made.headers}
    return Response(made.body, made.status, told)
