"""Announcements as pages: the list, one, and what is said when there is none. They need no scripts."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator, Sequence
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Final
from uuid import UUID
from xml.etree.ElementTree import Element

from chassis.http.language import Language
from services.events.domain.announcement import Announcement
from services.events.entrypoints.pages import addresses
from services.events.entrypoints.pages.elements import Child, element, html
from services.events.entrypoints.pages.words import OTHER, WORDS, spoken, spoken_span

STYLE: Final = (Path(__file__).parent / "style.css").read_text(encoding="utf-8")
CONTENT_POLICY: Final = (
    f"default-src 'none'; style-src 'sha256-{b64encode(sha256(STYLE.encode()).digest()).decode()}'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
LINK = re.compile(r"https?://[^\s<>\"']*[^\s<>\"'.,;:!?)]")
PARAGRAPH = re.compile(r"\n\s*\n")


def list_page(announcements: Sequence[Announcement], language: Language) -> bytes:
    """The newest first."""
    words = WORDS[language]
    items = [element("li", *_entry(each, language)) for each in announcements]
    listed = element("ul", *items, class_="list") if items else element("p", words.none)
    main = (element("h1", words.announcements), listed)
    return html(page(words.announcements, language, addresses.list_address(OTHER[language]), *main))


def announcement_page(announcement: Announcement, language: Language) -> bytes:
    title = getattr(announcement.content.title, language)
    other = addresses.page_address(announcement.id, OTHER[language])
    article = element(
        "article",
        element("h1", title),
        *_facts(announcement, language),
        *_paragraphs(getattr(announcement.content.body, language)),
        *_calendar(announcement, language),
    )
    return html(page(title, language, other, article, _back(language)))


def nothing_page(language: Language, announcement_id: UUID, *, was_there: bool) -> bytes:
    """``was_there``: it was out once; else its address leads nowhere."""
    words = WORDS[language]
    title, step = (words.gone, words.gone_next) if was_there else (words.unknown, words.unknown_next)
    other = addresses.page_address(announcement_id, OTHER[language])
    return html(page(title, language, other, element("h1", title), element("p", step), _back(language)))


def page(title: str, language: Language, other_address: str, *main: Child) -> Element:
    """What every page has around its content."""
    words = WORDS[language]
    return element(
        "html",
        element(
            "head",
            element("meta", charset="utf-8"),
            element("meta", name="viewport", content="width=device-width, initial-scale=1"),
            element("title", f"{title} · {words.office}"),
            element("style", STYLE),
            element("link", rel="alternate", hreflang=OTHER[language], href=other_address),
            _feed_link(language, "atom", "application/atom+xml"),
            _feed_link(language, "rss", "application/rss+xml"),
        ),
        element(
            "body",
            element("a", words.skip, class_="skip", href="#content"),
            element("header", _home(language), _language_choice(language, other_address)),
            element("main", *main, id="content"),
            element("footer", element("a", words.feed, href=addresses.feed_address(language, "atom"))),
        ),
        lang=language,
    )


def _feed_link(language: Language, kind: str, media_type: str) -> Element:
    address = addresses.feed_address(language, kind)
    return element("link", rel="alternate", type=media_type, title=WORDS[language].feed, href=address)


def _home(language: Language) -> Element:
    return element(
        "p", element("a", WORDS[language].office, href=addresses.list_address(language)), class_="office"
    )


def _language_choice(language: Language, address: str) -> Element:
    words, other = WORDS[language], OTHER[language]
    link = element("a", words.other_language, href=address, hreflang=other, lang=other)
    return element("nav", link, aria_label=words.languages)


def _back(language: Language) -> Element:
    link = element("a", WORDS[language].all, href=addresses.list_address(language))
    return element("p", link, class_="back")


def _entry(announcement: Announcement, language: Language) -> Iterator[Element]:
    title = getattr(announcement.content.title, language)
    link = element("a", title, href=addresses.page_address(announcement.id, language))
    yield element("h2", link)
    words, occasion = WORDS[language], announcement.content.occasion
    if occasion is not None:
        span = _span(occasion.begins_at, occasion.ends_at, language)
        yield element("p", f"{words.when}: ", span, class_="when")
    elif announcement.published_at is not None:
        out = _time(announcement.published_at, language)
        yield element("p", f"{words.published}: ", out, class_="when")


def _facts(announcement: Announcement, language: Language) -> Iterator[Element]:
    """What is known in a word or two, before the text."""
    words, content = WORDS[language], announcement.content
    facts: list[tuple[str, Child]] = []
    if content.occasion is not None:
        facts.append((words.when, _span(content.occasion.begins_at, content.occasion.ends_at, language)))
        if content.occasion.venue:
            facts.append((words.where, content.occasion.venue))
    if announcement.published_at is not None:
        facts.append((words.published, _time(announcement.published_at, language)))
    if content.until is not None:
        facts.append((words.until, _time(content.until, language)))
    pairs = (part for name, value in facts for part in (element("dt", name), element("dd", value)))
    yield element("dl", *pairs)


def _calendar(announcement: Announcement, language: Language) -> Iterator[Element]:
    if announcement.content.occasion is not None:
        address = addresses.calendar_address(announcement.id, language)
        yield element("p", element("a", WORDS[language].calendar, href=address, type="text/calendar"))


def _time(moment: datetime, language: Language) -> Element:
    return element("time", spoken(moment, language), datetime=moment.isoformat())


def _span(begins_at: datetime, ends_at: datetime, language: Language) -> Element:
    return element("time", spoken_span(begins_at, ends_at, language), datetime=begins_at.isoformat())


def _paragraphs(text: str) -> Iterator[Element]:
    """An empty line parts paragraphs, a line break stays one, an address becomes a link."""
    for paragraph in PARAGRAPH.split(text.replace("\r\n", "\n").strip()):
        lines = [list(_linked(line)) for line in paragraph.split("\n")]
        children = [part for line in lines for part in (element("br"), *line)][1:]
        yield element("p", *children)


def _linked(line: str) -> Iterator[Child]:
    end = 0
    for found in LINK.finditer(line):
        yield line[end : found.start()]
        yield element("a", found.group(), href=found.group(), rel="noopener nofollow")
        end = found.end()
    yield line[end:]
