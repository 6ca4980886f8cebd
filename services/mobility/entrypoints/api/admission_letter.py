"""The letter of admission as PDF, Turkish and English on one page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

from chassis.documents import pdf
from contracts.vocabulary import Programme
from services.mobility.adapters.rule_files import faculty_labels, institution
from services.mobility.domain.admission import Admission

TEMPLATE: Final = Path(__file__).with_name("admission_letter.typ")

PROGRAMMES: Final[Mapping[Programme, str]] = {
    Programme.ERASMUS: "Erasmus+",
    Programme.MEVLANA: "Mevlana",
    Programme.FARABI: "Farabi",
}
"""As they are called in either language; the others are named by what they are."""
OTHERS: Final = {"tr": "ikili anlaşma", "en": "bilateral agreement"}


def admission_letter(admission: Admission) -> bytes:
    return pdf(TEMPLATE, values_of(admission))


def values_of(admission: Admission) -> dict[str, Any]:
    """Every placeholder of the template, and nothing else."""
    return {
        "reference": admission.reference,
        "name": f"{admission.given_name} {admission.family_name}",
        "nationality": admission.nationality or "—",
        "partner": admission.partner,
        "academic_year": admission.academic_year,
        "city": institution().city,
        "tr": _half(admission, "tr"),
        "en": _half(admission, "en"),
    }


def _half(admission: Admission, language: str) -> dict[str, str]:
    spoken = _tr if language == "tr" else _en
    return {
        "institution": getattr(institution().name, language),
        "faculty": getattr(faculty_labels()[admission.faculty], language),
        "programme": PROGRAMMES.get(admission.programme, OTHERS[language]),
        "decided_on": spoken(admission.decided_on),
        "begins": spoken(admission.begins),
        "ends": spoken(admission.ends),
    }


def _tr(day: date) -> str:
    return f"{day:%d.%m.%Y}"


def _en(day: date) -> str:
    """Day and month in an order that nobody mistakes."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
