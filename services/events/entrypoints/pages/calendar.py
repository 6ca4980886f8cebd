"""A dated announcement as a calendar entry (RFC 5545): one event, in one language."""

from __future__ import annotations

from datetime import UTC

from icalendar import Calendar
from icalendar import Event as Entry

from chassis.http.language import Language
from services.events.domain.announcement import Announcement, Occasion
from services.events.entrypoints.pages.addresses import page_address


def calendar_entry(announcement: Announcement, occasion: Occasion, language: Language) -> bytes:
    """``SEQUENCE`` is the version, so a calendar that took an older one in takes the newer."""
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//Kervan//Announcements//EN")
    calendar.add_component(_entry(announcement, occasion, language))
    written: bytes = calendar.to_ical()
    return written


def _entry(announcement: Announcement, occasion: Occasion, language: Language) -> Entry:
    entry, content = Entry(), announcement.content
    spoken: dict[str, str] = {"LANGUAGE": language}
    entry.add("uid", f"{announcement.id}@kervan")
    entry.add("sequence", announcement.version)
    entry.add("dtstamp", announcement.changed_at.astimezone(UTC))
    entry.add("dtstart", occasion.begins_at.astimezone(UTC))
    entry.add("dtend", occasion.ends_at.astimezone(UTC))
    entry.add("summary", _printable(getattr(content.title, language)), spoken)
    entry.add("description", _printable(getattr(content.body, language)), spoken)
    if occasion.venue:
        entry.add("location", _printable(occasion.venue))
    entry.add("url", page_address(announcement.id, language))
    return entry


def _printable(words: str) -> str:
    """RFC 5545 allows no control characters but the line's end and the tab."""
    return "".join(sign for sign in words if sign in "\n\t" or sign.isprintable())
