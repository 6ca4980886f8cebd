"""What of /graphql is a stream: WebSockets, and requests that accept events. Everything else goes on."""

from __future__ import annotations

from starlette._utils import get_route_path
from starlette.routing import BaseRoute, Match, NoMatchFound
from starlette.types import Receive, Scope, Send

from gateway.http.sse import serve_events, wants_events
from gateway.http.websocket import serve_websocket
from gateway.subscriptions.subscriptions import Subscriptions

ADDRESS = "/graphql"


class Streams(BaseRoute):
    """To be asked before the route that answers /graphql at once."""

    path = "/graphql (stream)"  # a series of its own: how long a stream lasts is no answer's duration

    def __init__(self, subscriptions: Subscriptions) -> None:
        self._subscriptions = subscriptions

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        ours = get_route_path(scope) == ADDRESS and (scope["type"] == "websocket" or wants_events(scope))
        return (Match.FULL if ours else Match.NONE), {"route": self}

    def url_path_for(self, name: str, /, **path_params: object) -> object:  # type: ignore[override]
        raise NoMatchFound(name, path_params)

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        serve = serve_websocket if scope["type"] == "websocket" else serve_events
        await serve(scope, receive, send, self._subscriptions)
