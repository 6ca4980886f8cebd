"""IBANs and national ids as shown to who need not know them: enough to tell two apart, not to use one."""

from __future__ import annotations

from typing import Final

HIDDEN: Final = "•"
IBAN_LENGTH_MIN, NATIONAL_ID_LENGTH = 15, 11


def masked_iban(iban: str | None) -> str | None:
    """The country and the last four: ``TR•• •••• 1326``. What is too short for an IBAN shows nothing."""
    if iban is None:
        return None
    country, end = (iban[:2], iban[-4:]) if len(iban) >= IBAN_LENGTH_MIN else ("", "")
    return f"{country}{HIDDEN * 2} {HIDDEN * 4} {end}".strip()


def masked_national_id(number: str | None) -> str | None:
    """The last two digits: ``•••••••••46``. What is no national id shows nothing."""
    if number is None:
        return None
    return HIDDEN * 9 + (number[-2:] if len(number) == NATIONAL_ID_LENGTH else HIDDEN * 2)
