"""Statistics as files: the same counts as the query, for whoever opens a spreadsheet."""

from __future__ import annotations

import csv
import io
import zipfile

import pytest

from chassis.identity.caller import Role
from chassis.ids import new_id
from contracts.vocabulary import Direction
from gateway.http.spreadsheets import as_csv, as_xlsx
from gateway.tests import office
from gateway.tests.fixtures import Gateway, Views

ALL = [("from_year", "2020"), ("to_year", "2021"), ("by", "call_year"), ("by", "direction")]


async def fetched(gateway: Gateway, *asked: tuple[str, str], token: str | None = None) -> tuple[int, bytes]:
    headers = {"Authorization": f"Bearer {token or gateway.token(Role.STUDENT)}"}
    async with gateway.session.get(f"{gateway.url}/v1/statistics", params=asked, headers=headers) as response:
        return response.status, await response.read()


async def test_a_column_for_each_dimension_in_the_asked_order(gateway: Gateway, views: Views) -> None:
    someone = new_id()
    await views.take_in(
        office.stay(new_id(), someone, call_year=2020),
        office.stay(new_id(), someone, call_year=2020),
        office.stay(new_id(), someone, call_year=2021, direction=Direction.INCOMING),
        office.stay(new_id(), someone, call_year=2022),
    )
    status, body = await fetched(gateway, *ALL, ("format", "csv"))
    assert status == 200
    assert body.startswith("\ufeff".encode())
    assert list(csv.reader(io.StringIO(body.decode("utf-8-sig")))) == [
        ["Çağrı yılı", "Yön", "Yararlanan"],
        ["2020", "giden", "2"],
        ["2021", "gelen", "1"],
    ]


async def test_a_spreadsheet_in_english(gateway: Gateway, views: Views) -> None:
    await views.take_in(office.stay(new_id(), new_id(), call_year=2020))
    status, body = await fetched(gateway, *ALL, ("language", "en"))
    assert status == 200
    words = zipfile.ZipFile(io.BytesIO(body)).read("xl/sharedStrings.xml").decode()
    assert "Call year" in words
    assert "outgoing" in words


async def test_what_cannot_be_counted_by_is_refused(gateway: Gateway) -> None:
    status, body = await fetched(gateway, ALL[0], ALL[1], ("by", "gender"))
    assert status == 422
    assert b"input-invalid" in body


async def test_nobody_counts_without_a_token(gateway: Gateway) -> None:
    assert (await fetched(gateway, *ALL, token="none"))[0] == 401


@pytest.mark.parametrize("begins", ["=1+1", "+1", "-1", "@sum", "\t=1"])
def test_what_somebody_entered_is_never_a_formula(begins: str) -> None:
    assert list(csv.reader(io.StringIO(as_csv([[begins]]).decode("utf-8-sig")))) == [[f"'{begins}"]]
    sheet = zipfile.ZipFile(io.BytesIO(as_xlsx([["x"], [begins]]))).read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
