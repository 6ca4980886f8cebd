"""The link in a mail that takes a consent back: a page asks, a button does it; mail programs do it at once.

Looking at the page changes nothing, because programs that check mails for bad links look at all of them. A
mail program's one click is a POST (RFC 8058), as the button's is.
"""

from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from chassis.http.language import preferred
from chassis.identity.access import open_to_everybody
from chassis.work import Transactions
from services.events.adapters.work import EventsWork
from services.events.application.state_interest import unsubscribe
from services.events.entrypoints.pages.addresses import list_address
from services.events.entrypoints.pages.elements import Child, element, html
from services.events.entrypoints.pages.html_pages import CONTENT_POLICY, page
from services.events.entrypoints.pages.words import OTHER, WORDS

router = APIRouter(prefix="/mails")


@router.get("/{token:uuid}/unsubscribe")
@open_to_everybody
async def ask(token: UUID, request: Request) -> Response:
    words = WORDS[preferred(request.headers.get("accept-language"))]
    button = element("button", words.no_more_button, type="submit")
    return _page(request, element("p", words.no_more_question), element("form", button, method="post"))


@router.post("/{token:uuid}/unsubscribe")
@open_to_everybody
async def take_back(token: UUID, request: Request) -> Response:
    """Raises: NotFound for a token that is in no mail."""
    transactions: Transactions[EventsWork] = request.app.state.transactions
    async with transactions.begin() as work:
        await unsubscribe(token, work, request.app.state.clock())
    words = WORDS[preferred(request.headers.get("accept-language"))]
    return _page(request, element("p", words.no_more_done))


def _page(request: Request, *main: Child) -> Response:
    language = preferred(request.headers.get("accept-language"))
    title = WORDS[language].no_more
    body = html(page(title, language, list_address(OTHER[language]), element("h1", title), *main))
    headers = {"Content-Security-Policy": CONTENT_POLICY, "Content-Language": language}
    return Response(body, 200, headers, "text/html")
