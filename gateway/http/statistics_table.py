"""``GET /v1/statistics``: how many went and came, as a table for whoever counts with a spreadsheet."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import Response
from pydantic import BaseModel, Field

from chassis.http.edge import AnyEdge
from chassis.identity.access import allowed
from chassis.identity.caller import Role
from chassis.refusal import Kind, Refusal
from chassis.work import UnitOfWork
from gateway.http.spreadsheets import WRITERS, Format, Language
from gateway.schema.statistics import BY_DIMENSIONS, Dimension

ROWS_MAX = 50_000


class TooManyRows(Refusal):
    code, kind = "statistics-too-long", Kind.INVALID
    tr = "Tablo {limit} satırdan uzun olurdu."
    en = "The table would be longer than {limit} rows."
    next_tr, next_en = "Daha az kırılım ya da daha kısa bir dönem seçin.", "Choose fewer dimensions or years."


COUNTED = "beneficiaries"
HEADINGS: Mapping[Language, Mapping[str, str]] = {
    Language.TURKISH: {
        Dimension.YEAR: "Çağrı yılı",
        Dimension.PROGRAMME: "Program",
        Dimension.DIRECTION: "Yön",
        Dimension.COUNTRY: "Ülke",
        Dimension.FACULTY: "Fakülte",
        COUNTED: "Yararlanan",
    },
    Language.ENGLISH: {
        Dimension.YEAR: "Call year",
        Dimension.PROGRAMME: "Programme",
        Dimension.DIRECTION: "Direction",
        Dimension.COUNTRY: "Country",
        Dimension.FACULTY: "Faculty",
        COUNTED: "Beneficiaries",
    },
}
WORDS: Mapping[Language, Mapping[str, str]] = {
    Language.TURKISH: {
        "outgoing": "giden",
        "incoming": "gelen",
        "erasmus": "Erasmus+",
        "mevlana": "Mevlana",
        "farabi": "Farabi",
        "bilateral": "ikili anlaşma",
        "foreign-students": "uluslararası öğrenci",
    },
    Language.ENGLISH: {
        "erasmus": "Erasmus+",
        "mevlana": "Mevlana",
        "farabi": "Farabi",
        "foreign-students": "foreign students",
    },
}

router = APIRouter(tags=["statistics"])


class Asked(BaseModel):
    """A column for each of ``by``, in this order. Excel opens both formats."""

    from_year: int = Field(ge=1900, le=2100, description="First call year")
    to_year: int = Field(ge=1900, le=2100, description="Last call year")
    by: list[Dimension] = Field(min_length=1)
    format: Format = Format.XLSX
    language: Language = Language.TURKISH

    def columns(self) -> Sequence[Dimension]:
        return tuple(dict.fromkeys(self.by))


@router.get("/statistics", response_class=Response)
@allowed(everything=list(Role))
async def table(edge: AnyEdge, asked: Annotated[Asked, Query()]) -> Response:
    """Mobilities without those given up, counted. Totals: no person, no gender. Raises: TooManyRows."""
    columns = (*asked.columns(), COUNTED)
    found = await edge.look(partial(_counted, asked))
    words = WORDS[asked.language]
    lines = [[words.get(row[name], row[name]) for name in columns] for row in found]
    heading = [HEADINGS[asked.language][name] for name in columns]
    media_type, write = WRITERS[asked.format]
    name = f"kervan-{asked.from_year}-{asked.to_year}.{asked.format}"
    told = {"Content-Disposition": f'attachment; filename="{name}"'}
    written = await asyncio.to_thread(write, [heading, *lines])
    return Response(written, media_type=media_type, headers=told)


async def _counted(asked: Asked, work: UnitOfWork) -> Sequence[Mapping[str, Any]]:
    statement = BY_DIMENSIONS.statement.limit(ROWS_MAX + 1)
    values = BY_DIMENSIONS.values(asked.model_dump(include={"from_year", "to_year", "by"}))
    found = (await work.connection.execute(statement, values)).mappings().all()
    if len(found) > ROWS_MAX:
        raise TooManyRows(limit=ROWS_MAX)
    return [dict(row) for row in found]
