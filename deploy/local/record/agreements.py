"""The office's 259 agreements of 2015–2023, generated: only their totals are published.

``python -m deploy.local.record.agreements`` writes ``deploy/local/data/agreements.csv`` anew, the same each
time. Partners are institutions of the European directory, for Mevlana universities outside it; which partner,
year and field stand together is invented. ``PLANTED`` rows are wrong on purpose, to show what an office is
told; the file does not say which.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import TypeVar

from services.agreements.adapters.data_files import institutions
from services.agreements.application.agreement_rows import COLUMNS
from services.agreements.domain.partners import PartnerFacts

T = TypeVar("T")

FILE = Path(__file__).parent.parent / "data" / "agreements.csv"
SEED = 2023
HEADER = """\
# Üretilmiş veri: yayımlanmış toplamlara uyar (2015–2023: Erasmus 105, Mevlana 50, Farabi 104 anlaşma).
# Generated data: matches the published totals (2015–2023: 105 Erasmus, 50 Mevlana, 104 Farabi agreements).
# Kurumlar gerçektir, anlaşmalar değildir. / The institutions are real, the agreements are not.
"""

TOTALS = {"erasmus": 105, "mevlana": 50, "farabi": 104}
SIGNING_YEARS = {"erasmus": (2015, 2023), "mevlana": (2015, 2019), "farabi": (2015, 2023)}
ERASMUS_COUNTRIES = (
    "BG",
    "CZ",
    "DE",
    "ES",
    "FR",
    "GR",
    "HR",
    "HU",
    "IT",
    "LT",
    "LV",
    "MK",
    "PL",
    "PT",
    "RO",
    "SK",
)
HOME_CODE = "TR IGDIR01"

MEVLANA_PARTNERS = (
    ("AZ", "Baku State University"),
    ("AZ", "Nakhchivan State University"),
    ("AZ", "Azerbaijan State University of Economics"),
    ("AZ", "Ganja State University"),
    ("AZ", "Lankaran State University"),
    ("AZ", "Sumgait State University"),
    ("AZ", "Azerbaijan Technical University"),
    ("GE", "Batumi Shota Rustaveli State University"),
    ("GE", "Akaki Tsereteli State University"),
    ("GE", "Samtskhe-Javakheti State University"),
    ("GE", "Ilia State University"),
    ("IR", "University of Tabriz"),
    ("IR", "Urmia University"),
    ("IR", "University of Mohaghegh Ardabili"),
    ("KZ", "Al-Farabi Kazakh National University"),
    ("KZ", "L.N. Gumilyov Eurasian National University"),
    ("KZ", "Khoja Akhmet Yassawi International Kazakh-Turkish University"),
    ("KG", "Osh State University"),
    ("KG", "Jalal-Abad State University"),
    ("KG", "Kyrgyz National University"),
    ("UZ", "Samarkand State University"),
    ("IQ", "University of Duhok"),
    ("IQ", "Salahaddin University-Erbil"),
    ("MD", "Comrat State University"),
    ("UA", "Taras Shevchenko National University of Kyiv"),
)
FIELDS = (
    "0111 0114",
    "0221",
    "0222 0231",
    "0232",
    "0311",
    "0411 0413",
    "0511",
    "0531",
    "0541",
    "0613",
    "0711 0713",
    "0715",
    "0732",
    "0811 0812",
    "0841",
    "0913",
    "1015",
)
LANGUAGES = {"DE": "de", "FR": "fr", "IT": "it", "ES": "es"}


@dataclass(frozen=True, slots=True)
class Line:
    """One row, its values as the office would type them."""

    programme: str
    signed: tuple[int, int, int]
    first: int
    last: int
    erasmus_code: str = ""
    partner: tuple[str, str] = ("", "")
    fields: str = ""
    study: tuple[str, str] = ("", "")
    teaching: tuple[str, str] = ("", "")
    language: tuple[str, str] = ("", "")

    def cells(self, reference: str) -> list[str]:
        country, name = self.partner
        written = {
            "reference": reference,
            "programme": self.programme,
            "erasmus_code": self.erasmus_code,
            "partner_name": name,
            "partner_country": country,
            "signed_on": "{:04}-{:02}-{:02}".format(*self.signed),
            "first_year": f"{self.first}/{self.first + 1}",
            "last_year": f"{self.last}/{self.last + 1}",
            "isced_codes": self.fields,
            "eqf_levels": "6 7",
            "study_places": self.study[0],
            "study_months": self.study[1],
            "teaching_places": self.teaching[0],
            "teaching_days": self.teaching[1],
            "language": self.language[0],
            "language_level": self.language[1],
        }
        return [written[column] for column in COLUMNS]


class Dice:
    """``Random.random`` alone gives the same numbers in every Python."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)  # noqa: S311  the data only has to look varied

    def number(self, least: int, most: int) -> int:
        return least + int(self._random.random() * (most - least + 1))

    def one(self, among: Sequence[T]) -> T:
        return among[self.number(0, len(among) - 1)]

    def several(self, among: Sequence[T], count: int) -> list[T]:
        left = list(among)
        return [left.pop(self.number(0, len(left) - 1)) for _ in range(count)]


def generate() -> str:
    """The whole file: header, 259 valid rows by date of signature, the planted rows among them."""
    dice = Dice(SEED)
    lines = [*_erasmus(dice), *_mevlana(dice), *_farabi(dice)]
    rows = _numbered(sorted(lines, key=lambda line: line.signed))
    for place, row in enumerate(_planted(lines, rows)):
        rows.insert(17 + place * 37, row)
    written = io.StringIO(HEADER)
    written.seek(0, io.SEEK_END)
    csv.writer(written, lineterminator="\n").writerows([list(COLUMNS), *rows])
    return written.getvalue()


def _erasmus(dice: Dice) -> list[Line]:
    universities = [one for one in institutions() if one.country in ERASMUS_COUNTRIES and _is_university(one)]
    return [_erasmus_line(partner, dice) for partner in dice.several(universities, TOTALS["erasmus"])]


def _erasmus_line(partner: PartnerFacts, dice: Dice) -> Line:
    signed = _day(dice, "erasmus")
    return Line(
        programme="erasmus",
        signed=signed,
        first=signed[0],
        last=2020 if signed[0] <= 2020 else dice.one((2026, 2028, 2028)),
        erasmus_code=partner.erasmus_code or "",
        fields=dice.one(FIELDS),
        study=(str(dice.number(1, 4)), dice.one(("5", "5", "10"))),
        teaching=dice.one((("1", "5"), ("2", "5"), ("", ""))),
        language=(dice.one(("en", LANGUAGES.get(partner.country, "en"))), dice.one(("B1", "B2"))),
    )


def _mevlana(dice: Dice) -> list[Line]:
    """Two protocols with each partner, in fields of their own."""
    return [
        Line(
            programme="mevlana",
            signed=(signed := _day(dice, "mevlana")),
            first=signed[0],
            last=signed[0] + 4,
            partner=partner,
            fields=fields,
            study=(str(dice.number(1, 3)), "5"),
            teaching=dice.one((("1", "14"), ("2", "30"))),
            language=(dice.one(("en", "tr")), "B1"),
        )
        for partner in MEVLANA_PARTNERS
        for fields in dice.several(FIELDS, TOTALS["mevlana"] // len(MEVLANA_PARTNERS))
    ]


def _farabi(dice: Dice) -> list[Line]:
    universities = [
        one
        for one in institutions()
        if one.country == "TR" and _is_university(one) and one.erasmus_code != HOME_CODE
    ]
    return [
        Line(
            programme="farabi",
            signed=(signed := _day(dice, "farabi")),
            first=signed[0],
            last=signed[0] + dice.number(3, 5),
            erasmus_code=partner.erasmus_code or "",
            fields=dice.one(FIELDS),
            study=(str(dice.number(1, 5)), dice.one(("4", "8"))),
            language=("tr", "C1"),
        )
        for partner in dice.several(universities, TOTALS["farabi"])
    ]


def _is_university(partner: PartnerFacts) -> bool:
    name = partner.name.casefold()
    return any(word in name for word in ("univers", "hochschule", "egyetem", "politechni"))


def _day(dice: Dice, programme: str) -> tuple[int, int, int]:
    return dice.number(*SIGNING_YEARS[programme]), dice.number(1, 6), dice.number(1, 28)


def _numbered(lines: Sequence[Line]) -> list[list[str]]:
    """The office's numbers: programme, year of signature, running number in it."""
    rows: list[list[str]] = []
    counts: dict[str, int] = {}
    for line in lines:
        series = f"{line.programme[:3].upper()}-{line.signed[0]}"
        counts[series] = counts.get(series, 0) + 1
        rows.append(line.cells(f"{series}-{counts[series]:03}"))
    return rows


def _planted(lines: Sequence[Line], rows: Sequence[list[str]]) -> list[list[str]]:
    """Wrong on purpose, one way each."""
    good = next(line for line in lines if line.programme == "erasmus" and line.signed[0] > 2020)
    return [
        replace(good, fields="0617").cells("ERA-2021-901"),  # a field that does not exist
        replace(good, study=("0", "5")).cells("ERA-2021-902"),  # a quota of zero
        replace(good, first=2009, last=2012).cells("ERA-2021-903"),  # no year of the programme
        replace(good, erasmus_code="D  IGDIR99").cells("ERA-2021-904"),  # an institution nobody knows
        replace(good, signed=(2021, 2, 31)).cells("ERA-2021-905"),  # a day that does not exist
        [*good.cells("ERA-2021-906"), "see e-mail"],  # one cell too many
        good.cells(rows[3][0]),  # a reference given twice
    ]


if __name__ == "__main__":
    FILE.write_text(generate(), encoding="utf-8")
