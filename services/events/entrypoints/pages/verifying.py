"""``/certificates/{code}``: whoever holds a certificate learns if it is the office's. Nobody is named."""

from itertools import chain
from urllib.parse import quote
from xml.etree.ElementTree import Element

from fastapi import APIRouter, Request
from fastapi.responses import Response

from chassis.http.language import Language, preferred
from chassis.identity.access import open_to_everybody
from chassis.work import Transactions
from services.events.adapters.work import EventsWork
from services.events.application.certify import Proof, verified
from services.events.domain.check_in_code import as_read
from services.events.entrypoints.pages.elements import element, html
from services.events.entrypoints.pages.html_pages import CONTENT_POLICY, page
from services.events.entrypoints.pages.words import OTHER, WORDS, spoken_hours, spoken_span
from services.events.settings import verifying_address

router = APIRouter(prefix="/certificates")


@router.get("/{code}")
@open_to_everybody
async def verify(code: str, request: Request, language: Language | None = None) -> Response:
    transactions: Transactions[EventsWork] = request.app.state.transactions
    async with transactions.read() as work:
        found = await verified(as_read(code), work, request.app.state.clock())
    spoken = language or preferred(request.headers.get("accept-language"))
    return _page(as_read(code), found, spoken)


def _page(code: str, found: Proof | None, language: Language) -> Response:
    words = WORDS[language]
    title = words.certificate_valid if found else words.certificate_unknown
    facts = () if found is None else (_facts(found, language),)
    other = f"{verifying_address(quote(code))}?language={OTHER[language]}"
    body = html(page(title, language, other, element("h1", title), element("p", code), *facts))
    headers = {
        "Content-Security-Policy": CONTENT_POLICY,
        "Content-Language": language,
        "X-Robots-Tag": "noindex",
    }
    return Response(body, 200 if found else 404, headers, "text/html")


def _facts(found: Proof, language: Language) -> Element:
    words, gathering = WORDS[language], found.gathering
    facts = {
        words.event: getattr(gathering.title, language),
        words.when: spoken_span(gathering.begins_at, gathering.ends_at, language),
    }
    if found.hours is not None:
        facts[words.hours] = spoken_hours(found.hours)
    listed = ((element("dt", what), element("dd", fact)) for what, fact in facts.items())
    return element("dl", *chain.from_iterable(listed))
