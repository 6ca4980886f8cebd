"""``GET /v1/statistics``: how many went and came, as a table for whoever counts with a spreadsheet."""

from __future__ import annotations

import asyncio
import csv
import io
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from functools import partial
from typing import Annotated, Any

import xlsxwriter
from fastapi import APIRouter, Query
from fastapi.responses import Response
from pydantic import BaseModel, Field

from chassis.http.edge import AnyEdge
from chassis.identity.access import allowed
from chassis.identity.caller import Role
from chassis.refusal import Kind, Refusal
from chassis.work import UnitOfWork
from gateway.schema.statistics import BY_DIMENSIONS, Dimension

ROWS_MAX = 50_000
FORMULA_BEGINS = ("=", "+", "-", "@", "\t", "\r")

Row = Sequence[str | int | None]


class Language(StrEnum):
    TURKISH = "tr"
    ENGLISH = "en"


class Format(StrEnum):
    CSV = "csv"
    XLSX = "xlsx"


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


def as_csv(rows: Sequence[Row]) -> bytes:
    """UTF-8 with its mark, without which Excel takes ş for two letters."""
    written = io.StringIO()
    csv.writer(written).writerows([[_harmless(cell) for cell in row] for row in rows])
    return written.getvalue().encode("utf-8-sig")


def as_xlsx(rows: Sequence[Row]) -> bytes:
    """Numbers are numbers, the heading stays in sight, and nothing that was entered is a formula."""
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet, bold = book.add_worksheet(), book.add_format({"bold": True})
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row, None if number else bold)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, len(rows) - 1, len(rows[0]) - 1)
        sheet.autofit()
    return written.getvalue()


def _harmless(cell: str | int | None) -> str | int | None:
    """A spreadsheet would run a text that begins like a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_BEGINS) else cell


WRITERS: Mapping[Format, tuple[str, Callable[[Sequence[Row]], bytes]]] = {
    Format.CSV: ("text/csv; charset=utf-8", as_csv),
    Format.XLSX: ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", as_xlsx),
}
