from __future__ import annotations

import pytest

from chassis.identity.caller import Role
from chassis.work import Transactions
from services.agreements.adapters.data_files import isced_fields
from services.agreements.adapters.work import AgreementsWork
from services.agreements.application.load_directory import load_directory
from services.agreements.domain.partners import PartnerFacts
from services.agreements.tests.builders import a_partner
from services.agreements.tests.conftest import Answer, Client, ClientOf, ReadOutbox

IGDIR = PartnerFacts("IĞDIR ÜNİVERSİTESİ", "TR", "Iğdır", erasmus_code="TR IGDIR01")
LODZ = PartnerFacts("UNIWERSYTET ŁÓDZKI", "PL", "Łódź", erasmus_code="PL LODZ01")


def names(answer: Answer) -> list[str]:
    return [partner["name"] for partner in answer.body["items"]]


@pytest.fixture
async def directory(transactions: Transactions[AgreementsWork]) -> None:
    async with transactions.begin() as work:
        await load_directory([IGDIR, LODZ], work)
        await work.isced.replace(isced_fields())


@pytest.mark.usefixtures("directory")
@pytest.mark.parametrize("asked", ["igdir", "IĞDIR", "ığdır", "Iğdır", "TR IGDIR01", "tr igd", "univ igdir"])
async def test_an_institution_is_found_however_it_is_written(office: Client, asked: str) -> None:
    assert names(await office.get("/partners", q=asked)) == ["IĞDIR ÜNİVERSİTESİ"]


@pytest.mark.usefixtures("directory")
async def test_accents_do_not_hide_an_institution(office: Client) -> None:
    assert names(await office.get("/partners", q="lodzki")) == ["UNIWERSYTET ŁÓDZKI"]
    assert names(await office.get("/partners", q="uniwersytet", country="TR")) == []


async def test_partners_are_paged_by_name(office: Client) -> None:
    for name in ("Çankırı", "ankara", "Bolu"):
        await a_partner(office, name, "TR")
    first = await office.get("/partners", limit="2")
    rest = await office.get("/partners", limit="2", cursor=first.body["next"])
    assert (names(first), names(rest)) == (["ankara", "Bolu"], ["Çankırı"])
    assert rest.body["next"] is None


async def test_an_institution_is_entered_once_however_it_is_written(office: Client) -> None:
    await a_partner(office, "Bakü Devlet Üniversitesi", "AZ")
    again = await office.post("/partners", {"name": "BAKU DEVLET UNIVERSITESI", "country": "AZ"})
    assert (again.status, again.code) == (409, "partner-already-listed")


async def test_a_correction_is_published_with_the_next_version(office: Client, outbox: ReadOutbox) -> None:
    identity = await a_partner(office, "Baku State", "AZ")
    answer = await office.patch(f"/partners/{identity}", {"name": "Baku State University"}, version=1)
    assert (answer.status, answer.headers["ETag"]) == (200, '"2"')
    last = (await outbox())[-1]
    assert (last.name, last.sequence, last.state["name"]) == ("partner-changed", 2, "Baku State University")


async def test_a_stale_correction_is_refused(office: Client) -> None:
    identity = await a_partner(office)
    await office.patch(f"/partners/{identity}", {"city": "Berlin"}, version=1)
    answer = await office.patch(f"/partners/{identity}", {"city": "Bonn"}, version=1)
    assert (answer.status, answer.body["facts"]["present"]) == (412, 2)


@pytest.mark.usefixtures("directory")
async def test_the_directory_is_not_corrected_here(office: Client) -> None:
    (found,) = (await office.get("/partners", q="igdir")).body["items"]
    answer = await office.patch(f"/partners/{found['id']}", {"name": "Another"}, version=1)
    assert (answer.status, answer.code) == (409, "partner-of-directory")


async def test_only_the_office_enters_institutions(client_of: ClientOf) -> None:
    coordinator = await client_of(Role.COORDINATOR)
    answer = await coordinator.post("/partners", {"name": "Baku", "country": "AZ"})
    assert (answer.status, answer.code) == (403, "role-missing")


@pytest.mark.usefixtures("directory")
@pytest.mark.parametrize("asked", ["yazilim", "YAZILIM", "software", "0613"])
async def test_a_field_is_found_in_both_languages_and_by_code(office: Client, asked: str) -> None:
    answer = await office.get("/isced-fields", q=asked, level="detailed")
    assert "0613" in [field["code"] for field in answer.body["items"]]
