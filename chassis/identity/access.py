"""Who may use a route, and of which objects: declared beside the route, enforced before it runs.

    @router.get("/applications/{application_id}")
    @allowed(everything=[Role.OFFICE], faculty=[Role.COORDINATOR], own=PEOPLE)
    async def read(application_id: UUID, edge: MobilityEdge) -> Response:
        ...
        edge.sight.require(NoSuchApplication(), person_id=..., faculty=...)

A service does not start with a route that has no rule. Its document and ``docs/access-services.md`` are
written from the same rules, and ``tests/security`` walks every role along every route by them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar
from uuid import UUID

from chassis.identity.caller import Caller, Role, RoleMissing
from chassis.refusal import Refusal

ANYBODY = tuple(Role)
PEOPLE = (Role.STUDENT, Role.STAFF)
"""Those who have records of their own; somebody who also coordinates holds both roles."""

Endpoint = TypeVar("Endpoint", bound=Callable[..., Any])
RULE = "__access__"
OPEN = "__open_to_everybody__"


class Reach(StrEnum):
    """How far a role gets along a route."""

    EVERYTHING = "everything"
    IN_FORCE = "in force"
    FACULTY = "own faculty"
    UNIVERSITY = "own university"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class Sight:
    """The objects one caller may see or change along one route."""

    everything: bool = False
    in_force: bool = False
    faculty: str | None = None
    partner_id: UUID | None = None
    person_id: UUID | None = None

    def sees(
        self,
        *,
        person_id: UUID | None = None,
        faculty: str | None = None,
        partner_id: UUID | None = None,
        in_force: bool = False,
    ) -> bool:
        """Whether an object of this person, faculty or university is within sight."""
        return (
            self.everything
            or (self.in_force and in_force)
            or (self.faculty is not None and self.faculty == faculty)
            or (self.partner_id is not None and self.partner_id == partner_id)
            or (self.person_id is not None and self.person_id == person_id)
        )

    def require(self, refusal: Refusal, **of: Any) -> None:
        """Raises ``refusal`` for an object out of sight; give the one that says it does not exist."""
        if not self.sees(**of):
            raise refusal


@dataclass(frozen=True, slots=True)
class Access:
    """One route's rule: the roles of each reach. A role in none of them may not use the route at all."""

    roles: tuple[tuple[Reach, frozenset[Role]], ...]

    def reaches(self, *roles: Role) -> frozenset[Reach]:
        return frozenset(reach for reach, may in self.roles if not may.isdisjoint(roles))

    def by_role(self) -> dict[str, list[str]]:
        """``{"office": ["everything"], "student": ["own"]}``, for those who read it."""
        reached = {role: self.reaches(role) for role in Role}
        return {role.value: sorted(map(str, reaches)) for role, reaches in reached.items() if reaches}

    def require(self, caller: Caller) -> None:
        """Raises: RoleMissing, before anything of the request is looked at."""
        if not self.reaches(*caller.roles):
            may = frozenset().union(*(roles for _, roles in self.roles))
            raise RoleMissing(roles=", ".join(role for role in Role if role in may))

    def sight(self, caller: Caller) -> Sight:
        """A reach whose claim the token lacks leads to nothing."""
        reaches = self.reaches(*caller.roles)
        return Sight(
            everything=Reach.EVERYTHING in reaches,
            in_force=Reach.IN_FORCE in reaches,
            faculty=caller.faculty if Reach.FACULTY in reaches else None,
            partner_id=caller.partner_id if Reach.UNIVERSITY in reaches else None,
            person_id=caller.person_id if Reach.OWN in reaches else None,
        )


class RouteWithoutRule(TypeError):
    """Nobody said who may use a route; the service does not start."""

    def __init__(self, route: str, mark: str = "@allowed(…)") -> None:
        super().__init__(f"{route} does not say who may use it: put {mark} under its @router line")


def allowed(
    *,
    everything: Collection[Role] = (),
    in_force: Collection[Role] = (),
    faculty: Collection[Role] = (),
    university: Collection[Role] = (),
    own: Collection[Role] = (),
) -> Callable[[Endpoint], Endpoint]:
    """Declares an endpoint's rule."""
    given = {
        Reach.EVERYTHING: everything,
        Reach.IN_FORCE: in_force,
        Reach.FACULTY: faculty,
        Reach.UNIVERSITY: university,
        Reach.OWN: own,
    }
    access = Access(tuple((reach, frozenset(roles)) for reach, roles in given.items() if roles))

    def declared(endpoint: Endpoint) -> Endpoint:
        setattr(endpoint, RULE, access)
        return endpoint

    return declared


def open_to_everybody(endpoint: Endpoint) -> Endpoint:
    """Declares a page that needs no token. Only ``Service.pages`` may hold such routes, and only such."""
    setattr(endpoint, OPEN, True)
    return endpoint


def require_open(endpoint: Callable[..., Any]) -> None:
    """Raises: RouteWithoutRule."""
    if not getattr(endpoint, OPEN, False):
        raise RouteWithoutRule(getattr(endpoint, "__qualname__", repr(endpoint)), "@open_to_everybody")


def access_of(endpoint: Callable[..., Any]) -> Access:
    """Raises: RouteWithoutRule."""
    access = getattr(endpoint, RULE, None)
    if not isinstance(access, Access):
        raise RouteWithoutRule(getattr(endpoint, "__qualname__", repr(endpoint)))
    return access
