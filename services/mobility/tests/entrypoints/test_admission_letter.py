"""The letter of admission: every placeholder is given, what it says is the application's, and who read it."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from chassis.identity.caller import Role
from contracts.vocabulary import Programme
from services.mobility.domain.admission import Admission
from services.mobility.entrypoints.api.admission_letter import TEMPLATE, values_of
from services.mobility.tests.conftest import ClientOf
from services.mobility.tests.entrypoints.test_incoming_api import a_guest, received
from services.mobility.tests.office import Office

ADMISSION = Admission(
    reference="01a21718",
    decided_on=date(2026, 5, 20),
    given_name="Zofia",
    family_name="Nowak",
    nationality="PL",
    partner="Università di Pisa",
    programme=Programme.ERASMUS,
    faculty="engineering",
    academic_year="2026/2027",
    begins=date(2026, 9, 15),
    ends=date(2027, 1, 31),
)
PLACEHOLDER = re.compile(r"told\.((?:(?:tr|en)\.)?[a-z_]+)")


def flat(values: dict[str, Any]) -> set[str]:
    return {
        f"{name}.{inner}" if inner else name
        for name, value in values.items()
        for inner in (value if isinstance(value, dict) else ("",))
    }


async def letter_of(client: Any, application: dict[str, Any]) -> Any:
    return await client.get(f"/incoming-applications/{application['id']}/document")


def test_every_placeholder_of_the_template_is_given() -> None:
    used = set(PLACEHOLDER.findall(TEMPLATE.read_text(encoding="utf-8")))
    assert used <= flat(values_of(ADMISSION))


def test_days_and_names_are_spoken_in_both_languages() -> None:
    values = values_of(ADMISSION)
    assert (values["tr"]["begins"], values["en"]["begins"]) == ("15.09.2026", "15 September 2026")
    assert (values["tr"]["faculty"], values["en"]["faculty"]) == (
        "Mühendislik Fakültesi",
        "Faculty of Engineering",
    )


async def test_who_is_accepted_gets_a_pdf(office: Office) -> None:
    answer = await letter_of(office.client, await a_guest(office))
    assert (answer.status, answer.body[:5]) == (200, b"%PDF-")


async def test_before_the_decision_there_is_no_letter(office: Office) -> None:
    refused = await letter_of(office.client, await received(office))
    assert (refused.status, refused.code) == (409, "incoming-application-not-accepted")


async def test_it_is_theirs_and_they_see_who_read_them(office: Office, client_of: ClientOf) -> None:
    guest = await a_guest(office)
    await letter_of(office.client, guest)
    readings = (await office.sees(f"/people/{guest['person_id']}/readings")).body["items"]
    assert any(one["operation"].endswith("/document") for one in readings)
    other = await client_of(Role.STUDENT, person_id=await office.person())
    assert (await letter_of(other, guest)).status == 404
    assert (await letter_of(await client_of(Role.STUDENT, person_id=guest["person_id"]), guest)).status == 200
