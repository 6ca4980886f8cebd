"""People: students and staff. The only place where anything is known of them by name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from chassis.refusal import Kind, Refusal, require_version
from contracts.vocabulary import EqfLevel

IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}")
NATIONAL_ID = re.compile(r"[1-9]\d{10}")
EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")

OWN_FIELDS = frozenset({"email", "iban"})


class IbanMalformed(Refusal):
    code, kind = "iban-malformed", Kind.INVALID
    tr = "IBAN iki harf, iki rakam ve 11–30 harf veya rakamdan oluşur."
    en = "An IBAN is two letters, two digits and 11 to 30 letters or digits."
    next_tr, next_en = "IBAN'ı banka cüzdanından kopyalayın.", "Copy the IBAN from your bank's own page."


class NationalIdMalformed(Refusal):
    code, kind = "national-id-malformed", Kind.INVALID
    tr = "T.C. ya da yabancı kimlik numarası 11 rakamdır ve son iki rakamı ilk dokuzuyla tutmalıdır."
    en = "A Turkish or foreigner's identity number has 11 digits, the last two of which check the others."
    next_tr, next_en = "Numarayı kimlikten yeniden yazın.", "Copy the number from the identity card again."


class EmailMalformed(Refusal):
    code, kind = "email-malformed", Kind.INVALID
    tr, en = (
        "E-posta adresi ad@alan.uzantı biçiminde olmalı.",
        "An e-mail address looks like name@domain.tld.",
    )
    next_tr, next_en = "Adresi yeniden yazın.", "Write the address again."


class StudentNumberTaken(Refusal):
    code, kind = "student-number-taken", Kind.CONFLICT
    tr, en = "Bu öğrenci numarası başka bir kayıtta var.", "Another record has this student number."
    next_tr, next_en = "Var olan kaydı bulun ve onu güncelleyin.", "Find that record and update it."


class FieldNotYours(Refusal):
    code, kind = "field-not-yours", Kind.FORBIDDEN
    tr, en = "{fields} alanlarını yalnızca ofis değiştirebilir.", "Only the office may change {fields}."
    next_tr = "Ofise yazın; e-posta ve IBAN'ı kendiniz değiştirebilirsiniz."
    next_en = "Write to the office; e-mail and IBAN you may change yourself."


@dataclass(frozen=True, slots=True)
class Person:
    id: UUID
    version: int
    given_name: str
    family_name: str
    email: str | None = None
    iban: str | None = None
    national_id: str | None = None
    nationality: str | None = None
    student_number: str | None = None
    faculty: str | None = None
    department: str | None = None
    eqf_level: EqfLevel | None = None
    staff: bool = False


def registered(person: Person) -> Person:
    """A new person as kept: IBAN without spaces and in capitals.

    Raises: IbanMalformed, NationalIdMalformed, EmailMalformed.
    """
    if person.email is not None and not EMAIL.fullmatch(person.email):
        raise EmailMalformed("email")
    if person.national_id is not None and not is_national_id(person.national_id):
        raise NationalIdMalformed("national_id")
    if person.iban is None:
        return person
    iban = "".join(person.iban.split()).upper()
    if not IBAN.fullmatch(iban):
        raise IbanMalformed("iban")
    return replace(person, iban=iban)


def is_national_id(number: str) -> bool:
    """Whether the last two of eleven digits are what the first nine make them.

    10000000146 is one, 10000000145 is not. Source: NVİ, the check that MERNIS makes; foreigners' numbers,
    which begin with 99, follow it too.
    """
    if not NATIONAL_ID.fullmatch(number):
        return False
    digits = [int(digit) for digit in number]
    tenth = (7 * sum(digits[0:9:2]) - sum(digits[1:8:2])) % 10
    return digits[9:] == [tenth, (sum(digits[:9]) + tenth) % 10]


def corrected(
    person: Person, changes: Mapping[str, object], *, by_office: bool, expected: int | None
) -> Person:
    """``person`` with ``changes``, which a student may make to their own e-mail and IBAN only.

    Whether an IBAN exists is the bank's answer, not ours: only its shape is checked.
    Raises: StaleVersion, FieldNotYours, IbanMalformed, NationalIdMalformed, EmailMalformed.
    """
    require_version(person.version, expected)
    foreign = sorted(changes.keys() - OWN_FIELDS)
    if foreign and not by_office:
        raise FieldNotYours(fields=", ".join(foreign))
    return registered(replace(person, version=person.version + 1, **changes))  # type: ignore[arg-type]
