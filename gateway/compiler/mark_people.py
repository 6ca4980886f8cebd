"""Between third and fourth pass, for the staff: whom more than an id is shown of bears a mark.

::

    mobilities ▷ person ▷ (givenName)  ─▶  mobilities ▷ person ▷ (person-read: id, givenName)
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from gateway.compiler.nodes import Body, Id, Node, Object, Objects, Page, Shown, keys_read, mapped
from gateway.reading.marks import MARK
from gateway.reading.people import TELLS_NOTHING

PERSON = "Person"


def mark_people(body: Body) -> Body:
    found: Body = mapped(body, _marked)
    return found


def _marked(node: Any) -> Any:
    if isinstance(node, Object | Objects) and node.type == PERSON:
        return replace(node, fields=_with_mark(node.fields))
    if isinstance(node, Page) and node.type == PERSON:
        return replace(node, shows=tuple(_marked_part(shown) for shown in node.shows))
    return node


def _marked_part(shown: Shown) -> Shown:
    node = None if shown.node is None else Body(_with_mark(shown.node.fields))
    return replace(shown, node=node, inside=tuple(_marked_part(each) for each in shown.inside))


def _with_mark(fields: tuple[Node, ...]) -> tuple[Node, ...]:
    """In front, so that something always follows it."""
    if not keys_read(fields) - TELLS_NOTHING:
        return fields
    return (Id(MARK, "id", PERSON), *fields)
