"""Stays that end otherwise than planned, through the gateway; who may leave at all, and the survey after."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest

from deploy.local.journey.clients import Json
from deploy.local.journey.leaving import agreed_on_paper, file_of
from gateway.reading.ids import parse_node_id
from tests.journey.system import System

pytestmark = pytest.mark.timeout(300)

PLANNED = """
query Planned($call: ID!) {
  mobilities(filter: { status: PLANNED, callId: $call }, first: 3) {
    nodes { id person { id } ends }
  }
}
"""
STAY = """
query Stay($id: ID!) {
  mobility(id: $id) {
    status days forceMajeure file { tasks(first: 20) { nodes { code status requiredFor waitsFor } } }
  }
}
"""
WORK = """
query Tasks {
  workList(filter: { kind: TASK_DUE }, first: 100) {
    nodes { waitsFor dueAt title { tr en } mobility { id } task { code requiredFor } }
  }
}
"""


@pytest.fixture(scope="module")
async def stays(system: System) -> list[Json]:
    """Two of the walk's that nobody has touched; the first is left for others."""
    stage = system.stage
    asked = {"call": stage.facts("applications")["call"]}
    nodes: list[Json] = (await stage.gateway.ask(stage.office, PLANNED, asked))["mobilities"]["nodes"]
    return nodes[1:]


async def seen(system: System, stay: Json) -> Json:
    found: Json = (await system.stage.gateway.ask(system.stage.office, STAY, {"id": stay["id"]}))["mobility"]
    return found


async def tasks_of(system: System, stay: Json, token: str) -> list[Json]:
    nodes = (await system.stage.gateway.ask(token, WORK))["workList"]["nodes"]
    return [node for node in nodes if node["mobility"]["id"] == stay["id"]]


def end(stay: Json, days_before: int) -> dict[str, Any]:
    return {"id": stay["id"], "ends": (date.fromisoformat(stay["ends"]) - timedelta(days_before)).isoformat()}


async def test_nobody_leaves_without_the_three_signatures(system: System, stays: list[Json]) -> None:
    stage, stay = system.stage, stays[0]
    given = {"id": stay["id"], "arrivedOn": stage.stay[0].isoformat()}
    without = await stage.gateway.refusal(stage.office, "confirmArrival", given)
    assert without["code"] == "stay-file-required"
    file = await file_of(stage, stay["id"], "returns")
    refused = await stage.gateway.refusal(stage.office, "confirmArrival", given)
    assert refused["code"] == "departure-not-ready"
    ticked = {"id": file, "task": "learning-agreement", "status": "DONE"}
    error = await stage.gateway.refusal(stage.office, "settleTask", ticked)
    assert error["code"] == "task-proven-by-records"
    tasks = (await seen(system, stay))["file"]["tasks"]["nodes"]
    required = [task["code"] for task in tasks if task["requiredFor"] == "DEPARTURE"]
    assert (required, (await seen(system, stay))["status"]) == (["learning-agreement"], "PLANNED")


async def test_who_returns_early_is_asked_for_the_survey_until_it_came(
    system: System, stays: list[Json]
) -> None:
    stage, stay = system.stage, stays[0]
    file = await agreed_on_paper(stage, stay["id"], "returns")
    returned = end(stay, 20)
    shown = "mobility { status days }"
    payload = await stage.gateway.do(
        stage.office, "returnEarly", returned, shown, input_type="StayEndedInput"
    )
    assert payload["mobility"]["status"] == "ONGOING"
    await stage.gateway.do(stage.office, "completeMobility", returned, shown, input_type="StayEndedInput")
    due = date.fromisoformat(returned["ends"]) + timedelta(days=30)
    student = stage.student(str(parse_node_id(stay["person"]["id"])[1]))

    def survey(nodes: list[Json]) -> list[Json]:
        return [
            node
            for node in nodes
            if node["task"]["code"] == "participant-survey" and node["dueAt"].startswith(due.isoformat())
        ]

    def is_asked(nodes: list[Json]) -> bool:
        return bool(survey(nodes))

    for token in (student, stage.office):
        ask = partial(tasks_of, system, stay, token)
        (asked,) = survey(await system.until("the survey", ask, is_asked))
        assert (asked["waitsFor"], asked["title"]["en"].startswith("Participant survey")) == ("PERSON", True)
    came = {"id": file["id"], "task": "participant-survey", "status": "DONE"}
    await stage.gateway.do(stage.office, "settleTask", came, "mobilityFile { tasksWaiting }")
    await system.until(
        "the settled survey", lambda: tasks_of(system, stay, student), lambda nodes: not survey(nodes)
    )


async def test_a_stay_that_force_majeure_ended_counts_however_short(
    system: System, stays: list[Json]
) -> None:
    stage, stay = system.stage, stays[1]
    await agreed_on_paper(stage, stay["id"], "majeure")
    begun = {"id": stay["id"], "arrivedOn": stage.stay[0].isoformat()}
    await stage.gateway.do(stage.office, "confirmArrival", begun, "mobility { status }")
    ended = {"id": stay["id"], "ends": (stage.stay[0] + timedelta(days=9)).isoformat()}
    short = await stage.gateway.refusal(stage.office, "returnEarly", ended, input_type="StayEndedInput")
    assert short["code"] == "stay-too-short"
    for mutation in ("endByForceMajeure", "completeMobility"):
        await stage.gateway.do(
            stage.office, mutation, ended, "mobility { status }", input_type="StayEndedInput"
        )
    over = await seen(system, stay)
    assert (over["status"], over["days"], over["forceMajeure"]) == ("COMPLETED", 10, True)
