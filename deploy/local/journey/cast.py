"""Forty students, invented: names, grades, wishes. Deterministic, so every run has the same lists."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

GIVEN = ("Zümra", "Baturalp", "Nilsu", "Yağızhan", "Ecrin", "Göktuğ", "Ilgaz", "Şevval", "Çınar", "Öykü")
FAMILY = ("Karabulutlu", "Aslantürkoğlu", "Demirağaç", "Yıldızhan")

FACULTIES = ("engineering", "economics")
FIELD_OF = {"engineering": "0613", "economics": "0311"}

STUDENTS = 40
WRONG_IBAN_AT = 1
"""This student's IBAN has a wrong check digit: well formed, but the bank sends the money back."""


@dataclass(frozen=True, slots=True)
class Student:
    """One applicant. ``wishes`` are positions in the list of places, best first."""

    number: int
    given_name: str
    family_name: str
    faculty: str
    iban: str
    right_iban: str
    cgpa: Decimal
    language_score: Decimal
    wishes: tuple[int, ...]
    earlier_days: int = 0
    earlier_mobilities: int = 0
    claim: str | None = None

    @property
    def national_id(self) -> str:
        return national_id(self.number)

    @property
    def student_number(self) -> str:
        return f"K2026{self.number:04}"


def students() -> list[Student]:
    return [_student(number) for number in range(STUDENTS)]


def _student(number: int) -> Student:
    right = turkish_iban(number)
    cgpa, language, earlier_days = _record(number)
    first = number % 3
    return Student(
        number=number,
        given_name=GIVEN[number % len(GIVEN)],
        family_name=FAMILY[number // len(GIVEN)],
        faculty=FACULTIES[number % 2],
        iban=_with_wrong_check(right) if number == WRONG_IBAN_AT else right,
        right_iban=right,
        cgpa=cgpa,
        language_score=language,
        wishes=(first, (first + 1) % 3, (first + 2) % 3),
        earlier_days=earlier_days,
        earlier_mobilities=1 if number == 5 else 0,
        claim={0: "B2", 7: "B1", 11: "B4"}.get(number),
    )


def _record(number: int) -> tuple[Decimal, Decimal, int]:
    """(CGPA of 4, language score of 100, earlier days): the last four are not eligible."""
    refused = {
        36: (Decimal("1.95"), Decimal(80), 0),
        37: (Decimal("3.40"), Decimal(41), 0),
        38: (Decimal("3.10"), Decimal(75), 320),
        39: (Decimal("2.05"), Decimal(35), 0),
    }
    usual = (Decimal(398 - 4 * number) / 100, Decimal(97 - number), 0)
    return refused.get(number, usual)


def national_id(number: int) -> str:
    """Well-formed; numbers that begin with so many zeros behind the first digit were not given out.

    ``services.mobility.domain.person.is_national_id`` says how the last two follow from the first nine.
    """
    digits = [int(digit) for digit in f"1{number:08}"]
    tenth = (7 * sum(digits[0::2]) - sum(digits[1::2])) % 10
    return "".join(map(str, [*digits, tenth, (sum(digits) + tenth) % 10]))


def turkish_iban(number: int) -> str:
    """A well-formed IBAN of a bank code nobody has. ISO 13616: letters become numbers, modulo 97."""
    account = f"99999{0}{number:016}"
    check = 98 - int(account + "292700") % 97
    return f"TR{check:02}{account}"


def _with_wrong_check(iban: str) -> str:
    return f"TR{(int(iban[2:4]) % 97) + 1:02}{iban[4:]}"
