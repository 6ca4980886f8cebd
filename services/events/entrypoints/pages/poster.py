"""An announcement as an A3 poster in both languages; its code leads to the page in the reader's."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from chassis.documents import pdf, qr_code
from chassis.http.language import Language
from services.events.domain.announcement import Announcement
from services.events.entrypoints.pages.addresses import either_address
from services.events.entrypoints.pages.words import WORDS, spoken_span

TEMPLATE: Final = Path(__file__).with_name("poster.typ")


def poster(announcement: Announcement) -> bytes:
    values = {
        "address": either_address(announcement.id),
        "code": qr_code(f"{either_address(announcement.id)}?via=poster"),
        "tr": _half(announcement, "tr"),
        "en": _half(announcement, "en"),
    }
    return pdf(TEMPLATE, values)


def _half(announcement: Announcement, language: Language) -> dict[str, Any]:
    words, content = WORDS[language], announcement.content
    return {
        "office": words.office,
        "more": words.more,
        "title": getattr(content.title, language),
        "body": getattr(content.body, language),
        "facts": _facts(announcement, language),
    }


def _facts(announcement: Announcement, language: Language) -> Sequence[tuple[str, str]]:
    words, occasion = WORDS[language], announcement.content.occasion
    if occasion is None:
        return ()
    when = (words.when, spoken_span(occasion.begins_at, occasion.ends_at, language))
    return (when, (words.where, occasion.venue)) if occasion.venue else (when,)
