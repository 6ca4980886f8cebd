"""What letters and certificates say alike: days that nobody mistakes, and what a programme is called."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final, Literal

from contracts.vocabulary import Programme

Language = Literal["tr", "en"]

PROGRAMMES: Final[Mapping[Programme, str]] = {
    Programme.ERASMUS: "Erasmus+",
    Programme.MEVLANA: "Mevlana",
    Programme.FARABI: "Farabi",
}
"""As they are called in either language; the others are named by what they are."""
OTHERS: Final[Mapping[Language, str]] = {"tr": "ikili anlaşma", "en": "bilateral agreement"}
MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def programme_name(programme: Programme, language: Language) -> str:
    return PROGRAMMES.get(programme, OTHERS[language])


def spoken_day(day: date, language: Language) -> str:
    """15.09.2026, or 15 September 2026: in English the month is a word, so that its order is clear."""
    return f"{day:%d.%m.%Y}" if language == "tr" else f"{day.day} {MONTHS[day.month - 1]} {day.year}"
