"""Where partners are: entered one by one or in a file, and kept when the directory is loaded again."""

from __future__ import annotations

import pytest

from chassis.identity.caller import Role
from chassis.work import Transactions
from services.agreements.adapters.work import AgreementsWork
from services.agreements.application.load_directory import load_directory
from services.agreements.domain.partners import PartnerFacts
from services.agreements.tests.builders import a_partner
from services.agreements.tests.conftest import Client, ClientOf, ReadOutbox
from services.agreements.tests.entrypoints.test_imports_api import rejections

GHENT = PartnerFacts("Universiteit Gent", "BE", erasmus_code="B  GENT01")
HERE = {"latitude": "51.046600", "longitude": "3.727900"}
HEADER = "erasmus_code,partner_name,partner_country,latitude,longitude"


async def test_the_office_puts_a_partner_on_the_map_and_takes_it_off(
    office: Client, outbox: ReadOutbox
) -> None:
    partner = await a_partner(office)
    path = f"/partners/{partner}/coordinates"
    placed = await office.put(path, HERE, version=1)
    assert {name: placed.body[name] for name in HERE} == HERE
    assert (await office.put(path, HERE)).body["version"] == 2
    assert (await office.put(path, {})).body["latitude"] is None
    told = [(event.name, event.state["longitude"]) for event in await outbox()]
    assert told[1:] == [("partner-changed", "3.727900"), ("partner-changed", None)]


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"latitude": "51"}, "coordinates-half-given", "longitude"),
        ({"latitude": "90.000001", "longitude": "0"}, "coordinates-outside", "latitude"),
        ({"latitude": "0", "longitude": "-180.5"}, "coordinates-outside", "longitude"),
    ],
)
async def test_what_is_no_place_is_refused(
    office: Client, given: dict[str, str], code: str, field: str
) -> None:
    answer = await office.put(f"/partners/{await a_partner(office)}/coordinates", given)
    assert (answer.status, answer.code, answer.body["field"]) == (422, code, field)


async def test_a_file_places_many_and_tells_wrong_rows(
    office: Client, client_of: ClientOf, transactions: Transactions[AgreementsWork]
) -> None:
    async with transactions.begin() as work:
        await load_directory([GHENT], work)
    await a_partner(office, "Bakü Devlet", "AZ")
    rows = [
        "B  GENT01,,,51.0466,3.7279",
        ",BAKU devlet,AZ,40.3736,49.8126",
        ",Nowhere,AZ,40,49",
        "B  GENT01,,,510466,3.7279",
        "B  GENT01,,,,3.7279",
    ]
    answer = await office.post_csv("/imports/coordinates", "\n".join([HEADER, *rows]))
    assert answer.body["accepted"] == 2
    assert rejections(answer) == [
        (4, "partner_name", "partner-unknown"),
        (5, "latitude", "coordinates-outside"),
        (6, "latitude", "coordinates-half-given"),
    ]
    again = await office.post_csv("/imports/coordinates", "\n".join([HEADER, *rows[:2]]))
    assert (again.body["accepted"], again.body["already_there"]) == (0, 2)
    async with transactions.begin() as work:
        assert not (await load_directory([GHENT], work)).changed
    (found,) = (await office.get("/partners", q="gent")).body["items"]
    assert found["latitude"] == "51.046600"
    coordinator = await client_of(Role.COORDINATOR)
    assert (await coordinator.post_csv("/imports/coordinates", HEADER)).status == 403
