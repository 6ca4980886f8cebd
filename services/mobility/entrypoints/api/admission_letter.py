"""The letter of admission as PDF, Turkish and English on one page."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from chassis.documents import pdf
from services.mobility.adapters.rule_files import faculty_labels, institution
from services.mobility.domain.admission import Admission
from services.mobility.entrypoints.api.letter_words import Language, programme_name, spoken_day

TEMPLATE: Final = Path(__file__).with_name("admission_letter.typ")


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


def _half(admission: Admission, language: Language) -> dict[str, str]:
    return {
        "institution": getattr(institution().name, language),
        "faculty": getattr(faculty_labels()[admission.faculty], language),
        "programme": programme_name(admission.programme, language),
        "decided_on": spoken_day(admission.decided_on, language),
        "begins": spoken_day(admission.begins, language),
        "ends": spoken_day(admission.ends, language),
    }
