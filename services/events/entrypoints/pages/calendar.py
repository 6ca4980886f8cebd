"""A dated announcement as a calendar entry (RFC 5545): one event, in one language.

Text is escaped by section 3.3.11 and lines are folded by section 3.1. ``SEQUENCE`` is the announcement's
version, so a calendar that took an older one in takes the newer.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

from chassis.http.language import Language
from services.events.domain.announcement import Announcement, Occasion
from services.events.entrypoints.pages.addresses import page_address

LINE_BYTES_MAX: Final = 75
ESCAPED: Final = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


def calendar_entry(announcement: Announcement, occasion: Occasion, language: Language) -> bytes:
    lines = (folded for line in _lines(announcement, occasion, language) for folded in _folded(line))
    return b"".join(line + b"\r\n" for line in lines)


def _lines(announcement: Announcement, occasion: Occasion, language: Language) -> Iterator[str]:
    content = announcement.content
    yield from ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Kervan//Announcements//EN", "BEGIN:VEVENT")
    yield f"UID:{announcement.id}@kervan"
    yield f"SEQUENCE:{announcement.version}"
    yield f"DTSTAMP:{_instant(announcement.changed_at)}"
    yield f"DTSTART:{_instant(occasion.begins_at)}"
    yield f"DTEND:{_instant(occasion.ends_at)}"
    yield f"SUMMARY;LANGUAGE={language}:{_text(getattr(content.title, language))}"
    yield f"DESCRIPTION;LANGUAGE={language}:{_text(getattr(content.body, language))}"
    if occasion.venue:
        yield f"LOCATION:{_text(occasion.venue)}"
    yield f"URL:{page_address(announcement.id, language)}"
    yield from ("END:VEVENT", "END:VCALENDAR")


def _instant(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(words: str) -> str:
    shown = "".join(sign for sign in words if sign in "\n\t" or sign.isprintable())
    return shown.translate(ESCAPED)


def _folded(line: str) -> Iterator[bytes]:
    """No line longer than 75 octets, and no letter cut in two; what goes on begins with a space."""
    part = b""
    for letter in line:
        encoded = letter.encode()
        if len(part) + len(encoded) > LINE_BYTES_MAX:
            yield part
            part = b" "
        part += encoded
    yield part
