"""Somebody may leave: the file is open, and the office waived the courses that were agreed on paper."""

from __future__ import annotations

from deploy.local.journey.clients import Json
from deploy.local.journey.stage import Stage

FILE_OF = "query FileOf($id: ID!) { mobility(id: $id) { file { id } } }"


async def agreed_on_paper(stage: Stage, mobility_id: str, step: str) -> Json:
    """The file of a planned stay, which lets its person leave. ``step``: unique in the walk."""
    given = {"id": await file_of(stage, mobility_id, step), "task": "learning-agreement", "status": "WAIVED"}
    payload = await stage.gateway.do(
        stage.office, "settleTask", given, "mobilityFile { id tasksWaiting }", key=stage.key(f"{step}-waived")
    )
    file: Json = payload["mobilityFile"]
    return file


async def file_of(stage: Stage, mobility_id: str, step: str) -> str:
    """The one that is open, or else a new one."""
    found = (await stage.gateway.ask(stage.office, FILE_OF, {"id": mobility_id}))["mobility"]["file"]
    if found is not None:
        return str(found["id"])
    opened = await stage.gateway.do(
        stage.office,
        "openMobilityFile",
        {"id": mobility_id},
        "mobilityFile { id }",
        key=stage.key(f"{step}-file"),
    )
    return str(opened["mobilityFile"]["id"])
