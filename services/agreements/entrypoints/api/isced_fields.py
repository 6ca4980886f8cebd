"""Fields of education by ISCED-F 2013, with Turkish and English labels."""

from typing import Annotated, Self

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response
from pydantic import BaseModel

from chassis.http.paging import Page, Paging, page_query
from chassis.http.problems import Localized
from chassis.identity.access import ANYBODY, allowed
from services.agreements.adapters.work import AgreementsWork
from services.agreements.domain.isced import IscedField, IscedLevel
from services.agreements.entrypoints.api.edge import AgreementsEdge

router = APIRouter(tags=["fields of education"])


class IscedFieldOut(BaseModel):
    code: str
    level: IscedLevel
    label: Localized

    @classmethod
    def of(cls, field: IscedField) -> Self:
        label = Localized(tr=field.label_tr, en=field.label_en)
        return cls(code=field.code, level=field.level, label=label)


@router.get("/isced-fields", response_model=Page[IscedFieldOut])
@allowed(everything=ANYBODY)
async def search_isced_fields(
    edge: AgreementsEdge,
    page: Annotated[Paging, Depends(page_query)],
    q: Annotated[str | None, Query(max_length=200, description="Words of the label, or the code")] = None,
    level: Annotated[IscedLevel | None, Query()] = None,
) -> Response:
    """By code. Agreements name detailed fields; letters fold in the search."""

    async def query(work: AgreementsWork) -> Page[IscedFieldOut]:
        (after,) = page.after(str) or (None,)
        found = await work.isced.search(q, level, after, page.fetch)
        return Page[IscedFieldOut].of(found, page, IscedFieldOut.of, lambda field: (field.code,))

    return await edge.read(query, lambda answer: answer)
