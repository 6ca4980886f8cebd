"""The office's 1,025 beneficiaries of 2015–2023, generated: only their totals are published.

``python -m deploy.local.record.beneficiaries`` writes ``deploy/local/data/beneficiaries.csv`` anew, the same
each time. Nobody in it exists: names are drawn from lists of common ones, numbers are counted up, addresses
end in ``example.org``. ``_planted`` rows are wrong on purpose, to show what an office is told; the file does
not say which.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from chassis.folding import fold
from deploy.local.record.agreements import Dice
from services.mobility.application.beneficiary_rows import COLUMNS

FILE = Path(__file__).parent.parent / "data" / "beneficiaries.csv"
SEED = 1025
HEADER = """\
# Üretilmiş veri: yayımlanmış toplamlara uyar.
# Generated data: matches the published totals.
# 2015–2023: Erasmus 148, Mevlana 4, Farabi 73, yabancı öğrenci / foreign students 800.
# Kişiler uydurmadır. / The people are invented.
"""

TOTALS = {"erasmus": 148, "mevlana": 4, "farabi": 73, "foreign-students": 800}
FIRST_YEARS = {
    "erasmus": (2015, 2022),
    "mevlana": (2015, 2018),
    "farabi": (2015, 2022),
    "foreign-students": (2015, 2023),
}
SERIES = {"erasmus": "ERA", "mevlana": "MEV", "farabi": "FAR", "foreign-students": "YOS"}

FACULTIES = (
    ("engineering", "computer"),
    ("engineering", "food"),
    ("economics", "business"),
    ("economics", "international-trade"),
    ("science-letters", "english"),
    ("science-letters", "history"),
    ("theology", "theology"),
    ("agriculture", "horticulture"),
    ("tourism", "gastronomy"),
    ("health-sciences", "nursing"),
    ("applied-sciences", "organic-farming"),
)
STAYS = ((9, 16, 2, 5), (2, 10, 6, 26))
"""Autumn (into the next year) and spring: first month and day, last month and day."""

ERASMUS_COUNTRIES = ("BG", "CZ", "DE", "ES", "HU", "IT", "LT", "LV", "PL", "PT", "RO", "SK")
ERASMUS_KINDS = (
    *("student-study",) * 5,
    *("student-traineeship",) * 2,
    *("staff-teaching",) * 2,
    "staff-training",
)
MEVLANA_COUNTRIES = ("AZ", "GE", "KG", "KZ")

TURKISH = (
    (
        "Ayşe",
        "Fatma",
        "Zeynep",
        "Elif",
        "Merve",
        "Büşra",
        "Ömer",
        "Mehmet",
        "Yusuf",
        "Çağrı",
        "İbrahim",
        "Gökhan",
    ),
    (
        "Yılmaz",
        "Kaya",
        "Demir",
        "Şahin",
        "Çelik",
        "Öztürk",
        "Aydın",
        "Arslan",
        "Doğan",
        "Kılıç",
        "Işık",
        "Güneş",
    ),
)
FOREIGN = {
    "AZ": (
        ("Aysel", "Günel", "Leyla", "Elvin", "Rəşad", "Tural", "Nigar"),
        ("Əliyev", "Məmmədov", "Hüseynova", "Quliyev", "Həsənov", "İsmayılova"),
    ),
    "IR": (
        ("Sara", "Maryam", "Narges", "Reza", "Amir", "Mehdi"),
        ("Hosseini", "Karimi", "Rezaei", "Moradi", "Ahmadi"),
    ),
    "IQ": (
        ("Zainab", "Noor", "Ali", "Hassan", "Mustafa"),
        ("Al-Jabouri", "Al-Bayati", "Karim", "Salih", "Abbas"),
    ),
    "SY": (
        ("Rania", "Hala", "Omar", "Khaled", "Yasin"),
        ("Al-Khatib", "Haddad", "Shami", "Najjar", "Darwish"),
    ),
    "TM": (
        ("Ogulgerek", "Jeren", "Maral", "Merdan", "Serdar"),
        ("Atayev", "Annayeva", "Orazov", "Gurbanova", "Durdyyev"),
    ),
    "GE": (
        ("Nino", "Tamar", "Ana", "Giorgi", "Luka"),
        ("Beridze", "Kapanadze", "Gelashvili", "Maisuradze", "Lomidze"),
    ),
    "KG": (
        ("Aigerim", "Nurgul", "Aizada", "Azamat", "Nurlan"),
        ("Asanov", "Toktogulova", "Bakirov", "Sydykova", "Usenov"),
    ),
}
NATIONALITIES = (*("AZ",) * 6, *("IR",) * 3, *("IQ",) * 2, *("SY",) * 2, *("TM",) * 2, "GE", "KG")


@dataclass(frozen=True, slots=True)
class Line:
    """One row, its values as the office would type them."""

    programme: str
    kind: str
    direction: str
    first_year: int
    name: tuple[str, str]
    nationality: str
    eqf_level: str
    faculty: tuple[str, str]
    host_country: str
    begins: str = ""
    ends: str = ""
    number: str = ""

    def cells(self, record_id: str) -> list[str]:
        given, family = self.name
        written = {
            "record_id": record_id,
            "programme": self.programme,
            "kind": self.kind,
            "direction": self.direction,
            "academic_year": f"{self.first_year}/{self.first_year + 1}",
            "student_number": self.number,
            "given_name": given,
            "family_name": family,
            "email": f"{_ascii(given)}.{_ascii(family)}.{self.number}@example.org",
            "nationality": self.nationality,
            "eqf_level": self.eqf_level,
            "faculty": self.faculty[0],
            "department": self.faculty[1],
            "host_country": self.host_country,
            "begins": self.begins,
            "ends": self.ends,
        }
        return [written[column] for column in COLUMNS]


def generate() -> str:
    """The whole file: header, 1,025 valid rows by year, the planted rows among them."""
    dice = Dice(SEED)
    lines = [*_erasmus(dice), *_mevlana(dice), *_farabi(dice), *_foreign_students(dice)]
    numbered = list(_with_numbers(sorted(lines, key=lambda line: line.first_year)))
    rows = [line.cells(record_id) for record_id, line in numbered]
    for place, row in enumerate(_planted(numbered)):
        rows.insert(41 + place * 149, row)
    written = io.StringIO(HEADER)
    written.seek(0, io.SEEK_END)
    csv.writer(written, lineterminator="\n").writerows([list(COLUMNS), *rows])
    return written.getvalue()


def _erasmus(dice: Dice) -> Iterator[Line]:
    """Four of five go out; who comes in is a citizen of where they come from."""
    for _ in range(TOTALS["erasmus"]):
        kind, country = dice.one(ERASMUS_KINDS), dice.one(ERASMUS_COUNTRIES)
        incoming = dice.number(1, 5) == 1
        line = _stay(dice, "erasmus", kind, "TR" if incoming else country)
        if incoming:
            line = replace(line, direction="incoming", nationality=country)
        yield _as_staff(line, dice) if kind.startswith("staff") else line


def _mevlana(dice: Dice) -> Iterator[Line]:
    for _ in range(TOTALS["mevlana"]):
        yield _stay(dice, "mevlana", "student-study", dice.one(MEVLANA_COUNTRIES))


def _farabi(dice: Dice) -> Iterator[Line]:
    for _ in range(TOTALS["farabi"]):
        line = _stay(dice, "farabi", "student-study", "TR")
        yield replace(line, direction=dice.one(("outgoing", "outgoing", "incoming")))


def _foreign_students(dice: Dice) -> Iterator[Line]:
    for _ in range(TOTALS["foreign-students"]):
        nationality = dice.one(NATIONALITIES)
        given, family = FOREIGN[nationality]
        yield Line(
            programme="foreign-students",
            kind="degree",
            direction="incoming",
            first_year=_year(dice, "foreign-students"),
            name=(dice.one(given), dice.one(family)),
            nationality=nationality,
            eqf_level=dice.one(("5", "6", "6", "6", "7")),
            faculty=dice.one(FACULTIES),
            host_country="TR",
        )


def _stay(dice: Dice, programme: str, kind: str, host_country: str) -> Line:
    """A student's semester abroad."""
    year = _year(dice, programme)
    month, day, last_month, last_day = dice.one(STAYS)
    return Line(
        programme=programme,
        kind=kind,
        direction="outgoing",
        first_year=year,
        name=(dice.one(TURKISH[0]), dice.one(TURKISH[1])),
        nationality="TR",
        eqf_level=dice.one(("6", "6", "6", "7")),
        faculty=dice.one(FACULTIES),
        host_country=host_country,
        begins=date(year if month > 8 else year + 1, month, day).isoformat(),
        ends=date(year + 1, last_month, last_day).isoformat(),
    )


def _as_staff(line: Line, dice: Dice) -> Line:
    """A week in May."""
    year, first = line.first_year + 1, dice.number(2, 22)
    begins, ends = date(year, 5, first), date(year, 5, first + dice.number(4, 8))
    return replace(line, eqf_level="", begins=begins.isoformat(), ends=ends.isoformat())


def _year(dice: Dice, programme: str) -> int:
    return dice.number(*FIRST_YEARS[programme])


def _with_numbers(lines: Sequence[Line]) -> Iterator[tuple[str, Line]]:
    """The office's number of the record, and that of the person: both count up within a year."""
    counts: dict[str, int] = {}
    for line in lines:
        series = f"{SERIES[line.programme]}-{line.first_year}"
        counts[series] = counts.get(series, 0) + 1
        people = counts[str(line.first_year)] = counts.get(str(line.first_year), 0) + 1
        number = f"{line.first_year % 100}{people:05}"
        yield f"{series}-{counts[series]:03}", replace(line, number=number)


def _planted(numbered: Sequence[tuple[str, Line]]) -> list[list[str]]:
    """Wrong on purpose, one way each."""
    taken, good = next((one, line) for one, line in numbered if line.kind == "student-study")
    good = replace(good, first_year=2019, number="1999901", begins="2019-09-16", ends="2020-02-05")
    return [
        replace(good, programme="erasmsus").cells("ERA-2019-901"),  # no such programme
        replace(good, ends="2019-08-30").cells("ERA-2019-902"),  # ends before it begins
        replace(good, begins="31.02.2020").cells("ERA-2019-903"),  # not a date
        replace(good, faculty=("astronomy", "")).cells("ERA-2019-904"),  # no such faculty
        replace(good, nationality="Polonya").cells("ERA-2019-905"),  # not a country code
        replace(good, number="").cells("ERA-2019-906"),  # nobody
        good.cells(taken),  # a record given twice
    ]


def _ascii(name: str) -> str:
    return "".join(letter for letter in fold(name) if letter.isascii() and letter.isalnum())


if __name__ == "__main__":
    FILE.write_text(generate(), encoding="utf-8")
