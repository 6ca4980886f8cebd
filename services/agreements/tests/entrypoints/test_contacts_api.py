"""Contacts and notes of partners: sealed, in no event, read by the office and coordinators, forgotten."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from chassis.clock import academic_date, utc_now
from chassis.identity.caller import Role
from chassis.ids import new_id
from chassis.timetable import round_of
from chassis.work import Transactions
from services.agreements.adapters.work import AgreementsWork
from services.agreements.entrypoints.timetable import CONTACTS
from services.agreements.tests.builders import a_partner
from services.agreements.tests.conftest import Client, ClientOf, ReadOutbox

ANNA: dict[str, Any] = {
    "name": "Annelies Zandvoort",
    "roles": ["erasmus-coordinator", "nominations"],
    "email": "zandvoort@uni.example",
    "phone": "+32 9 264 70 00",
    "notes": "Prefers the telephone.",
    "valid_from": "2024-09-01",
}


async def entered(office: Client, partner: str, **changes: object) -> str:
    answer = await office.post(f"/partners/{partner}/contacts", {**ANNA, **changes})
    assert answer.status == 201, answer.body
    return str(answer.body["id"])


async def contacts(somebody: Client, partner: str) -> list[dict[str, Any]]:
    answer = await somebody.get(f"/partners/{partner}/contacts")
    assert answer.status == 200, answer.body
    found: list[dict[str, Any]] = answer.body["contacts"]
    return found


async def test_what_changed_is_kept_and_who_left_is_shown_as_former(office: Client) -> None:
    partner = await a_partner(office)
    anna, _ = await entered(office, partner), await entered(office, partner, name="Bert Aerts")
    moved = {**ANNA, "email": "a.zandvoort@uni.example", "roles": ["incoming"]}
    assert (await office.put(f"/contacts/{anna}", moved)).code == "version-required"
    assert (await office.put(f"/contacts/{anna}", moved, version=1)).body["version"] == 2
    assert (await office.put(f"/contacts/{anna}", ANNA, version=1)).code == "stale-version"
    yesterday = academic_date(utc_now()) - timedelta(days=1)
    left = await office.post(f"/contacts/{anna}/departure", {"last_day": yesterday.isoformat()})
    assert left.body == {"id": anna, "version": 3, "partner_id": partner}
    present, former = await contacts(office, partner)
    assert (present["name"], present["former"], former["former"]) == ("Bert Aerts", False, True)
    assert former["roles"] == [
        {"code": "incoming", "label": {"tr": "Gelen hareketlilik", "en": "Incoming mobility"}}
    ]
    assert [(one["email"], one["valid_until"]) for one in former["earlier"]] == [
        ("a.zandvoort@uni.example", None),
        ("zandvoort@uni.example", None),
    ]
    assert all(one["changed_by"] and one["changed_at"] for one in former["earlier"])


async def test_a_role_is_one_of_the_data(office: Client) -> None:
    partner = await a_partner(office)
    answer = await office.post(f"/partners/{partner}/contacts", {**ANNA, "roles": ["dean"]})
    assert (answer.status, answer.code, answer.body["field"]) == (422, "contact-role-unknown", "roles.0")
    assert "nominations" in answer.body["next"]["tr"]


async def test_nobody_is_named_in_an_event_a_stored_answer_or_an_open_column(
    office: Client, outbox: ReadOutbox, engine: AsyncEngine
) -> None:
    partner = await a_partner(office)
    key = {"Idempotency-Key": str(new_id())}
    await office.post(f"/partners/{partner}/contacts", ANNA, **key)
    await office.post(
        f"/partners/{partner}/notes", {"text": "Zandvoort retires in May."}, **{"Idempotency-Key": "n"}
    )
    assert [event.name for event in await outbox()] == ["partner-listed"]
    tables = ("partner", "partner_contact", "partner_note", "outbox", "idempotency")
    async with engine.connect() as connection:
        for table in tables:
            rows = [str(row) for row in await connection.execute(text(f"SELECT t::text FROM {table} t"))]
            assert [row for row in rows if "andvoort" in row] == [], table
        bodies = (await connection.execute(text("SELECT body FROM idempotency"))).scalars().all()
    assert len(bodies) == 2
    assert not any(b"andvoort" in (body or b"") for body in bodies)


async def test_the_database_takes_nobody_in_the_clear(office: Client, engine: AsyncEngine) -> None:
    partner = await a_partner(office)
    await entered(office, partner)
    async with engine.connect() as connection:
        with pytest.raises(Exception, match="ck_partner_contact_person_sealed"):
            await connection.execute(text("UPDATE partner_contact SET person = '{}'"))


async def test_coordinators_read_and_nobody_else_does(office: Client, client_of: ClientOf) -> None:
    partner = await a_partner(office)
    anna = await entered(office, partner)
    await office.post(f"/partners/{partner}/notes", {"text": "Call in May."})
    coordinator = await client_of(Role.COORDINATOR)
    assert [one["name"] for one in await contacts(coordinator, partner)] == ["Annelies Zandvoort"]
    assert (await coordinator.get(f"/partners/{partner}/notes")).body["items"][0]["text"] == "Call in May."
    assert (await coordinator.post(f"/contacts/{anna}/forget")).status == 403
    for role in set(Role) - {Role.OFFICE, Role.COORDINATOR}:
        somebody = await client_of(role)
        for path in ("contacts", "notes"):
            assert (await somebody.get(f"/partners/{partner}/{path}")).status == 403, role


async def test_notes_are_paged_the_newest_first_and_forgotten(office: Client) -> None:
    partner = await a_partner(office)
    for words in ("one", "two", "three"):
        assert (await office.post(f"/partners/{partner}/notes", {"text": words})).status == 201
    page = (await office.get(f"/partners/{partner}/notes", limit="2")).body
    assert [note["text"] for note in page["items"]] == ["three", "two"]
    assert page["items"][0]["author"]
    rest = (await office.get(f"/partners/{partner}/notes", limit="2", cursor=page["next"])).body
    assert [note["text"] for note in rest["items"]] == ["one"]
    gone = page["items"][0]["id"]
    assert (await office.post(f"/notes/{gone}/forget")).status == 200
    assert (await office.post(f"/notes/{gone}/forget")).code == "note-not-found"


async def test_somebody_is_forgotten_on_request_with_the_history(office: Client, engine: AsyncEngine) -> None:
    partner = await a_partner(office)
    anna = await entered(office, partner)
    assert (await office.post(f"/contacts/{anna}/forget")).body == {"partner_id": partner}
    assert await contacts(office, partner) == []
    assert (await office.post(f"/contacts/{anna}/forget")).code == "contact-not-found"
    async with engine.connect() as connection:
        assert (await connection.execute(text("SELECT count(*) FROM partner_contact"))).scalar_one() == 0


async def test_the_clock_forgets_who_left_years_ago(
    office: Client, transactions: Transactions[AgreementsWork]
) -> None:
    partner = await a_partner(office)
    await entered(office, partner, name="Long Gone", valid_until="2026-01-01")
    await entered(office, partner, name="Still There")

    def clock(day: int) -> datetime:
        return datetime(2030, 12, 31, tzinfo=UTC) + timedelta(days=day)

    assert await round_of(CONTACTS, transactions, lambda: clock(0)) == 0
    assert await round_of(CONTACTS, transactions, lambda: clock(1)) == 1
    assert await round_of(CONTACTS, transactions, lambda: clock(1)) == 0
    assert [one["name"] for one in await contacts(office, partner)] == ["Still There"]


async def test_a_partner_that_does_not_exist_has_no_contacts(office: Client) -> None:
    answer = await office.post(f"/partners/{new_id()}/contacts", ANNA)
    assert answer.code == "partner-unknown"
