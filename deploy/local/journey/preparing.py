"""Chapters 1 and 2: the directory of institutions, and the office's earlier records."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable
from pathlib import Path

from deploy.local.journey.clients import JourneyStopped, Json, eventually
from deploy.local.journey.journal import Facts
from deploy.local.journey.stage import Place, Stage
from deploy.local.programs import PROGRAMS

DATA = Path(__file__).resolve().parents[1] / "data"
SPELLINGS = ("igdir", "IĞDIR", "ığdır", "Iğdır univ")
RECORD_YEARS = (2015, 2023)

COUNT = "query DirectorySize { partners(first: 1) { totalCount } }"
SEARCH = """
query FindPartner($text: String!) {
  partners(search: $text, first: 3) { totalCount nodes { erasmusCode name city country } }
}
"""
RECORD = """
query OfficeRecord($from: Int!, $to: Int!) {
  programmeStatistics(fromYear: $from, toYear: $to) { programme beneficiaries agreements }
}
"""
PROGRAMMES = {
    "ERASMUS": "Erasmus",
    "MEVLANA": "Mevlana",
    "FARABI": "Farabi",
    "FOREIGN_STUDENTS": "Foreign Students Office · Yabancı Uyruklu Öğrenci",
}


async def directory(stage: Stage, environment: dict[str, str]) -> Facts:
    """6,142 European institutions with their Erasmus codes, found whatever letters one types."""
    loaded = await load_directory(environment)
    stage.story.step("python -m services.agreements load-directory", loaded)

    async def count() -> int:
        return int((await stage.gateway.ask(stage.office, COUNT))["partners"]["totalCount"])

    institutions = _institutions()
    found = await eventually("the directory in the gateway's view", count, lambda n: n >= institutions)
    stage.story.step("query DirectorySize", f"{found:,} partners in the gateway's view")
    for text in (*SPELLINGS, "TR ANKARA01"):
        hits = (await stage.gateway.ask(stage.office, SEARCH, {"text": text}))["partners"]
        first = hits["nodes"][0]
        stage.story.step(
            f'query FindPartner("{text}")', f"{first['erasmusCode']} {first['name']}, {first['city']}"
        )
    return {"partners": found}


async def institution_uuid(stage: Stage, erasmus_code: str) -> str:
    """An institution's id as its users' tokens carry it."""
    asked = {"q": erasmus_code, "limit": "1"}
    found = await stage.rest.get("agreements", "/v1/partners", stage.office, asked)
    return str(found["items"][0]["id"])


def _institutions() -> int:
    """Rows of the directory's file, comments and header left out."""
    file = Path("services/agreements/data/eche-institutions.csv")
    lines = [line for line in file.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    return len(lines) - 1


async def load_directory(environment: dict[str, str]) -> str:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "services.agreements", "load-directory",
        env=environment, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    output, _ = await process.communicate()
    if process.returncode:
        raise JourneyStopped(f"load-directory failed: {output.decode()[-2000:]}")
    return output.decode().strip().splitlines()[-1]


def agreements_environment(place: Place) -> dict[str, str]:
    [program] = [p for p in PROGRAMS if p.name == "agreements"]
    return dict(os.environ) | place.environment(program)


async def imports(stage: Stage) -> Facts:
    """259 agreements and 1,025 beneficiaries by CSV, through the services' own rules."""
    known = 0
    for service, path, file in (
        ("agreements", "/v1/imports/agreements", "agreements.csv"),
        ("mobility", "/v1/imports/beneficiaries", "beneficiaries.csv"),
    ):
        csv = (DATA / file).read_bytes()
        report = await stage.rest.post(service, path, stage.office, csv=csv, key=stage.key(file))
        known += int(report["accepted"]) + int(report["already_there"])
        _tell_report(stage, path, report)
    return {"known": known}


async def record(stage: Stage) -> Facts:
    """The published totals, counted from the events by one query."""
    known = stage.facts("imports")["known"]
    rows = await eventually("the record in the gateway's views", lambda: _statistics(stage), _counts(known))
    stage.story.table(
        "query OfficeRecord: 2015–2023, counted from events · olaylardan sayıldı",
        ("programme", "beneficiaries", "agreements"),
        [(PROGRAMMES[row["programme"]], row["beneficiaries"], row["agreements"]) for row in rows
         if row["programme"] in PROGRAMMES],
    )  # fmt: skip
    return {"record": rows}


def _tell_report(stage: Stage, path: str, report: Json) -> None:
    stage.story.step(f"POST {path}", f"{report['accepted']} accepted, {len(report['rejected'])} rejected")
    stage.story.table(
        "generated file; wrong rows planted · üretilmiş dosya; bilerek bozulmuş satırlar",
        ("line", "column", "code", "message"),
        [(row["line"], row["column"], row["code"], f"{row['message']['en']}\n{row['message']['tr']}")
         for row in report["rejected"]],
    )  # fmt: skip


async def _statistics(stage: Stage) -> list[Json]:
    years = {"from": RECORD_YEARS[0], "to": RECORD_YEARS[1]}
    found: list[Json] = (await stage.gateway.ask(stage.office, RECORD, years))["programmeStatistics"]
    return found


def _counts(accepted: int) -> Callable[[list[Json]], bool]:
    """True once every accepted row is counted."""
    return lambda rows: sum(row["beneficiaries"] + (row["agreements"] or 0) for row in rows) >= accepted
