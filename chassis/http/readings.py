"""The log of readings as services answer it: who of the staff read somebody at their own endpoints."""

from datetime import datetime
from typing import Any
from uuid import UUID

from fastapi.responses import Response
from pydantic import BaseModel, Field

from chassis.http.edge import Edge
from chassis.http.paging import Page, Paging
from chassis.readings import page_of


class Reading(BaseModel):
    """How often somebody of the staff read a person in an hour, and through what."""

    hour: datetime
    reader: str = Field(description="The identity provider's name for who read")
    roles: str
    operation: str
    times: int = Field(validation_alias="version")
    first_at: datetime
    last_at: datetime


async def readings_of(read_id: UUID, edge: Edge[Any], page: Paging) -> Response:
    """The newest hour first. ``read_id``: as it was noted, a person's or what stands for several."""

    async def query(work: Any) -> Page[Reading]:
        found = await page_of(work.connection, read_id, page.after(datetime, UUID), page.fetch)
        return Page[Reading].of(found, page, Reading.model_validate, lambda row: (row["hour"], row["id"]))

    return await edge.read(query, lambda answer: answer)
