"""The edge of finance's endpoints, and the roles that handle money."""

from datetime import date
from typing import Annotated

from fastapi import Depends
from pydantic import BeforeValidator

from chassis.http.edge import Edge, edge
from chassis.http.paging import Paging, page_query
from chassis.identity.caller import Role
from services.finance.adapters.work import FinanceWork

FinanceEdge = Annotated[Edge[FinanceWork], Depends(edge)]
PageQuery = Annotated[Paging, Depends(page_query)]

MONEY_ROLES = (Role.FINANCE, Role.OFFICE)


def _day(given: object) -> object:
    """A number is no day, though pydantic takes it for seconds since 1970. Raises: ValueError."""
    return date.fromisoformat(given) if isinstance(given, str) else given


Day = Annotated[date, BeforeValidator(_day)]
"""A day in a query, as ISO 8601 writes it."""
