"""Where the pages are: absolute addresses, from the settings and never from what a request calls us."""

from __future__ import annotations

from functools import cache
from uuid import UUID

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from chassis.http.language import Language
from services.events.domain.reach import Channel


class PagesSettings(BaseSettings):
    """``KERVAN_PAGES_URL``: the address outside under which ``/announcements`` is reached."""

    model_config = SettingsConfigDict(env_prefix="KERVAN_PAGES_", extra="ignore")

    url: str = Field(default="http://127.0.0.1:8404", pattern=r"^https?://[^\s/]+$")


@cache
def base() -> str:
    return f"{PagesSettings().url}/announcements"


def list_address(language: Language) -> str:
    return f"{base()}/{language}"


def page_address(announcement_id: UUID, language: Language, via: Channel | None = None) -> str:
    """``via`` tells which way led there, for the counts."""
    return f"{base()}/{language}/{announcement_id}" + (f"?via={via}" if via else "")


def calendar_address(announcement_id: UUID, language: Language) -> str:
    return f"{base()}/{language}/{announcement_id}/event.ics"


def feed_address(language: Language, kind: str) -> str:
    return f"{base()}/{language}/feed.{kind}"
