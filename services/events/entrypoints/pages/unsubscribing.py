"""The link in a mail that takes a consent back: a page asks, a button does it; mail programs do it at once.

Looking at the page changes nothing, because programs that check mails for bad links look at all of them. A
mail program's one click is a POST (RFC 8058), as the button's is.
"""

from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from chassis.http.language import Language, preferred
from chassis.identity.access import open_to_everybody
from chassis.work import Transactions
from services.events.adapters.work import EventsWork
from services.events.application.state_interest import unsubscribe
from services.events.entrypoints.pages.elements import Child, element, html
from services.events.entrypoints.pages.html_pages import CONTENT_POLICY, page
from services.events.entrypoints.pages.words import OTHER, WORDS
from services.events.settings import unsubscribing_address

router = APIRouter(prefix="/mails")


@router.get("/{token:uuid}/unsubscribe")
@open_to_everybody
async def ask(token: UUID, request: Request, language: Language | None = None) -> Response:
    spoken = language or preferred(request.headers.get("accept-language"))
    words = WORDS[spoken]
    button = element("button", words.no_more_button, type="submit")
    form = element("form", button, method="post")
    return _page(token, spoken, element("p", words.no_more_question), form)


@router.post("/{token:uuid}/unsubscribe")
@open_to_everybody
async def take_back(token: UUID, request: Request, language: Language | None = None) -> Response:
    """Raises: NotFound for a token that is in no mail."""
    transactions: Transactions[EventsWork] = request.app.state.transactions
    async with transactions.begin() as work:
        await unsubscribe(token, work, request.app.state.clock())
    spoken = language or preferred(request.headers.get("accept-language"))
    return _page(token, spoken, element("p", WORDS[spoken].no_more_done))


def _page(token: UUID, language: Language, *main: Child) -> Response:
    title = WORDS[language].no_more
    other = f"{unsubscribing_address(token)}?language={OTHER[language]}"
    body = html(page(title, language, other, element("h1", title), *main))
    headers = {"Content-Security-Policy": CONTENT_POLICY, "Content-Language": language}
    return Response(body, 200, headers, "text/html")
