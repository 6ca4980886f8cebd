"""Fourth pass: objects whose copy in the wide row holds all that is asked are read from it.

::

    mobilities ▷ person ▷ (givenName)         ─▶ from mobility_view.person
    mobilities ▷ person ▷ (givenName, email)  ─▶ from person_view, by person_id
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import ColumnElement, column

from gateway.compiler.nodes import Body, Node, Object, keys_read, mapped
from gateway.policies import Access


def use_copies(body: Body) -> Body:
    found: Body = mapped(body, _copied)
    return found


def _copied(node: Any) -> Any:
    if not isinstance(node, Object) or node.doc is None:
        return node
    assert node.access is not None
    fields = tuple(_without_copy(each) for each in node.fields)
    if not keys_read(fields) | _decided_by(node.access) <= node.doc.held:
        return node
    return replace(node, copied=True, fields=fields)


def _without_copy(node: Node) -> Node:
    """A copy holds no copies."""
    return replace(node, copied=False) if isinstance(node, Object) else node


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
