"""What must not be told: all by which one could know a person of the demo."""

from __future__ import annotations

import csv
from collections.abc import Iterator

from deploy.local.journey.cast import students
from deploy.local.journey.preparing import DATA
from tests.privacy.forms import WORD, plain
from tests.privacy.people import People


def words(text: str) -> set[str]:
    """The words of a text, also where JSON or an address has escaped them."""
    return set(WORD.findall(plain(text)))


def people_of_the_demo() -> People:
    """The forty students, and everybody in the beneficiaries' file: those whose rows were refused, too."""
    people = People()
    for student in students():
        state = {
            "given_name": student.given_name,
            "family_name": student.family_name,
            "email": f"{student.student_number.lower()}@ogrenci.example",
            "national_id": student.national_id,
            "student_number": student.student_number,
        }
        for iban in (student.iban, student.right_iban):
            people.add(state | {"iban": iban})
    for row in _imported():
        people.add(row)
    return people


def _imported() -> Iterator[dict[str, str]]:
    lines = (DATA / "beneficiaries.csv").read_text("utf-8").splitlines()
    for row in csv.DictReader(line for line in lines if not line.startswith("#")):
        yield {name: row[name] for name in ("given_name", "family_name", "student_number")}
