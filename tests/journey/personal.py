"""What must not be told: the words by which one could know a person of the demo."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import unquote_to_bytes

from deploy.local.journey.cast import students
from deploy.local.journey.preparing import DATA
from deploy.local.layout import CHECKOUT

WORD = re.compile(r"\w+")
ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
DIRECTORY = CHECKOUT / "services" / "agreements" / "data" / "eche-institutions.csv"


def words(text: str) -> set[str]:
    """The words of a text, also where JSON or an address has escaped them."""
    plain = unquote_to_bytes(ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)).decode(
        "utf-8", "replace"
    )
    return set(WORD.findall(plain))


def words_about_people() -> set[str]:
    """Names, e-mail addresses, IBANs and student numbers of the forty students and of the imported records.

    Names that institutions bear too (Omar, in Saint-Omer) stand in public places and prove nothing.
    """
    names = set().union(*(words(name) for name in (*_cast_names(), *_imported("given_name", "family_name"))))
    return (names - _words_of_institutions()) | set(_identifiers())


def _identifiers() -> Iterator[str]:
    """An e-mail address of the demo has its student number as a word, or in small letters."""
    for student in students():
        yield from (student.student_number, student.student_number.lower(), student.iban, student.right_iban)
    yield from _imported("student_number")


def _cast_names() -> Iterable[str]:
    return (f"{student.given_name} {student.family_name}" for student in students())


def _imported(*columns: str) -> Iterator[str]:
    """Cells of the accepted and rejected rows of the beneficiaries' file."""
    lines = (DATA / "beneficiaries.csv").read_text("utf-8").splitlines()
    for row in csv.DictReader(line for line in lines if not line.startswith("#")):
        yield from (row[column] for column in columns if row[column])


def _words_of_institutions(file: Path = DIRECTORY) -> set[str]:
    return words(file.read_text("utf-8"))
