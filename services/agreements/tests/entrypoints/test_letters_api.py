"""The correspondence register over HTTP: numbers without gaps, letters from templates, their documents."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from chassis.identity.caller import Role
from chassis.ids import new_id
from services.agreements.tests.builders import a_partner, active
from services.agreements.tests.conftest import Answer, Client, ClientOf, ReadOutbox

LETTER: dict[str, Any] = {
    "direction": "incoming",
    "written_on": "2026-03-02",
    "subject": {"tr": "Protokol taslağı", "en": "Draft protocol"},
    "party": "Yükseköğretim Kurulu",
    "their_reference": "E-123",
    "attachments": ["Taslak"],
}
HOTEL = {"place": "hotel", "tr": "Otel", "en": "Hotel"}
RENEWAL: dict[str, Any] = {
    "template": "agreement-renewal",
    "written_on": "2026-03-02",
    "values": [{"place": "answer_by", "tr": "1 Mayıs 2026", "en": "1 May 2026"}],
}


async def written(office: Client, **changes: object) -> Answer:
    about = {"agreement_id": await active(office)}
    return await office.post("/letters/from-template", {**RENEWAL, **about, **changes})


async def test_numbers_of_a_year_have_no_gaps_whoever_comes_together(office: Client) -> None:
    answers = await asyncio.gather(*(office.post("/letters", LETTER) for _ in range(12)))
    assert {answer.status for answer in answers} == {201}
    assert sorted(answer.body["number"] for answer in answers) == list(range(1, 13))


async def test_what_was_refused_takes_no_number(office: Client, outbox: ReadOutbox) -> None:
    refused = await office.post("/letters", {**LETTER, "written_on": "2999-01-01"})
    assert (refused.status, refused.code) == (422, "letter-from-the-future")
    absent = await office.post("/letters", {**LETTER, "partner_id": str(new_id())})
    assert absent.status == 404
    assert await outbox() == []
    assert (await office.post("/letters", LETTER)).body["number"] == 1


async def test_the_party_is_the_partner_where_none_is_written(office: Client) -> None:
    partner_id = await a_partner(office, name="Universität Musterstadt")
    answer = await office.post("/letters", {**LETTER, "party": "", "partner_id": partner_id})
    assert answer.body["party"] == "Universität Musterstadt"
    nobody = await office.post("/letters", {**LETTER, "party": ""})
    assert nobody.code == "letter-party-missing"


async def test_a_letter_about_an_agreement_is_filled_from_it(office: Client, outbox: ReadOutbox) -> None:
    answer = await written(office)
    assert answer.status == 201, answer.body
    assert answer.body["subject"]["en"] == "Renewal of agreement IGD-2026-001"
    assert answer.body["partner_id"]
    event = (await outbox())[-1]
    assert (event.topic, event.name) == ("agreements.letter.v1", "letter-registered")
    assert "1 May 2026" not in str(event.state), "a letter's words may name people: they stay here"


async def test_its_document_is_a_page_in_both_languages(office: Client) -> None:
    letter = (await written(office, attachments=["Draft *agreement* #1"])).body
    kind, made = await office.document(f"/letters/{letter['id']}/document")
    assert kind == "application/pdf"
    assert b"/Type/Pages/Count 1/" in made


async def test_what_came_in_has_no_document_of_ours(office: Client) -> None:
    letter = (await office.post("/letters", LETTER)).body
    assert (await office.get(f"/letters/{letter['id']}/document")).code == "letter-has-no-text"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"template": "birthday"}, "letter-template-not-found"),
        ({"values": []}, "letter-values-missing"),
        ({"values": [*RENEWAL["values"], HOTEL]}, "letter-values-unknown"),
        ({"agreement_id": str(new_id())}, "not-found"),
    ],
)
async def test_a_template_that_cannot_be_filled_is_refused_with_what_is_missing(
    office: Client, changes: dict[str, object], code: str
) -> None:
    assert (await written(office, **changes)).code == code


async def test_annulling_needs_the_version_and_keeps_the_number(office: Client, outbox: ReadOutbox) -> None:
    letter = (await office.post("/letters", LETTER)).body
    path, reason = f"/letters/{letter['id']}/annul", {"reason": "Entered twice"}
    assert (await office.post(path, reason)).code == "version-required"
    done = await office.post(path, reason, **{"If-Match": '"1"'})
    assert (done.body["annulled"], done.body["number"]) == (True, 1)
    assert (await office.post(path, reason, **{"If-Match": '"2"'})).code == "letter-annulled-already"
    assert [event.name for event in await outbox()] == ["letter-registered", "letter-annulled"]
    assert "Entered twice" not in str((await outbox())[-1].state)
    assert (await office.post("/letters", LETTER)).body["number"] == 2


async def test_the_newest_come_first_page_by_page(office: Client) -> None:
    for _ in range(3):
        await office.post("/letters", LETTER)
    first = (await office.get("/letters", limit="2", direction="incoming")).body
    second = (await office.get("/letters", limit="2", cursor=first["next"])).body
    assert [each["number"] for each in (*first["items"], *second["items"])] == [3, 2, 1]
    assert (await office.get("/letters", direction="outgoing")).body["items"] == []


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.OFFICE])
async def test_the_register_is_the_offices(client_of: ClientOf, role: Role) -> None:
    other = await client_of(role, partner_id=new_id())
    assert (await other.get("/letters")).status == 403
    assert (await other.post("/letters", LETTER)).status == 403
