"""What a walk needs of a service: objects of everybody, and a request for each route."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from chassis.identity.access import Reach
from chassis.ids import new_id

MY_FACULTY, OTHER_FACULTY = "engineering", "theology"

ALL = Reach.EVERYTHING
MINE = frozenset({ALL, Reach.OWN, Reach.FACULTY})
OF_MY_FACULTY = frozenset({ALL, Reach.FACULTY})
STRANGERS = frozenset({ALL})
PUBLIC = frozenset(Reach)

ABSENT = new_id()


@dataclass(frozen=True)
class Thing:
    """An object, named for the test's report, and the reaches that lead to it."""

    name: str
    id: UUID
    reached_by: frozenset[Reach]


NOWHERE = Thing("absent", ABSENT, frozenset())


@dataclass(frozen=True)
class World:
    """``bodies``, ``about`` and ``lists`` are keyed by ``"POST /v1/people"``.

    ``about``: the kind of object a route is about, where the last id of its path does not say so; such an
    object is named in the body. ``lists``: the kind of object a list shows, and the key of its id there.
    ``me`` and ``my_university`` are claims of every token, whatever its role: what a role does not reach by
    must open nothing.
    """

    me: UUID
    my_university: UUID
    things: Mapping[str, Sequence[Thing]]
    bodies: Mapping[str, Any]
    about: Mapping[str, str] = field(default_factory=dict)
    lists: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def claims(self) -> dict[str, Any]:
        return {"person_id": self.me, "faculty": MY_FACULTY, "partner_id": self.my_university}

    def one(self, kind: str) -> UUID:
        return self.things[kind][0].id


def everybodys(ids: Sequence[UUID]) -> Sequence[Thing]:
    """One of mine, one of a colleague of my faculty, one of a stranger."""
    names = ("mine", "a colleague's", "a stranger's")
    reached = (MINE, OF_MY_FACULTY, STRANGERS)
    return [Thing(*each) for each in zip(names, ids, reached, strict=True)]


def open_to_all_readers(*ids: UUID) -> Sequence[Thing]:
    """Objects that belong to nobody: only the role counts."""
    return [Thing("the", each, PUBLIC) for each in ids]
