"""The chassis's edge over this service's unit of work, and which rows its caller may see."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends

from chassis.http import edge as chassis_edge
from chassis.http.edge import Edge
from chassis.http.paging import Paging, page_query
from chassis.identity.caller import Caller, NotYours, Role
from services.mobility.adapters.visible import Visible
from services.mobility.adapters.work import MobilityWork

MobilityEdge = Annotated[Edge[MobilityWork], Depends(chassis_edge.edge)]
PageQuery = Annotated[Paging, Depends(page_query)]


def visible(caller: Caller, *roles: Role) -> Visible:
    """Everything for ``roles``, a faculty's rows for its coordinator, their own for everybody."""
    coordinates = caller.has(Role.COORDINATOR)
    return Visible(caller.has(*roles), caller.person_id, caller.faculty if coordinates else None)


def require_row(caller: Caller, person_id: UUID, faculty: str | None, *roles: Role) -> None:
    """The same rule for one row that is already read. Raises: NotYours."""
    if not caller.is_person(person_id):
        if faculty is None and not caller.has(*roles):
            raise NotYours
        caller.require_faculty_or(faculty or "", *roles)
