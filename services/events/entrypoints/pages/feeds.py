"""The newest announcements as feeds: Atom (RFC 4287) and RSS 2.0, one of each a language."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from email.utils import format_datetime
from typing import Final
from xml.etree.ElementTree import Element

from chassis.http.language import Language
from services.events.domain.announcement import Announcement
from services.events.domain.reach import Channel
from services.events.entrypoints.pages import addresses
from services.events.entrypoints.pages.elements import element, xml
from services.events.entrypoints.pages.words import WORDS

ATOM: Final = "http://www.w3.org/2005/Atom"


def atom(announcements: Sequence[Announcement], language: Language, now: datetime) -> bytes:
    """``now`` dates a feed without entries."""
    words, own = WORDS[language], addresses.feed_address(language, "atom")
    changed = max((each.changed_at for each in announcements), default=now)
    feed = element(
        "feed",
        element("title", f"{words.announcements} · {words.office}"),
        element("id", own),
        element("link", rel="self", type="application/atom+xml", href=own),
        element("link", rel="alternate", type="text/html", href=addresses.list_address(language)),
        element("updated", changed.isoformat()),
        element("author", element("name", words.office)),
        *(_entry(each, language) for each in announcements),
        xmlns=ATOM,
    )
    feed.set("xml:lang", language)
    return xml(feed)


def _entry(announcement: Announcement, language: Language) -> Element:
    content, out = announcement.content, announcement.published_at or announcement.changed_at
    address = addresses.page_address(announcement.id, language, Channel.FEED)
    return element(
        "entry",
        element("title", getattr(content.title, language)),
        element("id", f"urn:uuid:{announcement.id}"),
        element("link", rel="alternate", type="text/html", href=address),
        element("published", out.isoformat()),
        element("updated", announcement.changed_at.isoformat()),
        element("content", getattr(content.body, language), type="text"),
    )


def rss(announcements: Sequence[Announcement], language: Language) -> bytes:
    words = WORDS[language]
    channel = element(
        "channel",
        element("title", f"{words.announcements} · {words.office}"),
        element("link", addresses.list_address(language)),
        element("description", words.announcements),
        element("language", language),
        *(_item(each, language) for each in announcements),
    )
    return xml(element("rss", channel, version="2.0"))


def _item(announcement: Announcement, language: Language) -> Element:
    content, out = announcement.content, announcement.published_at or announcement.changed_at
    return element(
        "item",
        element("title", getattr(content.title, language)),
        element("link", addresses.page_address(announcement.id, language, Channel.FEED)),
        element("guid", f"urn:uuid:{announcement.id}", isPermaLink="false"),
        element("pubDate", format_datetime(out)),
        element("description", getattr(content.body, language)),
    )
