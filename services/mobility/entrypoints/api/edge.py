"""The chassis's edge over this service's unit of work."""

from typing import Annotated

from fastapi import Depends

from chassis.http import edge as chassis_edge
from chassis.http.edge import Edge
from chassis.http.paging import Paging, page_query
from services.mobility.adapters.work import MobilityWork

MobilityEdge = Annotated[Edge[MobilityWork], Depends(chassis_edge.edge)]
PageQuery = Annotated[Paging, Depends(page_query)]
