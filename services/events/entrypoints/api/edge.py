"""The edge of events' endpoints."""

from typing import Annotated

from fastapi import Depends

from chassis.http.edge import Edge, edge
from chassis.http.paging import Paging, page_query
from services.events.adapters.work import EventsWork

EventsEdge = Annotated[Edge[EventsWork], Depends(edge)]
PageQuery = Annotated[Paging, Depends(page_query)]
