"""What anybody may read: pages, feeds and calendar entries, in both languages, without a token."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from html.parser import HTMLParser
from typing import Any
from xml.etree.ElementTree import fromstring

import aiohttp
import pytest

from chassis.ids import new_id
from services.events.tests.conftest import Client

ATOM = "{http://www.w3.org/2005/Atom}"
EVIL = "<script>alert(1)</script> & \"quoted\" 'too'"
FAIR = {
    "begins_at": "2027-03-03T11:00:00+00:00",
    "ends_at": "2027-03-03T14:30:00+00:00",
    "venue": "Büyük Salon; 1. kat, B",
}


@pytest.fixture
async def anybody(base_url: str) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(base_url) as session:
        yield session


async def read(anybody: aiohttp.ClientSession, path: str, **headers: str) -> tuple[int, str, Any]:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    async with anybody.get(path, headers=named, allow_redirects=False) as answer:
        return answer.status, await answer.text(), answer.headers


class Tags(HTMLParser):
    """Every element of a page, in order, with its attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.found if name == tag]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("tr", ("Bahar şenliği", "3 Mart 2027, 14:00–17:30")),
        ("en", ("Spring festival", "3 March 2027, 14:00")),
    ],
)
async def test_a_page_in_each_language(
    office: Client, anybody: aiohttp.ClientSession, language: str, words: tuple[str, ...]
) -> None:
    out = await office.publishes(occasion=FAIR)
    status, page, headers = await read(anybody, f"/announcements/{language}/{out['id']}")
    assert (status, headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert all(word in page for word in (*words, "Büyük Salon"))
    tags = Tags(page)
    assert tags.all("html") == [{"lang": language}]
    assert [len(tags.all(tag)) for tag in ("h1", "main", "title", "nav", "script")] == [1, 1, 1, 1, 0]
    assert tags.all("body") == [{}]
    assert [tag for tag, _ in tags.found].index("a") < [tag for tag, _ in tags.found].index("header")


async def test_what_people_write_is_never_markup(office: Client, anybody: aiohttp.ClientSession) -> None:
    out = await office.publishes(
        title={"tr": EVIL, "en": EVIL},
        body={"tr": f"{EVIL}\x0b\n\nhttps://x.example/?a=1&b=2.", "en": EVIL},
        occasion={**FAIR, "venue": EVIL},
    )
    _, page, headers = await read(anybody, f"/announcements/tr/{out['id']}")
    tags = Tags(page)
    assert tags.all("script") == []
    assert {"href": "https://x.example/?a=1&b=2", "rel": "noopener nofollow"} in tags.all("a")
    assert "default-src 'none'; style-src 'sha256-" in headers["Content-Security-Policy"]
    for feed in ("feed.atom", "feed.rss"):
        _, body, _ = await read(anybody, f"/announcements/tr/{feed}")
        assert EVIL in [each.text for each in fromstring(body).iter() if each.tag.endswith("title")]


async def test_what_is_not_out_or_not_for_everybody_is_not_there(
    office: Client, anybody: aiohttp.ClientSession
) -> None:
    hidden = [await office.drafts(), await office.publishes(audience="staff"), {"id": str(new_id())}]
    answers = [await read(anybody, f"/announcements/en/{each['id']}") for each in hidden]
    assert [status for status, _, _ in answers] == [404, 404, 404]
    assert len({re.sub(r"[0-9a-f-]{36}", "", page) for _, page, _ in answers}) == 1
    for listed in ("", "/feed.atom", "/feed.rss"):
        _, page, _ = await read(anybody, f"/announcements/en{listed}")
        assert not any(each["id"] in page for each in hidden)


async def test_what_was_withdrawn_says_so(office: Client, anybody: aiohttp.ClientSession) -> None:
    out = await office.publishes()
    await office.post(f"/announcements/{out['id']}/withdraw")
    status, page, _ = await read(anybody, f"/announcements/en/{out['id']}")
    assert (status, "This announcement is over" in page) == (410, True)
    never_out = await office.drafts()
    await office.post(f"/announcements/{never_out['id']}/withdraw")
    assert (await read(anybody, f"/announcements/en/{never_out['id']}"))[0] == 404


async def test_a_poster_leads_to_the_readers_language(office: Client, anybody: aiohttp.ClientSession) -> None:
    out = await office.publishes()
    for asked, language in (("tr-TR,en;q=0.5", "tr"), ("de", "en")):
        status, _, headers = await read(
            anybody, f"/announcements/{out['id']}?via=poster", Accept_Language=asked
        )
        assert status == 302
        assert headers["Location"].endswith(f"/announcements/{language}/{out['id']}?via=poster")


async def test_feeds_hold_the_newest_first_and_are_not_sent_twice(
    office: Client, anybody: aiohttp.ClientSession
) -> None:
    older, newer = await office.publishes(), await office.publishes()
    _, body, headers = await read(anybody, "/announcements/en/feed.atom")
    ids = [entry.findtext(f"{ATOM}id") for entry in fromstring(body).iter(f"{ATOM}entry")]
    assert ids == [f"urn:uuid:{newer['id']}", f"urn:uuid:{older['id']}"]
    links = [entry.find(f"{ATOM}link") for entry in fromstring(body).iter(f"{ATOM}entry")]
    assert all(link is not None and link.get("href", "").endswith("?via=feed") for link in links)
    again = await read(anybody, "/announcements/en/feed.atom", If_None_Match=headers["ETag"])
    assert (again[0], again[1]) == (304, "")
    _, rss, _ = await read(anybody, "/announcements/tr/feed.rss")
    assert [item.findtext("guid") for item in fromstring(rss).iter("item")] == ids


async def test_a_date_goes_into_a_calendar(office: Client, anybody: aiohttp.ClientSession) -> None:
    long = "Öğrenciler için uzun, çok uzun bir metin; " * 8
    out = await office.publishes(occasion=FAIR, body={"tr": f"{long}\n\nson", "en": "short"})
    status, entry, headers = await read(anybody, f"/announcements/tr/{out['id']}/event.ics")
    assert (status, headers["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert all(len(line.encode()) <= 75 for line in entry.split("\r\n"))
    lines = entry.replace("\r\n ", "").split("\r\n")
    assert {"DTSTART:20270303T110000Z", "DTEND:20270303T143000Z", f"UID:{out['id']}@kervan"} <= set(lines)
    assert "LOCATION:Büyük Salon\\; 1. kat\\, B" in lines
    (description,) = [line for line in lines if line.startswith("DESCRIPTION")]
    assert description.endswith("metin\\; \\n\\nson")


@pytest.mark.parametrize("times", [1, 200])
async def test_a_poster_is_one_page_whatever_its_length(
    office: Client, anybody: aiohttp.ClientSession, times: int
) -> None:
    words = "Öğrenciler #için *uzun* bir metin; $x$ \\ <a>. " * times
    out = await office.publishes(occasion=FAIR, body={"tr": words, "en": words})
    async with anybody.get(f"/announcements/{out['id']}/poster.pdf") as answer:
        assert (answer.status, answer.headers["Content-Type"]) == (200, "application/pdf")
        assert b"/Type/Pages/Count 1/" in await answer.read()
        tag = answer.headers["ETag"]
    again = await read(anybody, f"/announcements/{out['id']}/poster.pdf", If_None_Match=tag)
    assert again[0] == 304


async def test_what_is_not_out_has_no_poster(office: Client, anybody: aiohttp.ClientSession) -> None:
    draft = await office.drafts()
    assert (await read(anybody, f"/announcements/{draft['id']}/poster.pdf"))[0] == 404
    out = await office.publishes()
    await office.post(f"/announcements/{out['id']}/withdraw")
    assert (await read(anybody, f"/announcements/{out['id']}/poster.pdf"))[0] == 410


async def test_what_has_no_date_has_no_calendar_entry(office: Client, anybody: aiohttp.ClientSession) -> None:
    out = await office.publishes()
    assert (await read(anybody, f"/announcements/tr/{out['id']}/event.ics"))[0] == 404


async def test_a_page_is_for_reading_only(office: Client, anybody: aiohttp.ClientSession) -> None:
    out = await office.publishes()
    async with anybody.post(f"/announcements/tr/{out['id']}") as answer:
        assert answer.status == 405
