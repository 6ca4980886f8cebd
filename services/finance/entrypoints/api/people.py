"""Who of the staff read a person here: in a bank's file, which names them and their accounts."""

from datetime import datetime
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import BaseModel, Field

from chassis.http.paging import Page
from chassis.identity.access import PEOPLE, allowed
from chassis.identity.caller import Role
from chassis.readings import page_of
from chassis.refusal import NotFound
from services.finance.adapters.work import FinanceWork
from services.finance.entrypoints.api.edge import FinanceEdge, PageQuery

router = APIRouter(tags=["people"])


class ReadingOut(BaseModel):
    """How often somebody of the staff read a person in an hour, and through what."""

    hour: datetime
    reader: str
    roles: str
    operation: str
    times: int = Field(validation_alias="version")
    first_at: datetime
    last_at: datetime


@router.get("/people/{person_id}/readings", response_model=Page[ReadingOut])
@allowed(everything=[Role.OFFICE], own=PEOPLE)
async def readings(person_id: UUID, edge: FinanceEdge, page: PageQuery) -> Response:
    """By hour; what was read through the gateway and at mobility is told there."""
    edge.sight.require(NotFound(what="person"), person_id=person_id)

    async def query(work: FinanceWork) -> Page[ReadingOut]:
        found = await page_of(work.connection, person_id, page.after(datetime, UUID), page.fetch)
        return Page[ReadingOut].of(
            found, page, ReadingOut.model_validate, lambda row: (row["hour"], row["id"])
        )

    return await edge.read(query, lambda answer: answer)
