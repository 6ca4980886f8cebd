from __future__ import annotations

from typing import Any

import pytest

from chassis.identity.caller import Role
from chassis.work import Transactions
from services.agreements.adapters.work import AgreementsWork
from services.agreements.application.agreement_rows import COLUMNS
from services.agreements.application.load_directory import load_directory
from services.agreements.domain.partners import PartnerFacts
from services.agreements.tests.conftest import Answer, Client, ClientOf, ReadOutbox

PATH = "/imports/agreements"
GOOD: dict[str, Any] = {
    "reference": "ERA-1",
    "programme": "erasmus",
    "erasmus_code": "D  MUSTER01",
    "signed_on": "2021-03-01",
    "first_year": "2021/2022",
    "last_year": "2028/2029",
    "isced_codes": "0610 0613",
    "eqf_levels": "6 7",
    "study_places": "2",
    "study_months": "5",
    "teaching_places": "1",
    "teaching_days": "5",
    "language": "en",
    "language_level": "B2",
}
OUTSIDE = {
    "programme": "mevlana",
    "erasmus_code": "",
    "partner_name": "Bakü Devlet",
    "partner_country": "AZ",
    "teaching_days": "14",
}


def a_row(**changes: str) -> str:
    cells = {**GOOD, **changes}
    return ",".join(cells.get(column, "") for column in COLUMNS)


def a_file(*rows: str) -> str:
    return "\n".join(["# our agreements", ",".join(COLUMNS), *rows, ""])


def rejections(answer: Answer) -> list[tuple[int, str | None, str]]:
    return [(one["line"], one["column"], one["code"]) for one in answer.body["rejected"]]


@pytest.fixture(autouse=True)
async def directory(transactions: Transactions[AgreementsWork]) -> None:
    async with transactions.begin() as work:
        await load_directory([PartnerFacts("Musterstadt", "DE", erasmus_code="D  MUSTER01")], work)


async def test_good_rows_come_in_as_agreements_in_force(office: Client, outbox: ReadOutbox) -> None:
    answer = await office.post_csv(PATH, a_file(a_row()))
    assert (answer.status, answer.body) == (200, {"accepted": 1, "already_there": 0, "rejected": []})
    imported = [event for event in await outbox() if event.topic == "agreements.agreement.v1"]
    assert [(event.name, event.sequence) for event in imported] == [("agreement-imported", 1)]
    assert (imported[0].state["status"], imported[0].state["signed_on"]) == ("active", "2021-03-01")
    assert len(imported[0].state["conditions"]) == 4


async def test_a_file_may_be_larger_than_a_command(office: Client) -> None:
    notes = ("# " + "seen by the dean " * 60 + "\n") * 2_000
    answer = await office.post_csv(PATH, notes + a_file(a_row()))
    assert (answer.status, answer.body["accepted"]) == (200, 1)


async def test_the_same_file_again_adds_nothing(office: Client) -> None:
    await office.post_csv(PATH, a_file(a_row(), a_row(reference="ERA-2")))
    again = await office.post_csv(PATH, a_file(a_row(), a_row(reference="ERA-2")))
    assert again.body == {"accepted": 0, "already_there": 2, "rejected": []}
    assert len((await office.get("/agreements")).body["items"]) == 2


WRONG = [
    ({"isced_codes": "0610 0614"}, "isced_codes", "isced-code-unknown"),
    ({"study_places": "0"}, "study_places", "quota-not-positive"),
    ({"teaching_days": ""}, "teaching_days", "stay-length-missing"),
    ({"teaching_places": ""}, "teaching_places", "cell-missing"),
    ({"study_months": "13"}, "study_months", "stay-length-out-of-bounds"),
    ({"first_year": "2029/2030", "last_year": "2028/2029"}, "last_year", "years-reversed"),
    ({"first_year": "2009/2010", "last_year": "2010/2011"}, "first_year", "outside-programme-period"),
    ({"first_year": "2021"}, "first_year", "academic-year-malformed"),
    ({"erasmus_code": "D  NOBODY01"}, "erasmus_code", "erasmus-code-unknown"),
    ({**OUTSIDE, "partner_country": "Azerbaijan"}, "partner_country", "country-malformed"),
    ({**OUTSIDE, "programme": "farabi"}, "partner_name", "partner-abroad"),
    ({"signed_on": "2021-02-30"}, "signed_on", "cell-malformed"),
    ({"signed_on": "2031-01-01"}, "signed_on", "signed-after-its-end"),
    ({"programme": "socrates"}, "programme", "cell-malformed"),
    ({"eqf_levels": "6 9"}, "eqf_levels", "cell-malformed"),
    ({"language_level": "C3"}, "language_level", "cell-malformed"),
    ({"reference": ""}, "reference", "cell-missing"),
    ({"reference": "x" * 101}, "reference", "reference-too-long"),
    (
        {"study_places": "", "study_months": "", "teaching_places": "", "teaching_days": ""},
        "study_places",
        "condition-missing",
    ),
]


@pytest.mark.parametrize(("changes", "column", "code"), WRONG, ids=[code for *_, code in WRONG])
async def test_a_wrong_row_is_told_where_and_why_and_the_others_come_in(
    office: Client, changes: dict[str, str], column: str, code: str
) -> None:
    answer = await office.post_csv(PATH, a_file(a_row(), a_row(**{"reference": "ERA-2", **changes})))
    assert answer.body["accepted"] == 1
    assert rejections(answer) == [(4, column, code)]
    assert all(
        answer.body["rejected"][0][part][language]
        for part in ("message", "next")
        for language in ("tr", "en")
    )


async def test_a_reference_twice_in_one_file_names_the_first_line(office: Client) -> None:
    answer = await office.post_csv(PATH, a_file(a_row(), a_row(study_places="9")))
    assert rejections(answer) == [(4, "reference", "reference-repeated")]
    assert "line 3" in answer.body["rejected"][0]["message"]["en"]


async def test_an_institution_outside_the_directory_is_entered_once(office: Client) -> None:
    rows = [
        a_row(**OUTSIDE, reference="MEV-1"),
        a_row(**{**OUTSIDE, "partner_name": "BAKU DEVLET"}, reference="MEV-2"),
    ]
    answer = await office.post_csv(PATH, a_file(*rows))
    assert answer.body["accepted"] == 2
    assert [one["name"] for one in (await office.get("/partners", q="baku")).body["items"]] == ["Bakü Devlet"]


async def test_a_refused_row_enters_no_institution(office: Client) -> None:
    await office.post_csv(PATH, a_file(a_row(**OUTSIDE, study_places="0")))
    assert (await office.get("/partners", q="baku")).body["items"] == []


async def test_names_that_fit_several_institutions_need_the_code(
    office: Client, transactions: Transactions[AgreementsWork]
) -> None:
    schools = [PartnerFacts("IES Machado", "ES", erasmus_code=f"E  MADRID{n}") for n in (1, 2)]
    async with transactions.begin() as work:
        await load_directory(schools, work)
    named = {"erasmus_code": "", "partner_name": "IES MACHADO", "partner_country": "ES"}
    answer = await office.post_csv(PATH, a_file(a_row(**named)))
    assert rejections(answer) == [(3, "partner_name", "partner-ambiguous")]


async def test_a_file_without_the_columns_is_refused_whole(office: Client) -> None:
    answer = await office.post_csv(PATH, "name,year\nBaku,2021\n")
    assert (answer.status, answer.code) == (422, "csv-columns-wrong")


async def test_anything_but_csv_is_not_taken(office: Client) -> None:
    assert (await office.post(PATH, {"rows": []})).status == 415


async def test_only_the_office_imports(client_of: ClientOf) -> None:
    student = await client_of(Role.STUDENT)
    assert (await student.post_csv(PATH, a_file(a_row()))).status == 403
