"""Two records of one institution become one, whoever writes for the duplicate meanwhile; nothing is lost."""

from __future__ import annotations

import asyncio
from typing import Any
from uuid import UUID

import pytest

from chassis.clock import utc_now
from chassis.identity.caller import Role
from chassis.ids import new_id
from chassis.work import Transactions
from services.agreements.adapters.work import AgreementsWork
from services.agreements.application.load_directory import load_directory
from services.agreements.application.merge_partners import merge_partners
from services.agreements.domain.partners import PartnerFacts
from services.agreements.tests.builders import a_partner, active, an_agreement, drafted, proposed, signed
from services.agreements.tests.conftest import Answer, Client, ClientOf, ReadOutbox
from services.agreements.tests.entrypoints.test_contacts_api import contacts, entered
from services.agreements.tests.entrypoints.test_imports_api import a_file, a_row
from services.agreements.tests.entrypoints.test_letters_api import LETTER

GHENT = PartnerFacts("Universiteit Gent", "BE", erasmus_code="B GENT01")
GENT_AGAIN = PartnerFacts("UGent", "BE", erasmus_code="B  GENT01")


async def merged(office: Client, duplicate: str, survivor: str) -> Answer:
    return await office.post(f"/partners/{duplicate}/merge", {"into_id": survivor})


async def agreement(office: Client, identity: str) -> Any:
    return (await office.get(f"/agreements/{identity}")).body


@pytest.fixture
async def pair(office: Client) -> tuple[str, str]:
    """The duplicate, and the record that stays."""
    return await a_partner(office, "Uni Gent", "BE"), await a_partner(office, "Universiteit Gent", "BE")


async def test_all_that_was_the_duplicates_moves_and_its_id_still_answers(
    office: Client, outbox: ReadOutbox, pair: tuple[str, str]
) -> None:
    duplicate, survivor = pair
    in_force = await active(office, partner_id=duplicate, reference="A")
    before = await agreement(office, in_force)
    letter = (await office.post("/letters", LETTER | {"partner_id": duplicate})).body
    await entered(office, duplicate)
    await office.post(f"/partners/{duplicate}/notes", {"text": "Twice in our list?"})
    so_far = len(await outbox())

    assert (await merged(office, duplicate, survivor)).body["merged_into"] == survivor

    told = (await outbox())[so_far:]
    assert [event.name for event in told] == [
        "agreement-reassigned", "agreement-published", "letter-reassigned", "partner-merged",
    ]  # fmt: skip
    assert told[1].state["partner_name"] == "Universiteit Gent"
    after = await agreement(office, in_force)
    assert after == {
        **before,
        "version": before["version"] + 1,
        "partner_id": survivor,
        "partner": {"id": survivor, "name": "Universiteit Gent", "country": "BE", "erasmus_code": None},
    }
    moved = (await office.get(f"/letters/{letter['id']}")).body
    assert (moved["partner_id"], moved["party"]) == (survivor, letter["party"])
    assert len(await contacts(office, survivor)) == len(await contacts(office, duplicate)) == 1
    assert len((await office.get(f"/partners/{survivor}/notes")).body["items"]) == 1
    assert (await office.get(f"/partners/{duplicate}")).body["merged_into"] == survivor
    found = (await office.get("/partners", q="gent")).body["items"]
    assert [one["id"] for one in found] == [survivor]
    assert len((await office.get("/agreements", partner_id=duplicate)).body["items"]) == 1


async def test_said_again_nothing_happens(office: Client, outbox: ReadOutbox, pair: tuple[str, str]) -> None:
    first = await merged(office, *pair)
    said = len(await outbox())
    again = await merged(office, *pair)
    assert (again.status, again.body, len(await outbox())) == (200, first.body, said)


async def test_what_was_signed_stays_signed(office: Client, pair: tuple[str, str]) -> None:
    duplicate, survivor = pair
    waiting = await signed(office, partner_id=duplicate, reference="A")
    sent = await proposed(office, partner_id=duplicate, reference="B")
    hash_sent = (await agreement(office, sent))["content_hash"]
    await merged(office, duplicate, survivor)
    assert (await office.post(f"/agreements/{waiting}/activate")).body["status"] == "active"
    for party in ("home", "partner"):
        given = {"party": party, "signed_on": "2026-05-04", "content_hash": hash_sent}
        assert (await office.post(f"/agreements/{sent}/signatures", given)).status == 200
    assert (await agreement(office, sent))["status"] == "signed"


async def test_what_is_written_for_the_duplicate_afterwards_is_the_survivors(
    office: Client, pair: tuple[str, str]
) -> None:
    duplicate, survivor = pair
    old = await active(office, partner_id=duplicate, reference="A", last_year="2027/2028")
    await merged(office, duplicate, survivor)
    new = await drafted(office, partner_id=duplicate, reference="B")
    edited = an_agreement(duplicate, reference="C")
    assert (await office.put(f"/agreements/{new}", edited, version=1)).body["partner_id"] == survivor
    renewal = await office.post(f"/agreements/{old}/renewal", {"last_year": "2028/2029"})
    assert renewal.body["partner_id"] == survivor
    letter = await office.post("/letters", LETTER | {"partner_id": duplicate})
    assert letter.body["partner_id"] == survivor
    correction = await office.patch(f"/partners/{duplicate}", {"city": "Gent"}, version=2)
    assert correction.code == "partner-already-merged"


async def test_pointers_are_followed_in_one_step(office: Client, pair: tuple[str, str]) -> None:
    first, second = pair
    third = await a_partner(office, "Ghent University", "BE")
    await merged(office, first, second)
    await merged(office, second, third)
    assert (await office.get(f"/partners/{first}")).body["merged_into"] == third
    assert (await merged(office, third, first)).code == "partner-already-merged"
    assert (await merged(office, first, second)).code == "partner-already-merged"


async def test_what_cannot_be_one_institution_is_refused(
    office: Client, transactions: Transactions[AgreementsWork], pair: tuple[str, str]
) -> None:
    duplicate, survivor = pair
    async with transactions.begin() as work:
        (listed,) = (await load_directory([GHENT], work)).listed
    abroad = await a_partner(office, "Gent", "NL")
    refusals = [
        (duplicate, duplicate, "partner-merged-into-itself"),
        (duplicate, abroad, "partner-of-other-country"),
        (str(listed.id), survivor, "partner-duplicate-of-directory"),
        (str(new_id()), survivor, "partner-unknown"),
        (duplicate, str(new_id()), "partner-unknown"),
    ]
    for one, other, code in refusals:
        assert (await merged(office, one, other)).code == code
    assert (await merged(office, duplicate, str(listed.id))).status == 200


async def test_drafting_beside_a_merge_loses_nothing(
    office: Client, transactions: Transactions[AgreementsWork], pair: tuple[str, str]
) -> None:
    """The merge is held open while drafts come in: each waits, and lands with the survivor."""
    duplicate, survivor = pair
    async with transactions.begin() as work:
        await merge_partners(UUID(duplicate), UUID(survivor), None, work, now=utc_now())
        drafts = [
            asyncio.create_task(drafted(office, partner_id=duplicate, reference=f"R{number}"))
            for number in range(4)
        ]
        contact = asyncio.create_task(entered(office, duplicate))
        _, waiting = await asyncio.wait([*drafts, contact], timeout=1)
        assert len(waiting) == 5
    ids = [await draft for draft in drafts]
    await contact
    assert {(await agreement(office, one))["partner_id"] for one in ids} == {survivor}
    assert len(await contacts(office, survivor)) == 1


async def test_many_at_once_end_as_if_one_after_the_other(office: Client, pair: tuple[str, str]) -> None:
    duplicate, survivor = pair
    old = await active(office, partner_id=duplicate, reference="old")
    drafts = [drafted(office, partner_id=duplicate, reference=f"R{number}") for number in range(6)]
    done = await asyncio.gather(
        *drafts[:3],
        merged(office, duplicate, survivor),
        office.post(f"/agreements/{old}/terminate", {"reason": "closed"}),
        *drafts[3:],
        merged(office, duplicate, survivor),
    )
    ids = [one for one in done if isinstance(one, str)]
    assert len(ids) == 6
    assert {(await agreement(office, one))["partner_id"] for one in [*ids, old]} == {survivor}
    assert (await agreement(office, old))["status"] == "terminated"


async def test_likely_duplicates_are_paged(
    office: Client, client_of: ClientOf, transactions: Transactions[AgreementsWork]
) -> None:
    by_hand = await a_partner(office, "universiteit GENT", "BE")
    await a_partner(office, "Universiteit Gent", "NL")
    async with transactions.begin() as work:
        loaded = await load_directory([GHENT, GENT_AGAIN], work)
    codes = {partner.facts.erasmus_code: str(partner.id) for partner in loaded.listed}
    first = (await office.get("/partners/duplicates", limit="1")).body
    rest = (await office.get("/partners/duplicates", limit="1", cursor=first["next"])).body
    found = [(one["alike"], {p["id"] for p in one["partners"]}) for one in (*first["items"], *rest["items"])]
    assert found == [
        ("erasmus-code", {codes["B GENT01"], codes["B  GENT01"]}),
        ("name", {by_hand, codes["B GENT01"]}),
    ]
    assert rest["next"] is None
    await merged(office, by_hand, codes["B GENT01"])
    left = (await office.get("/partners/duplicates")).body["items"]
    assert [one["alike"] for one in left] == ["erasmus-code"]
    assert (await (await client_of(Role.COORDINATOR)).get("/partners/duplicates")).status == 403


async def test_an_import_finds_the_record_that_stands(office: Client, pair: tuple[str, str]) -> None:
    duplicate, survivor = pair
    await merged(office, duplicate, survivor)
    row = a_row(erasmus_code="", partner_name="Uni Gent", partner_country="BE")
    answer = await office.post_csv("/imports/agreements", a_file(row))
    assert answer.body["accepted"] == 1, answer.body
    (one,) = (await office.get("/agreements")).body["items"]
    assert one["partner_id"] == survivor
