"""The addresses under ``/announcements``: for anybody, without a token."""

import asyncio
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from chassis.http.language import Language, preferred
from chassis.http.versions import already_seen
from chassis.identity.access import open_to_everybody
from chassis.refusal import NotFound
from chassis.work import Transactions
from services.events.adapters.work import EventsWork
from services.events.application.count_reach import open_announcement
from services.events.domain.announcement import Announcement
from services.events.domain.reach import Channel
from services.events.entrypoints.pages import addresses, feeds
from services.events.entrypoints.pages.calendar import calendar_entry
from services.events.entrypoints.pages.html_pages import (
    CONTENT_POLICY,
    announcement_page,
    list_page,
    nothing_page,
)
from services.events.entrypoints.pages.poster import poster

LISTED_MAX = 50
KEPT_SECONDS = 300

router = APIRouter(prefix="/announcements")


@router.get("")
@open_to_everybody
async def all_in_the_readers_language(request: Request) -> Response:
    return _to(addresses.list_address(_preferred(request)))


@router.get("/{announcement_id:uuid}")
@open_to_everybody
async def one_in_the_readers_language(
    announcement_id: UUID, request: Request, via: str | None = None
) -> Response:
    """Where a poster's QR code leads."""
    return _to(addresses.page_address(announcement_id, _preferred(request), _channel(via)))


@router.get("/{language}")
@open_to_everybody
async def all_of_them(language: Language, request: Request) -> Response:
    async with _transactions(request).read() as work:
        found = await work.announcements.public(LISTED_MAX)
    return _page(list_page(found, language), language)


@router.get("/{language}/feed.atom")
@open_to_everybody
async def atom_feed(language: Language, request: Request) -> Response:
    now: datetime = request.app.state.clock()
    async with _transactions(request).read() as work:
        found = await work.announcements.public(LISTED_MAX)
    return _kept(request, feeds.atom(found, language, now), "application/atom+xml")


@router.get("/{language}/feed.rss")
@open_to_everybody
async def rss_feed(language: Language, request: Request) -> Response:
    async with _transactions(request).read() as work:
        found = await work.announcements.public(LISTED_MAX)
    return _kept(request, feeds.rss(found, language), "application/rss+xml")


@router.get("/{language}/{announcement_id:uuid}")
@open_to_everybody
async def one_of_them(
    language: Language, announcement_id: UUID, request: Request, via: str | None = None
) -> Response:
    found = await _opened(announcement_id, _channel(via) or Channel.PAGE, request)
    if found is None or not found.is_public:
        return _nothing(announcement_id, found, language)
    return _page(announcement_page(found, language), language)


@router.get("/{language}/{announcement_id:uuid}/event.ics")
@open_to_everybody
async def calendar_of_one(language: Language, announcement_id: UUID, request: Request) -> Response:
    found = await _opened(announcement_id, Channel.CALENDAR, request)
    if found is None or not found.is_public or found.content.occasion is None:
        return _nothing(announcement_id, found, language)
    body = calendar_entry(found, found.content.occasion, language)
    headers = {"Content-Disposition": f'attachment; filename="{announcement_id}.ics"'}
    return Response(body, media_type="text/calendar", headers=headers)


@router.get("/{announcement_id:uuid}/poster.pdf")
@open_to_everybody
async def poster_of_one(announcement_id: UUID, request: Request) -> Response:
    """To print; nobody who reads it is counted before the code leads them here."""
    found = await _read(announcement_id, request)
    if found is None or not found.is_public:
        return _nothing(announcement_id, found, _preferred(request))
    return _kept(request, await asyncio.to_thread(poster, found), "application/pdf")


def _transactions(request: Request) -> Transactions[EventsWork]:
    transactions: Transactions[EventsWork] = request.app.state.transactions
    return transactions


async def _opened(announcement_id: UUID, channel: Channel, request: Request) -> Announcement | None:
    try:
        async with _transactions(request).begin() as work:
            return await open_announcement(announcement_id, channel, work)
    except NotFound:
        return None


async def _read(announcement_id: UUID, request: Request) -> Announcement | None:
    try:
        async with _transactions(request).read() as work:
            return await work.announcements.get(announcement_id)
    except NotFound:
        return None


def _preferred(request: Request) -> Language:
    return preferred(request.headers.get("accept-language"))


def _channel(via: str | None) -> Channel | None:
    """Whatever else somebody writes into an address counts as no way in particular."""
    known = {channel.value: channel for channel in (Channel.FEED, Channel.POSTER, Channel.MAIL)}
    return known.get(via or "")


def _to(address: str) -> Response:
    return RedirectResponse(address, 302, {"Vary": "Accept-Language"})


def _page(body: bytes, language: Language, status: int = 200) -> Response:
    headers = {"Content-Security-Policy": CONTENT_POLICY, "Content-Language": language}
    return Response(body, status, headers, "text/html")


def _nothing(announcement_id: UUID, found: Announcement | None, language: Language) -> Response:
    """410 for what was out once; what was never out is answered like what does not exist."""
    was_there = found is not None and found.was_public
    return _page(
        nothing_page(language, announcement_id, was_there=was_there), language, 410 if was_there else 404
    )


def _kept(request: Request, body: bytes, media_type: str) -> Response:
    tag = f'"{sha256(body).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": f"public, max-age={KEPT_SECONDS}"}
    if already_seen(request.headers.get("if-none-match"), tag):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=media_type, headers=headers)
