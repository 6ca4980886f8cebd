"""IBANs and national ids: sealed at rest, masks in lists, in full one person at a time and by need."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from typer.testing import CliRunner, Result

from chassis import sealed
from chassis.identity.caller import Role
from chassis.ids import new_id
from chassis.masks import masked_iban, masked_national_id
from chassis.sealed import new_key_line
from gateway.cli import app
from gateway.reading.ids import node_id
from gateway.settings import GatewaySettings
from gateway.tests import office
from gateway.tests.fixtures import Gateway, Views
from gateway.tests.test_erasure import everything_stored

IBAN, NATIONAL_ID = "TR330006100519786457841326", "10000000146"
MASKS = {"iban": masked_iban(IBAN), "nationalId": masked_national_id(NATIONAL_ID)}
IN_FULL = "query($id: ID!) { personalNumbers(personId: $id) { iban nationalId } }"
LISTED = "{ people { nodes { iban nationalId } } }"


@pytest.fixture
def next_key(sealing_keys: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(sealed, "LOOKED_AT_SECONDS", 0)
    line = new_key_line()
    sealing_keys.write_text(f"{line}\n{sealing_keys.read_text()}")
    os.utime(sealing_keys, ns=(0, sealing_keys.stat().st_mtime_ns + 1))
    return line.split()[0]


@pytest.fixture
def environment(settings: GatewaySettings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KERVAN_DATABASE_URL", settings.dsn)
    for name in ("kafka_bootstrap", "jwks", "issuer"):
        monkeypatch.setenv(f"KERVAN_{name.upper()}", str(getattr(settings, name)))


async def keys(*arguments: str) -> Result:
    """In a thread: a command has an event loop of its own."""
    return await asyncio.to_thread(CliRunner().invoke, app, ["keys", *arguments])


async def test_no_table_of_the_gateway_holds_them_in_the_clear(views: Views) -> None:
    await views.take_in(office.person(new_id()))
    stored = await everything_stored(views)
    assert (IBAN in stored, NATIONAL_ID in stored) == (False, False)
    assert stored.count("sealed:") == 2


@pytest.mark.parametrize("table", ["person_view", "mirror_person"])
async def test_a_path_that_forgets_the_mask_cannot_write(views: Views, table: str) -> None:
    await views.take_in(office.person(new_id()))
    values = {
        "person_view": f"iban = '{IBAN}'",
        "mirror_person": f'state = state || \'{{"iban": "{IBAN}"}}\'',
    }
    async with views.engine.connect() as connection:
        with pytest.raises(IntegrityError, match=f"ck_{table}_iban_masked"):
            await connection.execute(text(f"UPDATE {table} SET {values[table]}"))


@pytest.mark.parametrize(
    ("role", "listed", "in_full"),
    [
        (Role.STUDENT, MASKS, {"iban": IBAN, "nationalId": NATIONAL_ID}),
        (Role.STAFF, MASKS, {"iban": IBAN, "nationalId": NATIONAL_ID}),
        (Role.FINANCE, MASKS, {"iban": IBAN, "nationalId": None}),
        (Role.OFFICE, MASKS, {"iban": None, "nationalId": NATIONAL_ID}),
        (Role.COORDINATOR, {"iban": None, "nationalId": None}, None),
        (Role.PARTNER, None, None),
        (Role.OPS, None, None),
    ],
)
async def test_lists_show_masks_and_the_numbers_go_to_who_needs_them(
    role: Role, listed: object, in_full: object, views: Views, gateway: Gateway
) -> None:
    person = office.person(new_id())
    await views.take_in(person)
    token = gateway.token(role, person_id=person.key, faculty="engineering", partner_id=new_id())
    seen = (await gateway.ask(LISTED, token)).data["people"]["nodes"]
    assert seen == ([] if listed is None else [listed])
    numbers = await gateway.ask(IN_FULL, token, id=node_id("Person", person.key))
    assert numbers.data["personalNumbers"] == in_full


@pytest.mark.parametrize("role", [Role.STUDENT, Role.STAFF])
async def test_nobody_elses_numbers_are_given(role: Role, views: Views, gateway: Gateway) -> None:
    person, other = office.person(new_id()), office.person(new_id())
    await views.take_in(person, other)
    token = gateway.token(role, person_id=person.key)
    numbers = await gateway.ask(IN_FULL, token, id=node_id("Person", other.key))
    assert numbers.data["personalNumbers"] is None


@pytest.mark.usefixtures("environment")
async def test_a_key_is_changed_and_what_was_taken_in_before_there_were_keys_is_sealed(
    views: Views, gateway: Gateway, next_key: str
) -> None:
    old, older, newer = sealed.keyring().ids[1], office.person(new_id()), office.person(new_id())
    await views.take_in(older, newer)
    await _as_before_sealing(views, older.key)
    assert "(in the clear)  2" in (await keys("status")).output
    assert "mirror_person.state  1" in (await keys("reseal")).output
    status = (await keys("status")).output
    assert (f"{next_key}  4" in status, f"{old}  0" in status, "clear" in status) == (True, True, False)
    assert (await gateway.ask(LISTED)).data["people"]["nodes"] == [MASKS, MASKS]
    token = gateway.token(Role.FINANCE)
    numbers = await gateway.ask(IN_FULL, token, id=node_id("Person", older.key))
    assert numbers.data["personalNumbers"]["iban"] == IBAN


async def _as_before_sealing(views: Views, person: object) -> None:
    """As older code left them: the constraints are those of now, and only new rows must keep them."""
    clear = {"iban": IBAN, "id": person, "number": NATIONAL_ID}
    dropped, kept = [], []
    for table, value in (("person_view", "{}"), ("mirror_person", "(state->>'{}')")):
        for number in ("iban", "national_id"):
            name = f"ck_{table}_{number}_masked"
            dropped.append(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
            check = f"CHECK ({value.format(number)} LIKE '%••%') NOT VALID"
            kept.append(f"ALTER TABLE {table} ADD CONSTRAINT {name} {check}")
    plain = "jsonb_build_object('iban', CAST(:iban AS text), 'national_id', CAST(:number AS text))"
    changed = (
        "UPDATE person_view SET iban = :iban, national_id = :number WHERE id = :id",
        f"UPDATE mirror_person SET state = state - 'sealed' || {plain} WHERE id = :id",
    )
    async with views.engine.begin() as connection:
        for statement in (*dropped, *changed, *kept):
            await connection.execute(text(statement), clear if statement in changed else {})
