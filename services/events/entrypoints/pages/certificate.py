"""Certificates of attendance and of volunteering, in both languages; a code leads to what verifies them."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from chassis.documents import pdf, qr_code
from chassis.http.language import Language
from services.events.application.certify import Certificate
from services.events.entrypoints.pages.words import WORDS, spoken_hours, spoken_span
from services.events.settings import verifying_address

TEMPLATE: Final = Path(__file__).with_name("certificate.typ")


def certificate(told: Certificate) -> bytes:
    address = verifying_address(told.code)
    values = {
        "name": told.name,
        "code": told.code,
        "address": address,
        "drawn": qr_code(address),
        "tr": _half(told, "tr"),
        "en": _half(told, "en"),
    }
    return pdf(TEMPLATE, values)


def _half(told: Certificate, language: Language) -> dict[str, Any]:
    words, gathering, hours = WORDS[language], told.proof.gathering, told.proof.hours
    return {
        "office": words.office,
        "title": words.certificate if hours is None else words.volunteering,
        "attended": words.attended if hours is None else words.volunteered.format(hours=spoken_hours(hours)),
        "event": getattr(gathering.title, language),
        "when": spoken_span(gathering.begins_at, gathering.ends_at, language),
        "venue": gathering.venue,
        "verify": words.verify,
    }
