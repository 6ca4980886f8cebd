"""The certificate of a guest's stay: once they have left, nothing is owed; theirs and the office's."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from chassis.identity.caller import Role
from contracts.vocabulary import Programme
from services.mobility.domain.stay_certificate import StayCertificate
from services.mobility.entrypoints.api.stay_certificate import TEMPLATE, values_of
from services.mobility.tests.conftest import ClientOf
from services.mobility.tests.entrypoints.test_admission_letter import PLACEHOLDER, flat
from services.mobility.tests.entrypoints.test_incoming_api import a_guest
from services.mobility.tests.entrypoints.test_mobilities_api import ready_to_go
from services.mobility.tests.office import Office

CERTIFICATE = StayCertificate(
    reference="01a21718",
    given_name="Zofia",
    family_name="Nowak",
    partner="Università di Pisa",
    programme=Programme.ERASMUS,
    faculty="engineering",
    academic_year="2026/2027",
    begins=date(2026, 9, 13),
    ends=date(2027, 1, 20),
    days=128,
)
CLEARED = ("room-returned", "library-cleared")


async def certificate_of(client: Any, mobility_id: str) -> Any:
    return await client.get(f"/mobilities/{mobility_id}/document")


async def left(office: Office) -> dict[str, Any]:
    guest = await a_guest(office)
    await office.post(f"/mobilities/{guest['mobility_id']}/complete", {"ends": "2027-01-20"})
    return guest


async def clear(office: Office, guest: dict[str, Any], *tasks: str) -> None:
    for task in tasks:
        await office.post(f"/files/{guest['mobility_id']}/tasks", {"task": task, "status": "done"})


def test_every_placeholder_of_the_template_is_given_in_both_languages() -> None:
    values = values_of(CERTIFICATE)
    assert set(PLACEHOLDER.findall(TEMPLATE.read_text(encoding="utf-8"))) <= flat(values)
    assert (values["tr"]["begins"], values["en"]["ends"]) == ("13.09.2026", "20 January 2027")


async def test_whoever_has_left_and_owes_nothing_gets_it(office: Office, client_of: ClientOf) -> None:
    guest = await left(office)
    refused = await certificate_of(office.client, guest["mobility_id"])
    assert (refused.status, refused.code) == (422, "exit-not-cleared")
    assert re.search("room-returned, library-cleared", str(refused.body))
    await clear(office, guest, *CLEARED)
    own = await client_of(Role.STUDENT, person_id=guest["person_id"])
    for client in (office.client, own):
        answer = await certificate_of(client, guest["mobility_id"])
        assert (answer.status, answer.body[:5]) == (200, b"%PDF-")
    readings = (await office.sees(f"/people/{guest['person_id']}/readings")).body["items"]
    assert any(one["operation"].endswith("/document") for one in readings)
    other = await client_of(Role.STUDENT, person_id=await office.person())
    assert (await certificate_of(other, guest["mobility_id"])).status == 404


async def test_nobody_who_is_still_here_gets_one(office: Office) -> None:
    guest = await a_guest(office)
    await clear(office, guest, *CLEARED)
    refused = await certificate_of(office.client, guest["mobility_id"])
    assert (refused.status, refused.code) == (409, "stay-certificate-too-early")


async def test_of_a_stay_elsewhere_the_host_gives_it(office: Office) -> None:
    mobility = await ready_to_go(office)
    refused = await certificate_of(office.client, mobility["id"])
    assert (refused.status, refused.code) == (422, "stay-certificate-for-guests")
