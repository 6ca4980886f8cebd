"""The edge of finance's endpoints, and the roles that handle money."""

from typing import Annotated

from fastapi import Depends

from chassis.http.edge import Edge, edge
from chassis.http.paging import Paging, page_query
from chassis.identity.caller import Role
from services.finance.adapters.work import FinanceWork

FinanceEdge = Annotated[Edge[FinanceWork], Depends(edge)]
PageQuery = Annotated[Paging, Depends(page_query)]

MONEY_ROLES = (Role.FINANCE, Role.OFFICE)
