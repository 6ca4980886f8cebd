"""A letter on paper: both languages, its number and date, and a mark where it is annulled."""

from __future__ import annotations

from pathlib import Path

from chassis.documents import pdf
from chassis.refusal import LocalizedText
from services.agreements.domain.letters import Letter

TEMPLATE = Path(__file__).with_name("letter.typ")


def letter_document(letter: Letter, words: LocalizedText) -> bytes:
    entry = letter.entry
    values = {
        "number": f"{letter.year}/{letter.number}",
        "date": entry.written_on.strftime("%d.%m.%Y"),
        "party": entry.party,
        "annulled": letter.annulled,
        "tr": {"subject": entry.subject.tr, "body": words.tr, "attachments": entry.attachments},
        "en": {"subject": entry.subject.en, "body": words.en, "attachments": entry.attachments},
    }
    return pdf(TEMPLATE, values)
