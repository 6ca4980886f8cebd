"""The certificate of a guest's stay as PDF, Turkish and English on one page."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from chassis.documents import pdf
from services.mobility.adapters.rule_files import faculty_labels, institution
from services.mobility.domain.stay_certificate import StayCertificate
from services.mobility.entrypoints.api.letter_words import Language, programme_name, spoken_day

TEMPLATE: Final = Path(__file__).with_name("stay_certificate.typ")


def stay_certificate(certificate: StayCertificate) -> bytes:
    return pdf(TEMPLATE, values_of(certificate))


def values_of(certificate: StayCertificate) -> dict[str, Any]:
    """Every placeholder of the template, and nothing else."""
    return {
        "reference": certificate.reference,
        "name": f"{certificate.given_name} {certificate.family_name}",
        "partner": certificate.partner,
        "academic_year": certificate.academic_year,
        "city": institution().city,
        "days": "—" if certificate.days is None else str(certificate.days),
        "tr": _half(certificate, "tr"),
        "en": _half(certificate, "en"),
    }


def _half(certificate: StayCertificate, language: Language) -> dict[str, str]:
    faculty = faculty_labels().get(certificate.faculty or "")
    return {
        "institution": getattr(institution().name, language),
        "faculty": "—" if faculty is None else getattr(faculty, language),
        "programme": programme_name(certificate.programme, language),
        "begins": spoken_day(certificate.begins, language),
        "ends": spoken_day(certificate.ends, language),
    }
