"""``GET /v1/reports/ledger``: the finance service's export, passed on as it comes."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, Field

from chassis.http.edge import AnyEdge
from chassis.identity.access import allowed
from chassis.identity.caller import Role
from chassis.identity.tokens import bearer_of
from gateway.commands.command import Service
from gateway.commands.owner import Owners, OwnerUnreachable
from gateway.commands.reckoning import ReckoningUnavailable
from gateway.http.documents import KEPT
from gateway.http.spreadsheets import Language

router = APIRouter(tags=["reports"])


class Asked(BaseModel):
    """Days of booking, both included; missing: this year until today."""

    begins: date | None = Field(default=None, description="First day")
    ends: date | None = Field(default=None, description="Last day")
    language: Language = Language.TURKISH


@router.get("/reports/ledger", response_class=StreamingResponse)
@allowed(everything=(Role.FINANCE,))
async def table(request: Request, _: AnyEdge, asked: Annotated[Asked, Query()]) -> StreamingResponse:
    """As CSV, or the owner's refusal as it is. Raises: ReckoningUnavailable."""
    owners: Owners = request.app.state.owners
    token = bearer_of(request.headers.get("authorization", "").encode())
    given = urlencode(asked.model_dump(mode="json", exclude_none=True))
    try:
        told = await owners.follow(Service.FINANCE, f"/v1/ledger/export?{given}", token)
    except OwnerUnreachable as error:
        raise ReckoningUnavailable from error
    headers = {name: told.headers[name] for name in KEPT if name in told.headers}
    return StreamingResponse(told.chunks, told.status, headers)
