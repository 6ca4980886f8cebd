"""The mark that a compiled answer bears beside every person it shows, and taking it out again.

::

    [{"person-read" : "Person.0192…", "givenName" : "Ayşe"}]  ─▶  [{"givenName" : "Ayşe"}]

No name of GraphQL has a hyphen, so no client can ask for this key; within a text quotes are escaped, so none
of somebody's making is taken for it.
"""

from __future__ import annotations

import re
from typing import Final

from gateway.reading.ids import BETWEEN

MARK: Final = "person-read"
_MARKED: Final = re.compile(
    re.escape(f'"{MARK}" : "Person{BETWEEN}').encode() + rb'([^"]{36})", '  # as PostgreSQL spaces json_object
)


def taken_out(data: bytes) -> tuple[bytes, frozenset[str]]:
    """The answer as its client gets it, and the ids of whom it shows."""
    parts = _MARKED.split(data)
    if len(parts) == 1:
        return data, frozenset()
    return b"".join(parts[::2]), frozenset(b" ".join(parts[1::2]).decode().split(" "))
