"""IBANs and national ids rest sealed, wherever they pass, and change keys while the service serves."""

from __future__ import annotations

import asyncio
import os
from base64 import urlsafe_b64encode
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine
from typer.testing import CliRunner, Result

from chassis import sealed
from chassis.consuming import parking
from chassis.consuming.record import Record
from chassis.sealed import new_key_line
from contracts import topics
from services.mobility.__main__ import cli
from services.mobility.tests.application.test_erasure import everything
from services.mobility.tests.conftest import ClientOf, Outbox
from services.mobility.tests.office import Office

IBAN, OTHER_IBAN, NATIONAL_ID = "TR330006100519786457841326", "TR560001001745387178405001", "10000000146"
KEY = "key-of-a-retry"
OLDER = "ALTER TABLE person DROP CONSTRAINT ck_person_iban_sealed"
NEWER = "ALTER TABLE person ADD CONSTRAINT ck_person_iban_sealed CHECK (iban LIKE 'sealed:%') NOT VALID"
SEALS = "SELECT iban, national_id FROM person ORDER BY id"


@pytest.fixture
def next_key(sealing_keys: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Put on top of the file; the older keys stay."""
    monkeypatch.setattr(sealed, "LOOKED_AT_SECONDS", 0)
    line = new_key_line()
    sealing_keys.write_text(f"{line}\n{sealing_keys.read_text()}")
    os.utime(sealing_keys, ns=(0, sealing_keys.stat().st_mtime_ns + 1))
    return line.split()[0]


@pytest.fixture
def keys(engine: AsyncEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    url = engine.url.render_as_string(hide_password=False)
    told = {"DATABASE_URL": url, "KAFKA_BOOTSTRAP": "none:9", "JWKS": "none", "ISSUER": "none"}
    for name, value in told.items():
        monkeypatch.setenv(f"KERVAN_{name}", value)


async def run(*arguments: str) -> Result:
    """In a thread: a command has an event loop of its own."""
    return await asyncio.to_thread(CliRunner().invoke, cli, ["keys", *arguments])


async def test_no_table_holds_them_in_the_clear_after_any_command(
    office: Office, engine: AsyncEngine, outbox: Outbox
) -> None:
    """Registered, corrected, imported, kept for a retry, waiting for Kafka, said again."""
    facts = {"given_name": "Ayşe", "family_name": "Yılmaz", "iban": IBAN, "national_id": NATIONAL_ID}
    registered = await office.client.post("/people", facts, key=KEY)
    await office.client.patch(f"/people/{registered.body['id']}", {"iban": OTHER_IBAN}, version=1)
    stored = await everything(engine)
    assert [each for each in (IBAN, OTHER_IBAN, NATIONAL_ID) if each in stored] == []
    assert [event.state["iban"] for event in await outbox()] == [IBAN, OTHER_IBAN]


async def test_a_path_that_forgets_to_seal_cannot_write(office: Office, engine: AsyncEngine) -> None:
    await office.person()
    for column, value in (("iban", IBAN), ("national_id", NATIONAL_ID)):
        async with engine.connect() as connection:
            with pytest.raises(IntegrityError, match=f"ck_person_{column}_sealed"):
                await connection.execute(text(f"UPDATE person SET {column} = :value"), {"value": value})


async def test_what_is_parked_of_a_person_waits_sealed_and_comes_back_as_it_came(engine: AsyncEngine) -> None:
    value = f'{{"iban": "{IBAN}"}}'.encode()
    record = Record(topics.PERSON.name, 0, 7, "1", b"1", value, ())
    async with engine.connect() as connection:
        await parking.park(connection, "some.group", record, "broken")
        stored = (await connection.execute(text("SELECT value FROM parked_record"))).scalar_one()
        (key,) = await parking.list_keys(connection, "some.group")
        ((back, _),) = await parking.lock_records(connection, key)
    assert IBAN.encode() not in stored
    assert back.value == value


@pytest.mark.usefixtures("keys")
async def test_a_key_is_changed_while_serving_and_the_old_one_is_used_by_nothing(
    office: Office, engine: AsyncEngine, next_key: str, client_of: ClientOf
) -> None:
    old = sealed.keyring().ids[1]
    person = await _from_before_sealing(office, engine)
    async with engine.begin() as connection:
        kept = {"iban": _under(old, person), "id": person}
        await connection.execute(text("UPDATE person SET iban = :iban WHERE id = :id"), kept)
    assert f"{old}  1" in (await run("status")).output
    assert "person.iban  2" in (await run("reseal")).output
    assert f"{old}  0" in (await run("status")).output
    assert [row[0].split(":")[1] for row in await office.rows(SEALS)] == [next_key, next_key]
    assert "person.iban  0" in (await run("reseal")).output
    assert (await office.sees(f"/people/{person}")).body["iban"] == "TR•• •••• 1326"


async def _from_before_sealing(office: Office, engine: AsyncEngine) -> UUID:
    """Two people whose IBANs stand in the clear, as older code wrote them; the first one."""
    first, _ = await office.person(), await office.person()
    async with engine.begin() as connection:
        await connection.execute(text(OLDER))
        await connection.execute(text("UPDATE person SET iban = :iban"), {"iban": IBAN})
        await connection.execute(text(NEWER))
    return first


def _under(key: str, person: UUID) -> str:
    closed = sealed.keyring()._keys[key].encrypt(IBAN.encode(), [b"person.iban", str(person).encode()])
    return f"sealed:{key}:{urlsafe_b64encode(closed).decode()}"


@pytest.mark.usefixtures("keys")
async def test_without_a_key_file_the_service_does_not_start_and_says_why(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("KERVAN_SEALING_KEYS_FILE")
    sealed.keyring.cache_clear()
    ended = await asyncio.to_thread(CliRunner().invoke, cli, ["api"])
    assert ended.exit_code == 78
    assert "verilmemiş" in ended.output
    assert "is not set" in ended.output


async def test_a_new_key_is_printed_as_a_line_of_the_file() -> None:
    assert sealed.KEY_LINE.fullmatch((await run("new")).output.strip())
