"""Records that are one institution: found and merged by the office."""

from typing import Annotated, Self
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict

from chassis.http.paging import Page, Paging, page_query
from chassis.identity.access import allowed
from chassis.identity.caller import Role
from services.agreements.adapters.work import AgreementsWork
from services.agreements.application.merge_partners import merge_partners
from services.agreements.domain.merging import Alike, LikelyDuplicates
from services.agreements.entrypoints.api.edge import AgreementsEdge
from services.agreements.entrypoints.api.partners import PartnerOut

router = APIRouter(tags=["partners"])


class MergeIn(BaseModel):
    """``into_id``: the record that stays."""

    model_config = ConfigDict(extra="forbid")

    into_id: UUID


class DuplicatesOut(BaseModel):
    """Records that may be one institution, and why."""

    alike: Alike
    partners: list[PartnerOut]

    @classmethod
    def of(cls, found: LikelyDuplicates) -> Self:
        return cls(alike=found.alike, partners=[PartnerOut.of(partner) for partner in found.partners])


@router.get("/partners/duplicates", response_model=Page[DuplicatesOut])
@allowed(everything=[Role.OFFICE])
async def duplicates(edge: AgreementsEdge, page: Annotated[Paging, Depends(page_query)]) -> Response:
    """Of one name in a country, or of one Erasmus code; letters fold as in the search."""

    async def query(work: AgreementsWork) -> Page[DuplicatesOut]:
        found = await work.partners.likely_duplicates(page.after(str, str), page.fetch)
        return Page[DuplicatesOut].of(found, page, DuplicatesOut.of, lambda row: (row.alike, row.likeness))

    return await edge.read(query, lambda answer: answer)


@router.post("/partners/{partner_id}/merge", response_model=PartnerOut)
@allowed(everything=[Role.OFFICE])
async def merge(partner_id: UUID, body: MergeIn, edge: AgreementsEdge) -> Response:
    """This record is that one: agreements, letters, contacts and notes move. Said again, nothing happens."""
    version = edge.expected_version
    return await edge.run(
        lambda work: merge_partners(partner_id, body.into_id, version, work, now=edge.now()), PartnerOut.of
    )
