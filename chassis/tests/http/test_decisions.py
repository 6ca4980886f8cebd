"""One line of the log for each command: done, refused, or answered as before. None for a read."""

from __future__ import annotations

from typing import Any

from chassis.tests.http.conftest import Client
from chassis.tests.http.test_commands import SENATE, _added
from chassis.tests.logged import Lines

ADDING = "POST /v1/rooms"


def told(lines: Lines) -> list[dict[str, Any]]:
    """What was decided; the server has its own to say."""
    return [line for line in lines() if line["event"].startswith("command.")]


async def test_a_command_that_is_done_is_one_line_with_its_key_and_what_it_published(
    lines: Lines, office: Client
) -> None:
    added = await office.post("/v1/rooms", SENATE)
    (line,) = told(lines)
    assert (line["event"], line["level"], line["command"]) == ("command.done", "info", ADDING)
    assert (line["key"], line["status"]) == ((await added.json())["id"], 201)
    assert line["events"] == []


async def test_a_command_that_is_refused_is_one_line_with_the_refusals_code(
    lines: Lines, office: Client
) -> None:
    await office.post("/v1/rooms", {"name": "Kiler", "places": 0})
    (line,) = told(lines)
    assert (line["event"], line["command"], line["code"]) == ("command.refused", ADDING, "room-too-small")
    assert "Kiler" not in str(line)


async def test_what_a_constraint_refuses_is_told_the_same_way(lines: Lines, office: Client) -> None:
    for _ in range(2):
        await office.post("/v1/rooms", SENATE)
    assert [(line["event"], line.get("code")) for line in told(lines)] == [
        ("command.done", None),
        ("command.refused", "room-name-taken"),
    ]


async def test_a_command_that_comes_again_is_told_as_such(lines: Lines, office: Client) -> None:
    for _ in range(2):
        await office.post("/v1/rooms", SENATE, Idempotency_Key="senate")
    done, again = told(lines)
    assert (again["event"], again["key"]) == ("command.replayed", done["key"])


async def test_a_read_is_no_decision(lines: Lines, office: Client) -> None:
    path = await _added(office)
    await office.get(path)
    assert [line["event"] for line in told(lines)] == ["command.done"]
