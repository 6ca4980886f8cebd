"""An agreement is amended, given notice of and renewed through the gateway; the radar tells what waits."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from chassis.clock import academic_date, utc_now
from chassis.identity.caller import Role
from chassis.ids import new_id
from deploy.local.journey.agreeing import find_partner
from gateway.reading.ids import parse_node_id
from tests.journey.system import System

pytestmark = pytest.mark.timeout(300)

AGREEMENT = "agreement { id version status contentHash endsOn }"
RADAR = """
query Radar($endsBefore: Date!, $idleBefore: String!) {
  ending: agreements(
    filter: { status: ACTIVE, endsBefore: $endsBefore }, orderBy: { field: ENDS, direction: ASC }, first: 100
  ) { nodes { id endsOn } }
  idle: agreements(filter: { status: ACTIVE, idleBefore: $idleBefore }, last: 100) { nodes { id idleSince } }
  partners: agreements(filter: { waitsForPartner: true }, last: 100) {
    nodes { id amendment { contentHash signBy differences { change text { tr en } } } }
  }
}
"""
CAMPAIGN = """
mutation Campaign($one: ID!, $other: ID!, $lastYear: String!) {
  one: renewAgreement(input: { id: $one, lastYear: $lastYear }) {
    agreement { id status } userErrors { code }
  }
  other: renewAgreement(input: { id: $other, lastYear: $lastYear }) {
    agreement { id status } userErrors { code }
  }
}
"""
HELD = """
SELECT count(*) FROM placement WHERE condition_id::text = $1 AND status IN ('offered', 'accepted')
"""
ONE = """
query One($id: ID!) {
  agreement(id: $id) {
    status endsOn amendedFrom contentHash notice { by endsOn } earlier { countsFrom contentHash }
    conditions { language } renewal { id status } exchange { outgoing incoming }
    balance { academicYear places used free over }
  }
}
"""


@pytest.fixture
async def agreed(system: System) -> dict[str, Any]:
    """A bilateral agreement in force, for this academic year and the next two."""
    partner = await find_partner(system.stage, "GENT01", "BE")
    begins = first_year().year
    draft = {
        "reference": f"BIL-{str(new_id())[-8:]}",
        "programme": "BILATERAL",
        "partnerId": partner["id"],
        "firstYear": f"{begins}/{begins + 1}",
        "lastYear": f"{begins + 2}/{begins + 3}",
        "conditions": [condition("en")],
    }
    found = await do(system, "draftAgreement", draft, "DraftAgreementInput")
    own = {"id": found["id"]}
    await do(system, "proposeAgreement", own)
    await sign(system, found["id"])
    return await do(system, "activateAgreement", own)


def first_year() -> date:
    """The first day of the academic year that runs now."""
    today = academic_date(utc_now())
    return date(today.year if today.month >= 9 else today.year - 1, 9, 1)


def condition(language: str) -> dict[str, Any]:
    return {
        "direction": "OUTGOING",
        "kind": "STUDENT_STUDY",
        "iscedCodes": ["0613"],
        "eqfLevels": ["BACHELOR"],
        "placesPerYear": 2,
        "monthsPerPlace": "5",
        "language": language,
        "languageLevel": "B2",
    }


async def do(
    system: System, mutation: str, given: dict[str, Any], input_type: str = "AgreementInput"
) -> dict[str, Any]:
    gateway, office = system.stage.gateway, system.stage.office
    payload = await gateway.do(office, mutation, given, AGREEMENT, input_type=input_type)
    agreement: dict[str, Any] = payload["agreement"]
    return agreement


async def sign(system: System, identity: str, **more: str) -> None:
    for party in ("HOME", "PARTNER"):
        given = {"id": identity, "party": party, "signedOn": str(academic_date(utc_now())), **more}
        await do(system, "signAgreement", given, "SignAgreementInput")


async def read(system: System, identity: str) -> dict[str, Any]:
    found = await system.stage.gateway.ask(system.stage.office, ONE, {"id": identity})
    agreement: dict[str, Any] = found["agreement"]
    return agreement


async def radar(system: System) -> dict[str, dict[str, Any]]:
    """What each of its lists says, by the agreement's id."""
    given = {"endsBefore": str(first_year() + timedelta(days=3 * 366)), "idleBefore": f"{first_year().year}"}
    found = await system.stage.gateway.ask(system.stage.office, RADAR, given)
    return {name: {one["id"]: one for one in listed["nodes"]} for name, listed in found.items()}


async def test_amended_under_one_hash(system: System, agreed: dict[str, Any]) -> None:
    year = f"{first_year().year}/{first_year().year + 1}"
    given = {
        "id": agreed["id"],
        "expectedVersion": agreed["version"],
        "countsFrom": year,
        "conditions": [condition("de")],
    }
    await do(system, "amendAgreement", given, "AmendAgreementInput")
    assert (await read(system, agreed["id"]))["conditions"] == [{"language": "en"}]
    waiting = (await radar(system))["partners"][agreed["id"]]["amendment"]
    assert waiting["differences"][0]["text"]["en"] == "Outgoing student studies: language: en → de"

    old = {
        "id": agreed["id"],
        "party": "PARTNER",
        "signedOn": "2026-11-20",
        "contentHash": agreed["contentHash"],
    }
    error = await system.stage.gateway.refusal(system.stage.office, "signAgreement", old)
    assert error["code"] == "signed-other-content"
    await sign(system, agreed["id"], contentHash=waiting["contentHash"])
    after = await read(system, agreed["id"])
    assert (after["contentHash"], after["conditions"]) == (waiting["contentHash"], [{"language": "de"}])
    assert after["earlier"] == [{"countsFrom": year, "contentHash": agreed["contentHash"]}]
    assert agreed["id"] not in (await radar(system))["partners"]


async def test_notice_leaves_it_in_force_for_a_year(system: System, agreed: dict[str, Any]) -> None:
    given = {"id": agreed["id"], "by": "PARTNER", "givenOn": str(first_year()), "reason": "No demand."}
    noticed = await do(system, "giveNotice", given, "GiveNoticeInput")
    ends_on = date(first_year().year + 1, 8, 31)
    assert (noticed["status"], noticed["endsOn"]) == ("ACTIVE", str(ends_on))
    found = await radar(system)
    assert found["ending"][agreed["id"]]["endsOn"] == str(ends_on)
    assert agreed["id"] in found["idle"], "nobody went yet"


async def test_a_campaign_drafts_each_renewal_once(system: System, agreed: dict[str, Any]) -> None:
    gateway, office, last = system.stage.gateway, system.stage.office, first_year().year + 6
    never = await gateway.do(
        office,
        "draftAgreement",
        {
            "reference": f"BIL-{str(new_id())[-8:]}",
            "programme": "BILATERAL",
            "partnerId": (await find_partner(system.stage, "GENT01", "BE"))["id"],
            "firstYear": f"{last}/{last + 1}",
            "lastYear": f"{last}/{last + 1}",
        },
        "agreement { id }",
    )
    given = {"one": agreed["id"], "other": never["agreement"]["id"], "lastYear": f"{last}/{last + 1}"}
    first, again = [await gateway.ask(office, CAMPAIGN, given) for _ in range(2)]
    assert first == again
    drafted, refused = first["one"], first["other"]
    assert (drafted["agreement"]["status"], drafted["userErrors"]) == ("DRAFT", [])
    assert [error["code"] for error in refused["userErrors"]] == ["agreement-never-in-force"]
    assert (await read(system, agreed["id"]))["renewal"] == drafted["agreement"]


async def test_the_balance_is_what_the_walk_gave(system: System) -> None:
    for made in system.stage.facts("agreements")["made"]:
        identity, places = made["agreement"]["id"], made["agreement"]["conditions"][0]["placesPerYear"]
        lines = (await read(system, identity))["balance"]
        held = await system.rows(
            "mobility",
            HELD,
            str(parse_node_id(made["agreement"]["conditions"][0]["id"])[1]),
        )
        assert {line["places"] for line in lines} == {places}
        assert sum(line["used"] for line in lines) == held[0]["count"]
        assert all(line["over"] == 0 for line in lines)


async def test_students_see_nothing_of_it(system: System, agreed: dict[str, Any]) -> None:
    student = system.site.issuer().issue(Role.STUDENT)
    found = (await system.stage.gateway.ask(student, ONE, {"id": agreed["id"]}))["agreement"]
    hidden = {name for name, value in found.items() if value is None}
    assert {"notice", "earlier", "exchange", "balance"} <= hidden
    error = await system.stage.gateway.refusal(
        student,
        "giveNotice",
        {"id": agreed["id"], "by": "HOME", "givenOn": str(first_year()), "reason": "-"},
    )
    assert error["code"] == "role-missing"
