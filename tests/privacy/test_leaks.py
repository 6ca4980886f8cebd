"""A person is found in whatever form they are told, and nobody is found where nobody is."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.privacy.leaks import leaks_in_folder, leaks_in_rows
from tests.privacy.people import SEALED, People

STATE = {
    "given_name": "Şükriye",
    "family_name": "Karadağlı",
    "email": "sukriye@example.org",
    "iban": "TR330006100519786457841326",
    "national_id": "10000000146",
    "student_number": "K20260001",
}
NAME = "Şükriye Karadağlı"


@pytest.fixture
def people() -> People:
    known = People()
    known.add(STATE)
    return known


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("name", f"placement of {NAME} accepted"),
        ("name", json.dumps({"error": NAME})),
        ("name", f"/people?search={quote(NAME)}"),
        ("name", json.dumps({"body": json.dumps({"name": NAME})})),
        ("name", f"cursor={base64.urlsafe_b64encode(NAME.encode()).decode()}"),
        ("name", NAME.replace("i", "İ").upper()),
        ("full name", "sukriye karadagli was here"),
        ("full name", "ŞÜKRİYE-KARADAĞLI"),
        ("e-mail", "sent to SUKRIYE@example.org."),
        ("e-mail", quote("sukriye@example.org")),
        (SEALED, "iban=TR330006100519786457841326"),
        (SEALED, "tr33 0006 1005 1978 6457 8413 26"),
        (SEALED, base64.b64encode(b'{"iban":"TR330006100519786457841326"}').decode()),
        (SEALED, "person_10000000146_read"),
        ("student number", "k20260001@ogrenci"),
    ],
)
def test_a_person_is_found_in_every_form(kind: str, text: str, people: People) -> None:
    assert kind in people.found_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "person 0192f1c2-7000-7000-8000-000000000146 read",
        "TR•• •••• 1326 and •••••••••46",
        "sealed:k1:c2VhbGVkIG51bWJlcnM=",
        "Karabük Üniversitesi",
    ],
)
def test_who_is_not_named_is_not_found(text: str, people: People) -> None:
    assert people.found_in(text) == {}


def test_a_name_logged_once_among_much_is_found_and_the_report_does_not_repeat_it(
    tmp_path: Path, people: People
) -> None:
    (tmp_path / "deep").mkdir()
    quiet = "\n".join(f'{{"event": "request", "person": "{number}"}}' for number in range(5_000))
    (tmp_path / "deep" / "mobility.log").write_text(f"{quiet}\nregistered {STATE['email']}\n{quiet}")
    (leak,) = leaks_in_folder(tmp_path, people)
    assert (leak.place, leak.kind, leak.values) == ("deep/mobility.log", "e-mail", 1)
    assert STATE["email"] not in str(leak)


def test_a_table_that_knows_people_by_name_may_not_know_their_iban(people: People) -> None:
    tables = {"person": [f"1 | {NAME} | {STATE['iban']}"], "call": [f"2 | {NAME}"]}
    found = leaks_in_rows("mobility", tables, people)
    assert {(leak.place, leak.kind) for leak in found} == {
        ("mobility.person", SEALED),
        ("mobility.call", "name"),
        ("mobility.call", "full name"),
    }
