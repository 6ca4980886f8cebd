"""The whole European directory, and with it the office's whole record."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from chassis.work import Transactions
from services.agreements.adapters.data_files import institutions
from services.agreements.adapters.work import AgreementsWork
from services.agreements.application.load_directory import load_directory
from services.agreements.application.work import Loaded
from services.agreements.domain.partners import PartnerFacts
from services.agreements.tests.conftest import Client, ReadOutbox

RECORD = Path(__file__).parents[4] / "deploy" / "local" / "data" / "agreements.csv"


async def load(transactions: Transactions[AgreementsWork], given: list[PartnerFacts]) -> Loaded:
    async with transactions.begin() as work:
        return await load_directory(given, work)


@pytest.fixture
async def directory(transactions: Transactions[AgreementsWork]) -> Loaded:
    return await load(transactions, institutions())


async def test_every_institution_is_listed_once(directory: Loaded, outbox: ReadOutbox) -> None:
    assert len(directory.listed) == 6142
    events = await outbox()
    assert Counter((event.name, event.sequence) for event in events) == {("partner-listed", 1): 6142}
    assert len({event.state["erasmus_code"] for event in events}) == 6142


async def test_loading_again_changes_nothing(
    directory: Loaded, transactions: Transactions[AgreementsWork]
) -> None:
    again = await load(transactions, institutions())
    assert (again.listed, again.changed) == ([], [])


async def test_a_new_name_in_the_list_is_the_next_version(
    directory: Loaded, transactions: Transactions[AgreementsWork], outbox: ReadOutbox
) -> None:
    first, *others = institutions()
    again = await load(transactions, [replace(first, name="A new name"), *others])
    assert [(one.version, one.facts.name) for one in again.changed] == [(2, "A new name")]
    last = (await outbox())[-1]
    assert (last.name, last.sequence) == ("partner-changed", 2)


async def test_greece_has_its_iso_code(directory: Loaded, office: Client) -> None:
    found = await office.get("/partners", country="GR", limit="200")
    assert len(found.body["items"]) == 32


@pytest.mark.usefixtures("directory")
async def test_the_offices_record_comes_in_but_for_its_wrong_rows(office: Client, outbox: ReadOutbox) -> None:
    answer = await office.post_csv("/imports/agreements", RECORD.read_bytes())
    assert (answer.status, answer.body["accepted"]) == (200, 259)
    assert [rejected["code"] for rejected in answer.body["rejected"]] == [
        "isced-code-unknown",
        "quota-not-positive",
        "outside-programme-period",
        "erasmus-code-unknown",
        "cell-malformed",
        "cell-count-wrong",
        "reference-repeated",
    ]
    imported: list[dict[str, Any]] = [e.state for e in await outbox() if e.name == "agreement-imported"]
    assert Counter(state["programme"] for state in imported) == {"erasmus": 105, "mevlana": 50, "farabi": 104}
    assert {state["signed_on"][:4] for state in imported} == {str(year) for year in range(2015, 2024)}


@pytest.mark.usefixtures("directory")
async def test_the_record_sent_again_adds_nothing(office: Client) -> None:
    await office.post_csv("/imports/agreements", RECORD.read_bytes())
    again = await office.post_csv("/imports/agreements", RECORD.read_bytes())
    assert (again.body["accepted"], again.body["already_there"]) == (0, 259)
    assert len(again.body["rejected"]) == 7
