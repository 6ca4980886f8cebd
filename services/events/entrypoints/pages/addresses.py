"""Where the pages are: absolute addresses, from the settings and never from what a request calls us."""

from __future__ import annotations

from uuid import UUID

from chassis.http.language import Language
from services.events.domain.reach import Channel
from services.events.settings import pages_url


def base() -> str:
    return f"{pages_url()}/announcements"


def list_address(language: Language) -> str:
    return f"{base()}/{language}"


def page_address(announcement_id: UUID, language: Language, via: Channel | None = None) -> str:
    """``via`` tells which way led there, for the counts."""
    return f"{base()}/{language}/{announcement_id}" + (f"?via={via}" if via else "")


def either_address(announcement_id: UUID) -> str:
    """Leads to the page in the language that the reader's browser asks for."""
    return f"{base()}/{announcement_id}"


def calendar_address(announcement_id: UUID, language: Language) -> str:
    return f"{base()}/{language}/{announcement_id}/event.ics"


def feed_address(language: Language, kind: str) -> str:
    return f"{base()}/{language}/feed.{kind}"
