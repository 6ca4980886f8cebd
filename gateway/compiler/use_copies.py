"""Fourth pass: objects whose copy in the wide row holds all that is asked are read from it.

::

    mobilities ▷ person ▷ (givenName)         ─▶ from mobility_view.person
    mobilities ▷ person ▷ (givenName, email)  ─▶ from person_view, by person_id
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import ColumnElement, column

from gateway.compiler.nodes import Body, Id, Leaf, Node, Object, Objects, Page, Part, mapped
from gateway.policies import Access


def use_copies(body: Body) -> Body:
    found: Body = mapped(body, _copied)
    return found


def _copied(node: Any) -> Any:
    if not isinstance(node, Object) or node.doc is None:
        return node
    assert node.access is not None
    if not _names(node.fields) | _decided_by(node.access) <= node.doc.held:
        return node
    return replace(node, copied=True, fields=tuple(_without_copy(each) for each in node.fields))


def _without_copy(node: Node) -> Node:
    """A copy holds no copies."""
    return replace(node, copied=False) if isinstance(node, Object) else node


def _names(fields: Iterable[Node]) -> set[str]:
    """The keys that an object's fields are read from."""
    found: set[str] = set()
    for node in fields:
        if isinstance(node, Page) and node.parent is not None:
            found.add(node.parent[1])
        elif isinstance(node, Leaf | Id | Part | Object | Objects) and node.name is not None:
            found.add(node.name)
    return found


@dataclass
class _Noting:
    """Fields that note which of them a policy looks at."""

    names: set[str] = field(default_factory=set)

    def text(self, name: str) -> ColumnElement[Any]:
        self.names.add(name)
        return column(name)

    uuid = text


def _decided_by(access: Access) -> set[str]:
    """The keys that a policy decides by."""
    noting = _Noting()
    access.rows(noting)
    for name in access.hidden:
        access.shows(name, noting)
    return noting.names
