"""What an orchestrator and an operator may ask a process, without a token."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from prometheus_client import REGISTRY
from prometheus_client.exposition import choose_encoder

OPENMETRICS = "application/openmetrics-text"


@dataclass(frozen=True, slots=True)
class Readiness:
    """Whether work may be sent here, and by part what stands in the way (or does not)."""

    ready: bool
    details: Mapping[str, Any] = field(default_factory=dict)


class Health(Protocol):
    """What a process knows about itself; the process runner implements it from its running parts."""

    async def ready(self) -> Readiness: ...

    async def status(self) -> Mapping[str, Any]:
        """For people: parts, lag, ages. JSON values only, and nothing personal."""
        ...


router = APIRouter(tags=["operations"])


@router.get("/health/live")
async def live() -> dict[str, bool]:
    """The event loop turns. Nothing else is asked: a restart would not mend a database."""
    return {"live": True}


@router.get("/health/ready", responses={503: {"description": "Not ready"}})
async def ready(request: Request) -> JSONResponse:
    state = request.app.state
    if state.draining:
        return JSONResponse({"ready": False, "details": {"draining": True}}, 503)
    health: Health = state.health
    readiness = await health.ready()
    return JSONResponse(
        {"ready": readiness.ready, "details": dict(readiness.details)}, 200 if readiness.ready else 503
    )


@router.get("/status")
async def status(request: Request) -> JSONResponse:
    health: Health = request.app.state.health
    return JSONResponse(dict(await health.status()))


@router.get("/metrics", include_in_schema=False)
async def metrics(request: Request) -> Response:
    """OpenMetrics, the form that has exemplars, for who accepts it, as Prometheus does; else plain text."""
    encode, form = choose_encoder(OPENMETRICS if OPENMETRICS in request.headers.get("accept", "") else "")
    return Response(encode(REGISTRY), headers={"Content-Type": form})
