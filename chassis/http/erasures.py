"""``GET /v1/erasures``: what a service forgot, for the office and operators."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field

from chassis.erasures import page_of
from chassis.http.edge import AnyEdge
from chassis.http.paging import Page, Paging, page_query
from chassis.identity.access import allowed
from chassis.identity.caller import Role
from chassis.work import UnitOfWork


class Erasure(BaseModel):
    """A person was forgotten here."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    person: str = Field(description="SHA-256 of the person's id")
    erased_at: datetime
    asked_by: str | None = Field(description="Who asked, where they did")
    rows: Mapping[str, int] = Field(description="How many rows went, by table")


router = APIRouter(tags=["erasures"])


PageQuery = Annotated[Paging, Depends(page_query)]


@router.get("/erasures", response_model=Page[Erasure])
@allowed(everything=[Role.OFFICE, Role.OPS])
async def list_all(
    edge: AnyEdge,
    page: PageQuery,
    person_id: Annotated[UUID | None, Query(description="Of this person only")] = None,
) -> Response:
    """What this service forgot, oldest first. Office and operators."""

    async def query(work: UnitOfWork) -> Page[Erasure]:
        (after,) = page.after(UUID) or (None,)
        found = await page_of(work.connection, person_id, after, page.fetch)
        return Page[Erasure].of(found, page, Erasure.model_validate, lambda row: (row.id,))

    return await edge.read(query, lambda answer: answer)
