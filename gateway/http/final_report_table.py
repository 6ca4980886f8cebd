"""``GET /v1/reports/final``: the final report as a table, with a line for the sum and for support."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field

from chassis.csv_writing import Cell
from chassis.http.edge import AnyEdge
from chassis.identity.access import allowed
from chassis.identity.caller import Role
from chassis.identity.tokens import bearer_of
from gateway.commands.command import Service
from gateway.commands.reckoning import reckoned
from gateway.http.spreadsheets import WRITERS, Format, Language
from gateway.reading.ids import aggregate_id

COUNTS = ("participants", "completed", "with_grant", "zero_grant", "with_top_up", "days", "funded_days")
CATEGORIES = ("individual", "travel", "top_up", "total")

HEADINGS: Mapping[Language, Sequence[str]] = {
    Language.TURKISH: (
        "Faaliyet",
        "Süre",
        "Katılımcı",
        "Tamamlanan",
        "Hibeli",
        "Hibesiz",
        "Ek destekli",
        "Gün",
        "Hibelendirilen gün",
        "Hibe: bireysel destek",
        "Hibe: yol",
        "Hibe: ek destek",
        "Hibe: toplam",
        "Harcanan: bireysel destek",
        "Harcanan: yol",
        "Harcanan: ek destek",
        "Harcanan: toplam",
        "Geri alınacak",
        "Para birimi",
    ),
    Language.ENGLISH: (
        "Activity",
        "Length",
        "Participants",
        "Completed",
        "With grant",
        "Zero-grant",
        "With top-up",
        "Days",
        "Funded days",
        "Granted: individual support",
        "Granted: travel",
        "Granted: top-ups",
        "Granted: total",
        "Spent: individual support",
        "Spent: travel",
        "Spent: top-ups",
        "Spent: total",
        "Owed back",
        "Currency",
    ),
}
WORDS: Mapping[Language, Mapping[str | None, str]] = {
    Language.TURKISH: {
        "student-study": "öğrenim",
        "student-traineeship": "staj",
        "staff-teaching": "ders verme",
        "staff-training": "eğitim alma",
        "long": "uzun",
        "short": "kısa",
        "staff": "personel",
        "total": "TOPLAM",
        "organisational": "KURUMSAL DESTEK",
        None: "bilinmiyor",
    },
    Language.ENGLISH: {
        "student-study": "study",
        "student-traineeship": "traineeship",
        "staff-teaching": "teaching",
        "staff-training": "training",
        "total": "TOTAL",
        "organisational": "ORGANISATIONAL SUPPORT",
        None: "not known",
    },
}

router = APIRouter(tags=["reports"])


class Asked(BaseModel):
    budget: str = Field(max_length=100, description="The budget's node id")
    format: Format = Format.XLSX
    language: Language = Language.TURKISH


@router.get("/reports/final", response_class=Response)
@allowed(everything=(Role.FINANCE, Role.OFFICE))
async def table(request: Request, edge: AnyEdge, asked: Annotated[Asked, Query()]) -> Response:
    """As of now. Raises: IdInvalid, OwnerRefused, ReckoningUnavailable."""
    budget = aggregate_id(asked.budget, "Budget", "budget")
    token = bearer_of(request.headers.get("authorization", "").encode())
    path = f"/v1/budgets/{budget}/final-report"
    report = await reckoned(request.app.state.owners, Service.FINANCE, path, token)
    media_type, write = WRITERS[asked.format]
    name = f"kervan-final-{report['programme']}-{report['call_year']}-{report['as_of']}.{asked.format}"
    told = {"Content-Disposition": f'attachment; filename="{name}"'}
    written = await asyncio.to_thread(write, list(rows(report, asked.language)))
    return Response(written, media_type=media_type, headers=told)


def rows(report: Mapping[str, Any], language: Language) -> Iterator[Sequence[Cell]]:
    """Heading, a line an activity, their sum, organisational support as given and spent."""
    words = WORDS[language]
    yield HEADINGS[language]
    for each in report["activities"]:
        named = words[each["activity"]], words.get(each["stay"], each["stay"])
        yield (*named, *_figures(each))
    yield (words["total"], None, *_figures(report["total"]))
    yield (words["organisational"], None, *_support(report))


def _figures(found: Mapping[str, Any]) -> Iterator[Cell]:
    yield from (found[name] for name in COUNTS)
    yield from (_amount(found["granted"][name]) for name in CATEGORIES)
    yield from (_amount(found["spent"][name]) for name in CATEGORIES)
    yield from (_amount(found["owed"]), found["owed"]["currency"])


def _support(report: Mapping[str, Any]) -> Iterator[Cell]:
    """In the columns of the totals: no category of a grant is paid by it."""
    none = [None] * (len(CATEGORIES) - 1)
    yield from [None] * len(COUNTS)
    yield from (*none, _amount(report["organisational"]))
    yield from (*none, _amount(report["expended"]))
    yield from (None, report["expended"]["currency"])


def _amount(money: Mapping[str, str]) -> Decimal:
    return Decimal(money["amount"])
