"""The floor's statements: what a query asks, as one SQL statement whose one value is the whole answer.

``sql_of`` is where the gateway's own compiled statement takes the place of the files in ``floor/``.
"""

from __future__ import annotations

from base64 import urlsafe_b64decode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson

from contracts.vocabulary import MobilityStatus, Programme

FOLDER = Path(__file__).with_name("floor")
NO_ROW = UUID(int=0)

Variables = Mapping[str, Any]


@dataclass(frozen=True)
class Statement:
    """``arguments``: the statement's values, from a request's variables."""

    sql: str
    arguments: Callable[[Variables], Sequence[Any]]


def sql_of(query: str) -> Statement:
    """The statement that answers the query of this name."""
    file, arguments = STATEMENTS[query]
    return Statement((FOLDER / file).read_text(), arguments)


def _page(variables: Variables) -> Sequence[Any]:
    (identifier,) = _behind(variables["after"]) or (str(NO_ROW),)
    return (UUID(identifier),)


def _one(variables: Variables) -> Sequence[Any]:
    return (_key(variables["id"]),)


def _with_partner(variables: Variables) -> Sequence[Any]:
    return _key(variables["partner"]), MobilityStatus[variables["status"]].value


def _record(variables: Variables) -> Sequence[Any]:
    programmes = variables["programmes"] or [each.name for each in Programme]
    return [Programme[name].value for name in programmes], variables["from"], variables["to"]


def _directory(variables: Variables) -> Sequence[Any]:
    name, identifier = _behind(variables["after"]) or ("", str(NO_ROW))
    return name, UUID(identifier)


def _behind(cursor: str | None) -> Sequence[Any]:
    """A cursor's values; it names its list first."""
    return orjson.loads(urlsafe_b64decode(cursor + "=="))[1:] if cursor else ()


def _key(node_id: str) -> UUID:
    return UUID(node_id.partition(".")[2])


STATEMENTS: dict[str, tuple[str, Callable[[Variables], Sequence[Any]]]] = {
    "A": ("stays.sql", _page),
    "B": ("stay.sql", _one),
    "C": ("stays_with_partner.sql", _with_partner),
    "D": ("record.sql", _record),
    "hot_public": ("directory.sql", _directory),
    "hot_statistics": ("record.sql", _record),
}
