"""Fifth pass: which rows of each list, from which end, and whether cursors bound it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from gateway.compiler.nodes import Asked, Body, Page, Window, mapped
from gateway.compiler.not_compilable import NotCompilable
from gateway.compiler.query import Variables


def paginate(body: Body, variables: Variables) -> Body:
    """Raises: NotCompilable where first and last are both given; resolvers tell why that is wrong."""

    def windowed(node: Any) -> Any:
        return replace(node, window=_window(node.asked, variables)) if isinstance(node, Page) else node

    found: Body = mapped(body, windowed)
    return found


def _window(asked: Asked, variables: Variables) -> Window:
    first, after, last, before = (
        given.of(variables) is not None for given in (asked.first, asked.after, asked.last, asked.before)
    )
    if first and last:
        raise NotCompilable("page")
    return Window(backward=last, after=after, before=before)
