"""Lists whose rows need not be written anew: a statement that names the rows, and one that writes them too.

What a row looks like follows from the row alone where nothing of it comes from another table or from who
asks. Then its text can be remembered under the row's id and the transaction that wrote it (``xmin``): of what
one transaction wrote of a row, others ever see one version. PostgreSQL still decides each time which rows a
caller gets, how they are now and in which order; remembered is only what it would write::

    mobilities(first: 20) { nodes { id person { familyName } } pageInfo { hasNextPage } }

    naming:   ids, xmins, '{"mobilities":{"nodes":[', '],"pageInfo":{"hasNextPage":true}}}'
    writing:  the same and the rows' texts, for when one of them is not remembered
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Select, literal_column
from sqlalchemy.sql import visitors

from gateway.compiler.json_sql import Piece, Written, json_object
from gateway.compiler.nodes import Body, Id, Leaf, Node, Object, Page, Part, Word
from gateway.compiler.parameters import Value
from gateway.compiler.render import Rendering
from gateway.compiler.render_pages import PageRows

HOLE: ColumnElement[Any] = literal_column("NULL")
"""Where the rows belong among the pieces of the answer."""


@dataclass(frozen=True)
class RowStatements:
    """``naming`` gives (ids, xmins, before, after), ``writing`` texts behind them. Both take ``values``."""

    naming: Select[Any]
    writing: Select[Any]
    values: Mapping[str, Value]


def render_rows(body: Body) -> RowStatements | None:
    """None where rows cannot be remembered, or the answer is not one list of them."""
    page = _only_list(body)
    if page is None:
        return None
    rendering = Rendering()
    rows = PageRows(rendering, page, None, named=True)
    (listed,) = (shown for shown in page.shows if shown.what in ("nodes", "edges"))
    one = rows.one(listed)
    if any(isinstance(part, BindParameter) for part in visitors.iterate(one)):
        return None
    shows = [(each.key, Written(HOLE) if each is listed else rows.part(each)) for each in page.shows]
    before, after = _around(json_object([(page.key, json_object(shows))]))
    named = (*rows.names(), before, after)
    return RowStatements(
        rows.one_row(*named), rows.one_row(*named, rows.texts(one)), rendering.parameters.values
    )


def _only_list(body: Body) -> Page | None:
    if len(body.fields) != 1 or not isinstance(page := body.fields[0], Page):
        return None
    listed = [shown for shown in page.shows if shown.what in ("nodes", "edges")]
    if len(listed) != 1 or not all(_in_the_row(node) for node in page.fields):
        return None
    inside = [each.node for each in listed[0].inside if each.node is not None]
    return page if all(_in_the_row(node) for node in inside) else None


def _in_the_row(node: Node) -> bool:
    """Whether all that is shown stands in the row itself, or in the copies in it."""
    match node:
        case Word() | Leaf() | Id():
            return True
        case Part(fields=fields) | Body(fields=fields) | Object(copied=True, fields=fields):
            return all(map(_in_the_row, fields))
    return False


def _around(answer: Written) -> Sequence[Written]:
    """What comes before the rows and what comes behind them, brackets included."""
    at = next(number for number, piece in enumerate(answer.pieces) if piece is HOLE)
    before: tuple[Piece, ...] = answer.pieces[:at]
    return Written(*before, "["), Written("]", *answer.pieces[at + 1 :])
