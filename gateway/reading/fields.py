"""How fields of the graph are read: said once beside the type, followed by resolvers and compiler alike.

A field that says nothing is read from the column, or the key of a document, of its own name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import Select, Table

READS: Final = "reads"
"""Where a Strawberry field's metadata holds one of the classes below."""

Values = Callable[[Mapping[str, Any]], Mapping[str, Any]]


@dataclass(frozen=True)
class Named:
    """The value of another column or key than the field's own name."""

    name: str


@dataclass(frozen=True)
class NodeId:
    """The node id of ``type`` whose aggregate's id stands in ``key``; without a type, of the object."""

    type: str | None = None
    key: str = "id"


@dataclass(frozen=True)
class ById:
    """The object of ``type`` whose id stands in ``key``; ``doc`` names the wide row's copy of its basics."""

    type: str
    key: str
    doc: str | None = None


@dataclass(frozen=True)
class ByIds:
    """The objects of ``type`` whose ids stand in the list ``key``, in its order."""

    type: str
    key: str


@dataclass(frozen=True)
class Children:
    """A connection of the objects of ``type`` whose ``key`` is this object's ``own``."""

    type: str
    key: str
    own: str = "id"


@dataclass(frozen=True)
class Listing:
    """A root: the connection of all objects of ``type``, filtered, searched and ordered as arguments say.

    ``among`` are columns that must hold a value; ``order`` replaces the view's own.
    """

    type: str
    among: tuple[str, ...] = ()
    order: tuple[str, ...] = ()


@dataclass(frozen=True)
class Single:
    """A root: the object of ``type`` with the node id ``id``."""

    type: str


@dataclass(frozen=True)
class AnyNode:
    """A root: the object of any type with the node id ``id``."""


@dataclass(frozen=True)
class Found:
    """A root: objects of several types that hold every word of ``text``, at most ``first`` of each."""

    types: tuple[str, ...]


@dataclass(frozen=True)
class Myself:
    """A root: who is asking."""


@dataclass(frozen=True)
class Opened:
    """A root: sealed values of one row, under the policies of ``type``. Only a resolver opens them."""

    type: str


@dataclass(frozen=True)
class Reckoned:
    """A root: what the owner of an object of ``type`` reckons when asked, for who may see the object.

    Only a resolver asks it.
    """

    type: str


@dataclass(frozen=True)
class Rows:
    """A root: the rows of one statement that no row policy narrows; ``values`` turns arguments into its own.

    ``tables`` are those it reads.
    """

    statement: Select[Any]
    tables: tuple[Table, ...]
    values: Values = field(default=lambda arguments: arguments)


Reads = (
    Named
    | NodeId
    | ById
    | ByIds
    | Children
    | Listing
    | Single
    | AnyNode
    | Found
    | Myself
    | Opened
    | Reckoned
    | Rows
)
