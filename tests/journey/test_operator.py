"""The operators' command against the walked journey: one mobility's story, and what waits."""

from __future__ import annotations

import asyncio
import os
import sys

import pytest

from deploy.local.layout import CHECKOUT
from tests.journey.personal import people_of_the_demo
from tests.journey.system import System
from tests.privacy.leaks import leaks_in

pytestmark = pytest.mark.timeout(300)

OF_A_PAID_ORDER = """
SELECT g.mobility_id FROM mirror_payment_order o JOIN mirror_grant g ON g.id = o.grant_id
JOIN mirror_mobility m ON m.id = g.mobility_id
ORDER BY m.id LIMIT 1
"""
OF_A_PLANNED_STAY = "SELECT person_id FROM mirror_mobility WHERE state->>'status' ILIKE 'planned' LIMIT 1"
PARKED = "SELECT key FROM parked_key WHERE consumer_group = 'finance.payment-results' ORDER BY key"
THE_WAY = (
    "POST /v1/placements/{placement_id}/accept → 200",
    ": mobility.placement-accepted.v1",
    ": mobility.mobility-planned.v1",
    "finance.grants: took in · aldı: mobility.mobility-planned.v1",
    ": finance.grant-reserved.v1",
    ": finance.payment-requested.v1",
    "POST /v1/payment-requests/{request_id}/approval → 200",
    ": finance.payment-order-issued.v1",
    ": finance-office.payment-answered.v1",
    "finance.payment-results: took in · aldı: finance-office.payment-answered.v1",
    ": finance.payment-order-paid.v1",
    "gateway.views: took in · aldı: finance.payment-order-paid.v1",
)
"""Each after the one before, whatever stands between."""


async def kervan(system: System, *arguments: str) -> tuple[int, str]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "deploy.operator", *arguments,
        env=os.environ | {"KERVAN_RUN": str(system.site.layout.home)}, cwd=CHECKOUT,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    output, _ = await process.communicate()
    return process.returncode or 0, output.decode()


async def test_the_story_of_a_mobility_leads_from_the_acceptance_to_the_payment(system: System) -> None:
    [row] = await system.rows("gateway", OF_A_PAID_ORDER)
    code, told = await kervan(system, "story", "mobility", str(row["mobility_id"]))
    assert code == 0, told
    places = [told.find(step) for step in THE_WAY]
    assert -1 not in places, told
    assert places == sorted(places), told
    assert "0 missing" in told
    assert [str(leak) for leak in leaks_in("story", [told], people_of_the_demo())] == []


async def test_what_waits_is_listed_and_stands_in_its_story(system: System) -> None:
    keys = [row["key"] for row in await system.rows("finance", PARKED)]
    _, listed = await kervan(system, "parked", "list")
    assert keys
    assert [key for key in keys if key not in listed] == []
    _, told = await kervan(system, "story", "payment-order", keys[0])
    assert "set aside · kenara ayrıldı (payment-order-unknown)" in told


async def test_the_state_of_everything_is_told_as_it_is(system: System) -> None:
    parked = len(await system.rows("finance", PARKED))
    code, shown = await kervan(system, "status")
    assert code == 0, shown
    waiting = next(
        line for line in shown.splitlines() if "finance.payment-results " in line and "iyi" in line
    )
    assert [cell.strip() for cell in waiting.split("│")[2:5]] == ["0", "0.0", str(parked)]
    assert "not ready" not in shown
    assert "0.0 s behind · geride" in shown


async def test_an_entity_that_nobody_knows_is_told_in_both_languages(system: System) -> None:
    code, told = await kervan(system, "story", "mobility", "019a0000-0000-7000-8000-000000000001")
    assert code == 1
    assert "There is no event" in told
    assert "bir olay yok" in told


async def test_a_person_is_forgotten_and_everybody_who_knew_them_confirms(system: System) -> None:
    given = {"given_name": "Oyku", "family_name": "Silinecek", "email": "oyku.silinecek@ogrenci.example"}
    key = "operator-erases"
    made = await system.stage.rest.post("mobility", "/v1/people", system.stage.office, json=given, key=key)
    await system.settle()
    code, told = await kervan(system, "erase-person", made["id"], "--yes")
    assert code == 0, told
    assert {line.partition(":")[0] for line in told.splitlines()} == {
        "mobility",
        "finance",
        "events",
        "gateway",
    }
    assert await system.rows("mobility", "SELECT 1 FROM person WHERE given_name = 'Oyku'") == []
    await system.settle()


async def test_who_is_on_a_stay_is_not_forgotten_and_the_service_s_reason_is_shown(system: System) -> None:
    [person] = await system.rows("gateway", OF_A_PLANNED_STAY)
    code, told = await kervan(system, "erase-person", str(person["person_id"]), "--yes")
    assert code == 1
    assert "a stay that is not over" in told
    assert "süren bir hareketliliği var" in told
    assert await system.rows("mobility", "SELECT 1 FROM person WHERE id = $1", person["person_id"])
