"""The language between the passes: what an answer is made of, and where each part of it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from chassis.identity.caller import Caller
from gateway.compiler.arguments import Given
from gateway.policies import Access
from gateway.reading.fields import Rows
from gateway.reading.paging import Order
from gateway.views.docs import Doc


@dataclass(frozen=True)
class Word:
    """A text known now: ``__typename``."""

    key: str
    text: str


@dataclass(frozen=True)
class Leaf:
    """A value of ``scalar`` that stands under ``name``. ``enum``: stored words and their GraphQL names."""

    key: str
    name: str
    scalar: str
    where: str
    required: bool
    many: bool = False
    enum: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Id:
    """The node id of ``type`` whose aggregate's id stands under ``name``."""

    key: str
    name: str
    type: str


@dataclass(frozen=True)
class Part:
    """A value of its own fields, or a list of them, in the document under ``name``."""

    key: str
    name: str
    where: str
    required: bool
    many: bool
    fields: tuple[Node, ...]


@dataclass(frozen=True)
class Object:
    """The object of ``type`` whose id stands under ``name``, or is the argument ``by``.

    ``doc``: the row's copy of its basics, used when ``copied``.
    """

    key: str
    type: str
    fields: tuple[Node, ...]
    name: str | None = None
    by: Given | None = None
    doc: Doc | None = None
    doc_name: str = ""
    copied: bool = False
    access: Access | None = None


@dataclass(frozen=True)
class Objects:
    """The objects of ``type`` whose ids stand in the list under ``name``."""

    key: str
    type: str
    name: str
    fields: tuple[Node, ...]
    access: Access | None = None


@dataclass(frozen=True)
class Asked:
    """A connection's arguments as they were given."""

    first: Given
    after: Given
    last: Given
    before: Given


@dataclass(frozen=True)
class Window:
    """Which rows of a list: from which end, and whether cursors bound it."""

    backward: bool
    after: bool
    before: bool


@dataclass(frozen=True)
class Page:
    """A connection over rows of ``type``. ``shows``: its parts by key, in order; see :class:`Shown`.

    ``parent``: (column, name) when they are children of the row around. ``equal``: columns and what they
    must be. ``among``: columns that must hold a value. ``words``: a search.
    """

    key: str
    type: str
    order: Order
    asked: Asked
    shows: tuple[Shown, ...]
    parent: tuple[str, str] | None = None
    equal: tuple[tuple[str, Given], ...] = ()
    among: tuple[str, ...] = ()
    words: Given | None = None
    window: Window | None = None
    access: Access | None = None

    @property
    def fields(self) -> tuple[Node, ...]:
        return tuple(shown.node for shown in self.shows if shown.node is not None)


@dataclass(frozen=True)
class Shown:
    """A part of a connection: nodes, edges, pageInfo, totalCount, or one of their parts.

    ``node``: the object inside nodes and edges. ``inside``: parts of an edge or of pageInfo.
    """

    key: str
    what: str
    node: Body | None = None
    inside: tuple[Shown, ...] = ()


@dataclass(frozen=True)
class Body:
    """An object's fields, without where it is found."""

    fields: tuple[Node, ...]


@dataclass(frozen=True)
class Search:
    """Objects of several types that hold every word of a text: a page of each."""

    key: str
    parts: tuple[Page, ...]

    @property
    def fields(self) -> tuple[Node, ...]:
        return self.parts


@dataclass(frozen=True)
class Roles:
    """The caller's roles."""

    key: str


@dataclass(frozen=True)
class Claim:
    """A text from the caller's token."""

    key: str
    claim: str


@dataclass(frozen=True)
class Myself:
    """Who is asking. Objects among its fields are found by the claims of ``asking``."""

    key: str
    fields: tuple[Node, ...]
    asking: Caller | None = None


@dataclass(frozen=True)
class Table:
    """The rows of a statement that no policy narrows."""

    key: str
    rows: Rows
    arguments: Mapping[str, Given]
    fields: tuple[Node, ...]


Node = Word | Leaf | Id | Part | Object | Objects | Page | Body | Search | Roles | Claim | Myself | Table
Change = Callable[[Any], Any]


def keys_read(fields: Iterable[Node]) -> set[str]:
    """Columns or keys that an object's fields are read from; of a copied object, where its copy is."""
    found: set[str] = set()
    for node in fields:
        if isinstance(node, Object) and node.copied:
            found.add(node.doc_name)
        elif isinstance(node, Page) and node.parent is not None:
            found.add(node.parent[1])
        elif isinstance(node, Leaf | Id | Part | Object | Objects) and node.name is not None:
            found.add(node.name)
    return found


def mapped(node: Any, change: Change) -> Any:
    """``node`` with ``change`` done to it and all that is inside, innermost first."""
    if isinstance(node, Page):
        return change(replace(node, shows=tuple(_mapped_part(shown, change) for shown in node.shows)))
    if isinstance(node, Search):
        return change(replace(node, parts=tuple(mapped(part, change) for part in node.parts)))
    if hasattr(node, "fields"):
        return change(replace(node, fields=tuple(mapped(field, change) for field in node.fields)))
    return change(node)


def _mapped_part(shown: Shown, change: Change) -> Shown:
    node = None if shown.node is None else mapped(shown.node, change)
    return replace(shown, node=node, inside=tuple(_mapped_part(each, change) for each in shown.inside))
