"""An office's earlier records: every good row comes in, every wrong one is told, and nothing twice."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

from chassis.identity.caller import Role
from services.mobility.application.beneficiary_rows import COLUMNS
from services.mobility.tests.conftest import ClientOf, Outbox
from services.mobility.tests.office import Office

FILE = Path(__file__).parents[4] / "deploy" / "local" / "data" / "beneficiaries.csv"
SECONDS_MAX = 10


async def test_the_offices_record_comes_in_once(office: Office) -> None:
    began = time.monotonic()
    first = await office.client.post_csv("/imports/beneficiaries", FILE.read_bytes())
    assert time.monotonic() - began < SECONDS_MAX
    assert (first.body["accepted"], first.body["already_there"]) == (1025, 0)
    again = await office.client.post_csv("/imports/beneficiaries", FILE.read_bytes())
    assert (again.body["accepted"], again.body["already_there"]) == (0, 1025)
    assert again.body["rejected"] == first.body["rejected"]
    counts = await office.rows("SELECT programme, count(*) FROM mobility GROUP BY 1 ORDER BY 1")
    assert counts == [("erasmus", 148), ("farabi", 73), ("foreign-students", 800), ("mevlana", 4)]
    assert await office.rows("SELECT count(*) FROM outbox") == [(2050,)]


async def test_of_two_imports_at_once_each_row_comes_in_once(office: Office) -> None:
    raw = b"\n".join(FILE.read_bytes().splitlines()[:300])
    reports = await asyncio.gather(*(office.client.post_csv("/imports/beneficiaries", raw) for _ in range(2)))
    ((stays,),) = await office.rows("SELECT count(*) FROM mobility")
    assert [report.status for report in reports] == [200, 200]
    assert sum(report.body["accepted"] for report in reports) == stays


async def test_each_wrong_row_is_told_with_line_column_and_what_to_do(office: Office) -> None:
    report = await office.client.post_csv("/imports/beneficiaries", FILE.read_bytes())
    rejected = report.body["rejected"]
    assert [(one["column"], one["code"]) for one in rejected] == [
        ("programme", "cell-malformed"),
        ("ends", "stay-ends-before-it-starts"),
        ("begins", "cell-malformed"),
        ("faculty", "faculty-unknown"),
        ("nationality", "cell-malformed"),
        ("student_number", "cell-missing"),
        ("record_id", "record-repeated"),
    ]
    assert all(one["next"]["tr"] and one["next"]["en"] for one in rejected)
    lines = FILE.read_text(encoding="utf-8").splitlines()
    assert lines[rejected[0]["line"] - 1].startswith("ERA-2019-901")


def a_file(*rows: str) -> str:
    return "\n".join([",".join(COLUMNS), *rows])


async def test_somebody_with_two_stays_is_one_person(office: Office, outbox: Outbox) -> None:
    row = "{},erasmus,student-study,outgoing,{},1500001,Elif,Kaya,,TR,6,engineering,,PL,{},{}"
    file = a_file(
        row.format("A-1", "2015/2016", "2015-09-16", "2016-02-05"),
        row.format("A-2", "2016/2017", "2017-02-10", "2017-06-26"),
    )
    report = await office.client.post_csv("/imports/beneficiaries", file)
    assert report.body["accepted"] == 2
    names = [event.name for event in await outbox()]
    assert names == ["person-registered", "mobility-imported", "mobility-imported"]


async def test_what_is_imported_counts_for_the_next_application(office: Office) -> None:
    file = a_file(
        "A-1,erasmus,student-study,outgoing,2015/2016,1500001,Elif,Kaya,,TR,6,engineering,,PL,2015-09-16,2016-02-05"
    )
    await office.client.post_csv("/imports/beneficiaries", file)
    ((person,),) = await office.rows("SELECT id FROM person")
    place = await office.place()
    application = await office.apply(await office.call(place), place, person_id=person)
    assert [line["rule"] for line in application["score_lines"]] == ["W1", "W2", "M1"]


async def test_a_file_that_is_none_is_refused_whole(office: Office, client_of: ClientOf) -> None:
    assert (await office.client.post_csv("/imports/beneficiaries", "a,b\n1,2")).code == "csv-columns-wrong"
    assert (await office.client.post_csv("/imports/beneficiaries", b"\xff\xfe")).code == "csv-not-utf8"
    student = await client_of(Role.STUDENT)
    assert (await student.post_csv("/imports/beneficiaries", a_file())).status == 403
