"""The edge of finance's endpoints, and which rows a caller may see."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Depends

from chassis.http.edge import Edge, edge
from chassis.http.paging import Paging, page_query
from chassis.identity.caller import Caller, NotYours, Role
from services.finance.adapters.work import FinanceWork

FinanceEdge = Annotated[Edge[FinanceWork], Depends(edge)]
PageQuery = Annotated[Paging, Depends(page_query)]

MONEY_ROLES = (Role.FINANCE, Role.OFFICE)


@dataclass(frozen=True, slots=True)
class Sight:
    """The rows a caller may see: all, a faculty's, or their own."""

    person_id: UUID | None = None
    faculty: str | None = None

    def require(self, person_id: UUID, faculty: str | None) -> None:
        """Raises: NotYours."""
        if self.person_id not in (None, person_id) or (self.faculty is not None and self.faculty != faculty):
            raise NotYours


def sight_of(caller: Caller) -> Sight:
    """Finance and office see all, a coordinator the own faculty, students and staff themselves.

    Raises: RoleMissing, NotYours.
    """
    if caller.has(*MONEY_ROLES):
        return Sight()
    if caller.has(Role.COORDINATOR) and caller.faculty is not None:
        return Sight(faculty=caller.faculty)
    caller.require(Role.STUDENT, Role.STAFF, Role.COORDINATOR, *MONEY_ROLES)
    if caller.person_id is None:
        raise NotYours
    return Sight(person_id=caller.person_id)
