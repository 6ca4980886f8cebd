"""The mark that a compiled answer bears beside every person it shows, and taking it out again.

::

    [{"person-read" : "Person.0192…", "givenName" : "Ayşe"}]  ─▶  [{"givenName" : "Ayşe"}]

No name of GraphQL has a hyphen, so no client can ask for this key; within a text quotes are escaped, so none
of somebody's making is taken for it.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final, NamedTuple
from uuid import UUID

from chassis.ids import parsed_id
from gateway.reading.ids import BETWEEN

MARK: Final = "person-read"
_NODE: Final = re.escape(f"Person{BETWEEN}") + "([0-9a-f-]{36})"
_MARKED: Final = re.compile(rf'"{MARK}"\s*:\s*"{_NODE}"\s*,\s*'.encode())


class Marked(NamedTuple):
    """An answer, or a part of it, as its client gets it, and whom it shows."""

    data: bytes
    people: Collection[UUID]


def taken_out(data: bytes) -> Marked:
    pieces = _MARKED.split(data)  # by turns a piece and the id of whom the next one shows
    if len(pieces) == 1:
        return Marked(data, ())
    return Marked(b"".join(pieces[::2]), frozenset(parsed_id(each.decode()) for each in set(pieces[1::2])))
