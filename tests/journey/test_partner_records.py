"""A partner's people, two records that become one, and an agreement that ends soon: through the gateway."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from chassis.clock import academic_date, utc_now
from chassis.identity.caller import Role
from chassis.ids import new_id
from contracts.topics import AGREEMENT, LETTER, PARTNER
from deploy.local.journey.agreeing import find_partner
from deploy.local.journey.clients import eventually
from gateway.reading.ids import parse_node_id
from tests.journey.system import System
from tests.journey.test_agreements_life import condition, first_year
from tests.journey.topics import records_of

pytestmark = pytest.mark.timeout(300)

WRITTEN = "contactId version"
SHOWN = "partner { id version merged mergedInto { id } latitude }"
AGREED = "agreement { id version status contentHash }"
CONTACTS = "contacts { id version name former roles { code label { tr } } earlier { email } } roles { code }"
ANNELIES = {
    "name": "Annelies Zandvoort",
    "roles": ["erasmus-coordinator"],
    "email": "zandvoort@uni.example",
    "phone": "+32 9 264 70 00",
}
RECORD = """
query Record($id: ID!, $survivor: ID!) {
  partner(id: $id) { merged mergedInto { id name } agreements { nodes { id } } }
  found: partners(search: "Zwin", first: 10) { nodes { id } }
  visits(filter: { partnerId: $survivor }) { nodes { id partner { name } } }
  agreements(filter: { partnerId: $survivor }) { nodes { id contentHash expiringSince endsOn } }
}
"""
WORK = """
query Work {
  workList(filter: { kind: AGREEMENT_ENDS }, last: 100) { nodes { waitsFor dueAt agreement { id } } }
}
"""


async def do(system: System, mutation: str, given: dict[str, Any], shown: str, **more: str) -> Any:
    return await system.stage.gateway.do(system.stage.office, mutation, given, shown, **more)


async def a_record(system: System, name: str) -> str:
    given = {"name": f"{name} {str(new_id())[-6:]}", "country": "BE"}
    partner_id: str = (await do(system, "createPartner", given, SHOWN))["partner"]["id"]
    return partner_id


async def contacts(system: System, role: Role, partner: str) -> Any:
    token = system.site.issuer().issue(role)
    return await system.stage.gateway.do(
        token, "openPartnerContacts", {"id": partner}, CONTACTS, input_type="PartnerInput"
    )


async def in_force(system: System, partner: str) -> dict[str, Any]:
    """An agreement of this academic year and no other: it ends within a year."""
    year = f"{first_year().year}/{first_year().year + 1}"
    draft = {
        "reference": f"BIL-{str(new_id())[-8:]}",
        "programme": "BILATERAL",
        "partnerId": partner,
        "firstYear": year,
        "lastYear": year,
        "conditions": [condition("en")],
    }
    own = {"id": (await do(system, "draftAgreement", draft, AGREED))["agreement"]["id"]}
    await do(system, "proposeAgreement", own, AGREED, input_type="AgreementInput")
    for party in ("HOME", "PARTNER"):
        signed = {**own, "party": party, "signedOn": str(academic_date(utc_now()))}
        await do(system, "signAgreement", signed, AGREED)
    done = await do(system, "activateAgreement", own, AGREED, input_type="AgreementInput")
    agreement: dict[str, Any] = done["agreement"]
    return agreement


async def a_visit(system: System, partner: str) -> str:
    today = academic_date(utc_now()).isoformat()
    words = {"tr": "Tanışma", "en": "First meeting"}
    given = {
        "purpose": words, "direction": "OUTGOING", "partnerId": partner, "host": "Rectorate",
        "beginsOn": today, "endsOn": today,
    }  # fmt: skip
    visit_id: str = (await do(system, "planVisit", given, "visit { id }"))["visit"]["id"]
    return visit_id


async def test_a_partners_people_are_told_to_the_office_and_coordinators_alone(system: System) -> None:
    partner = (await find_partner(system.stage, "GENT01", "BE"))["id"]
    entered = await do(system, "enterPartnerContact", {"id": partner, **ANNELIES}, WRITTEN)
    own = {"id": entered["contactId"]}
    moved = {**own, **ANNELIES, "expectedVersion": entered["version"], "email": "a.zandvoort@uni.example"}
    await do(system, "changePartnerContact", moved, WRITTEN)
    yesterday = academic_date(utc_now()) - timedelta(days=1)
    left = {**own, "lastDay": yesterday.isoformat()}
    await do(system, "noteContactDeparture", left, WRITTEN, input_type="NoteDepartureInput")
    told = await contacts(system, Role.COORDINATOR, partner)
    (known,) = [one for one in told["contacts"] if one["id"] == own["id"]]
    assert (known["former"], known["version"]) == (True, 3)
    assert known["roles"] == [{"code": "erasmus-coordinator", "label": {"tr": "Erasmus kurum koordinatörü"}}]
    assert [one["email"] for one in known["earlier"]] == ["a.zandvoort@uni.example", "zandvoort@uni.example"]
    assert "nominations" in [role["code"] for role in told["roles"]]
    for role in set(Role) - {Role.OFFICE, Role.COORDINATOR}:
        refused = await system.stage.gateway.refusal(
            system.site.issuer().issue(role),
            "openPartnerContacts",
            {"id": partner},
            input_type="PartnerInput",
        )
        assert refused["code"] == "role-missing"
    await do(system, "writePartnerNote", {"id": partner, "text": "Zandvoort retires in May."}, "noteId")
    notes = await do(system, "openPartnerNotes", {"id": partner, "limit": 1}, "notes { text author } next")
    assert notes["notes"][0]["text"] == "Zandvoort retires in May."
    topics = [PARTNER, AGREEMENT, LETTER]
    said = [record.value or b"" for record in await records_of(system.bootstrap, topics)]
    assert said
    assert not [value for value in said if b"Zandvoort" in value]
    await do(system, "forgetPartnerContact", own, "partnerId", input_type="PartnerContactInput")
    assert own["id"] not in [one["id"] for one in (await contacts(system, Role.OFFICE, partner))["contacts"]]


async def test_two_records_become_one_and_what_ends_soon_is_on_the_work_list(system: System) -> None:
    duplicate, survivor = await a_record(system, "Zwin Hogeschool"), await a_record(system, "Zwin College")
    agreement, visit = await in_force(system, duplicate), await a_visit(system, duplicate)
    await do(system, "enterPartnerContact", {"id": duplicate, **ANNELIES}, WRITTEN)
    merging = {"id": duplicate, "intoId": survivor}
    for _ in range(2):
        merged = (await do(system, "mergePartner", merging, SHOWN))["partner"]
        assert (merged["version"], merged["mergedInto"]) == (2, {"id": survivor})
    backwards = {"id": survivor, "intoId": duplicate}
    refused = await system.stage.gateway.refusal(system.stage.office, "mergePartner", backwards)
    assert refused["code"] == "partner-already-merged"
    where = {"id": survivor, "latitude": "51.35", "longitude": "3.28"}
    assert (await do(system, "placePartner", where, SHOWN))["partner"]["latitude"] == "51.350000"

    async def record() -> dict[str, Any]:
        return await system.stage.gateway.ask(
            system.stage.office, RECORD, {"id": duplicate, "survivor": survivor}
        )

    found = await eventually("all is the survivor's, and what ends is told", record, _moved_and_told, 60)
    (moved,) = found["agreements"]["nodes"]
    assert (moved["id"], moved["contentHash"]) == (agreement["id"], agreement["contentHash"])
    assert [one["id"] for one in found["visits"]["nodes"]] == [visit]
    assert [one["id"] for one in found["found"]["nodes"]] == [survivor]
    assert (found["partner"]["merged"], found["partner"]["agreements"]["nodes"]) == (True, [])
    assert len((await contacts(system, Role.OFFICE, duplicate))["contacts"]) == 1
    key = str(parse_node_id(agreement["id"])[1]).encode()
    said = [one for one in await records_of(system.bootstrap, [AGREEMENT]) if one.key == key]
    types = [dict(one.headers)["ce_type"].decode() for one in said]
    assert types.count("kervan.agreements.agreement-expiring.v1") == 1
    assert types.count("kervan.agreements.agreement-reassigned.v1") == 1

    async def waited_for() -> list[dict[str, Any]]:
        listed = await system.stage.gateway.ask(system.stage.office, WORK)
        nodes: list[dict[str, Any]] = listed["workList"]["nodes"]
        return [one for one in nodes if one["agreement"]["id"] == agreement["id"]]

    (task,) = await eventually("the office's work list shows the end", waited_for, bool)
    assert (task["waitsFor"], task["dueAt"][:10]) == ("OFFICE", moved["endsOn"])


def _moved_and_told(found: dict[str, Any]) -> bool:
    agreements = found["agreements"]["nodes"]
    return bool(agreements and agreements[0]["expiringSince"] and found["visits"]["nodes"])
