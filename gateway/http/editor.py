"""GraphiQL, for a browser where it is switched on."""

from __future__ import annotations

from strawberry.http.ides import get_graphql_ide_html

from gateway.http.exchange import Exchange, raw

# GraphiQL's page loads itself from a public address and keeps styles inline.
POLICY = (
    "default-src 'self' https://unpkg.com https://esm.sh; img-src 'self' data:; font-src data: "
    "https://esm.sh; script-src 'unsafe-inline' 'unsafe-eval' blob: https://unpkg.com https://esm.sh; "
    "worker-src blob:; style-src 'unsafe-inline' https://unpkg.com https://esm.sh; "
    "object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


async def show_editor(exchange: Exchange) -> None:
    page = get_graphql_ide_html("graphiql").encode()
    headers = {
        "Content-Type": "text/html; charset=utf-8",
        "Content-Length": str(len(page)),
        "Content-Security-Policy": POLICY,
    }
    await exchange.respond(200, raw(headers), page)
