"""Somebody may leave: the file is open, and the office waived the courses that were agreed on paper."""

from __future__ import annotations

from deploy.local.journey.clients import Json
from deploy.local.journey.stage import Stage


async def agreed_on_paper(stage: Stage, mobility_id: str, step: str) -> Json:
    """The file of a planned stay, which lets its person leave. ``step``: unique in the walk."""
    opened = await stage.gateway.do(
        stage.office, "openMobilityFile", {"id": mobility_id}, "mobilityFile { id }",
        key=stage.key(f"{step}-file"),
    )  # fmt: skip
    given = {"id": opened["mobilityFile"]["id"], "task": "learning-agreement", "status": "WAIVED"}
    payload = await stage.gateway.do(
        stage.office, "settleTask", given, "mobilityFile { id tasksWaiting }", key=stage.key(f"{step}-waived")
    )
    file: Json = payload["mobilityFile"]
    return file
