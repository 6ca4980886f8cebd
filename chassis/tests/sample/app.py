"""The sample service as a process: its one command, its consumers, and how it says everything again."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi.responses import Response
from pydantic import BaseModel

from chassis.http.edge import Edge, edge
from chassis.identity.access import allowed
from chassis.identity.caller import Role
from chassis.refusal import Refusal
from chassis.service import Service
from chassis.tests.sample.service import count_up, noting, say_again, viewing
from chassis.work import UnitOfWork

UNWELCOME = "unwelcome"

router = APIRouter(prefix="/counters")


class Unwelcome(Refusal):
    """Refused when everything is written already: nothing of it may stay."""

    code = "unwelcome-label"
    tr, en = "Bu etiket kabul edilmiyor.", "This label is not accepted."


class CountUp(BaseModel):
    label: str


class CounterOut(BaseModel):
    id: UUID
    version: int


@router.post("/{counter_id}", response_model=CounterOut)
@allowed(everything=[Role.OFFICE])
async def count(
    counter_id: UUID, body: CountUp, edge: Annotated[Edge[UnitOfWork], Depends(edge)]
) -> Response:
    async def command(work: UnitOfWork) -> int:
        version = await count_up(work, counter_id, body.label)
        if body.label == UNWELCOME:
            raise Unwelcome
        return version

    return await edge.run(command, lambda version: CounterOut(id=counter_id, version=version))


SERVICE: Service[UnitOfWork] = Service(
    name="sample",
    package="chassis.tests.sample",
    title="Counters",
    work=UnitOfWork,
    routers=(router,),
    handlers=(noting, viewing),
    snapshots=(say_again,),
)
