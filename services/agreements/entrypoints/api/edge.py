"""The chassis's edge over this service's unit of work."""

from typing import Annotated

from fastapi import Depends

from chassis.http import edge as chassis_edge
from chassis.http.edge import Edge
from services.agreements.adapters.work import AgreementsWork

AgreementsEdge = Annotated[Edge[AgreementsWork], Depends(chassis_edge.edge)]
