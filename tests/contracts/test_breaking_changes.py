"""Each kind of breaking change, planted in a copy of the schemas, is named; additions pass."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from typer.testing import CliRunner

from contracts import committed
from contracts.__main__ import cli
from contracts.compatibility import breaking_changes
from contracts.generate import schemas, text

SCHEDULED = "kervan.events.event-scheduled.v1"
RESERVED = "kervan.finance.grant-reserved.v1"

SCHEMAS = schemas()
Schemas = dict[str, dict[str, Any]]


@pytest.fixture
def published() -> Schemas:
    return SCHEMAS


@pytest.fixture
def present() -> Schemas:
    return copy.deepcopy(SCHEMAS)


def _gathering(present: Schemas) -> dict[str, Any]:
    found: dict[str, Any] = present[SCHEDULED]["$defs"]["Gathering"]
    return found


def _told(published: Schemas, present: Schemas) -> list[tuple[str, str]]:
    return [(found.field, found.what) for found in breaking_changes(published, present)]


def test_the_same_schemas_break_nothing(published: Schemas, present: Schemas) -> None:
    assert breaking_changes(published, present) == []


def test_a_removed_field_is_named(published: Schemas, present: Schemas) -> None:
    del _gathering(present)["properties"]["venue"]
    assert ("state.venue", "the field was removed") in _told(published, present)


def test_a_changed_type_is_named(published: Schemas, present: Schemas) -> None:
    _gathering(present)["properties"]["capacity"]["type"] = "string"
    assert _told(published, present) == [("state.capacity", "type changed: 'integer' → 'string'")]


def test_a_new_required_field_is_named(published: Schemas, present: Schemas) -> None:
    _gathering(present)["properties"]["language"] = {"type": "string"}
    _gathering(present)["required"].append("language")
    [(field, what)] = _told(published, present)
    assert field == "state.language"
    assert what.startswith("a new field is required")


def test_an_optional_field_made_required_is_named(published: Schemas, present: Schemas) -> None:
    _gathering(present)["required"].append("call_id")
    assert _told(published, present) == [("state.call_id", "an optional field became required")]


def test_a_required_field_made_optional_is_named(published: Schemas, present: Schemas) -> None:
    _gathering(present)["required"].remove("venue")
    assert _told(published, present) == [("state.venue", "a required field became optional")]


def test_a_narrowed_enum_is_named(published: Schemas, present: Schemas) -> None:
    present[SCHEDULED]["$defs"]["EventKind"]["enum"].remove("fair")
    assert _told(published, present) == [("state.kind", "the enum was narrowed: fair gone")]


def test_a_widened_enum_is_named_because_deployed_readers_park_it(
    published: Schemas, present: Schemas
) -> None:
    present[SCHEDULED]["$defs"]["EventKind"]["enum"].append("summer-school")
    [(field, what)] = _told(published, present)
    assert field == "state.kind"
    assert what.startswith("the enum was widened: summer-school added")


@pytest.mark.parametrize(("bound", "word"), [(5, "narrowed"), (0, "widened")])
def test_a_moved_bound_is_named(published: Schemas, present: Schemas, bound: int, word: str) -> None:
    _gathering(present)["properties"]["capacity"]["minimum"] = bound
    assert _told(published, present) == [
        ("state.capacity", f"the bound minimum was {word}: 1 → {bound}"),
    ]


def test_fewer_digits_of_an_amount_are_named(published: Schemas, present: Schemas) -> None:
    present[RESERVED]["$defs"]["Money"]["properties"]["amount"]["pattern"] = r"^\d{1,4}$"
    assert {field for field, _ in _told(published, present)} >= {"state.paid.amount", "state.amount.amount"}


def test_a_field_that_may_now_be_null_is_named(published: Schemas, present: Schemas) -> None:
    _gathering(present)["properties"]["venue"] = {"anyOf": [{"type": "string"}, {"type": "null"}]}
    assert _told(published, present) == [("state.venue", "it may now be null")]


def test_a_type_that_left_its_topic_is_named(published: Schemas, present: Schemas) -> None:
    present[SCHEDULED]["x-topic"] = "events.other.v1"
    assert _told(published, present) == [
        ("", "x-topic changed: 'events.event.v1' → 'events.other.v1'"),
    ]


def test_a_removed_event_type_is_named(published: Schemas, present: Schemas) -> None:
    del present[SCHEDULED]
    [found] = breaking_changes(published, present)
    assert (found.event_type, found.topic) == (SCHEDULED, "events.event.v1")
    assert found.what == "the event type was removed"


def test_a_change_deep_in_a_list_is_found(published: Schemas, present: Schemas) -> None:
    del present[RESERVED]["$defs"]["Instalment"]["properties"]["due_on"]
    assert _told(published, present) == [("state.instalments[].due_on", "the field was removed")]


def test_additions_pass(published: Schemas, present: Schemas) -> None:
    _gathering(present)["properties"]["online_at"] = {"type": "string", "default": ""}
    _gathering(present)["properties"]["speaker"] = {
        "type": "object",
        "properties": {"name": {"type": "string"}},
        "required": ["name"],
    }
    present["kervan.events.event-moved.v1"] = copy.deepcopy(present[SCHEDULED])
    assert breaking_changes(published, present) == []


def test_words_may_change(published: Schemas, present: Schemas) -> None:
    _gathering(present)["properties"]["venue"]["description"] = "Where it is held"
    assert breaking_changes(published, present) == []


def test_the_check_says_what_broke_and_for_whom(tmp_path: Any) -> None:
    folder = committed.Folder(tmp_path)
    committed.write(folder)
    committed.publish(folder)
    yesterday = copy.deepcopy(SCHEMAS[SCHEDULED])
    yesterday["$defs"]["Gathering"]["properties"]["room"] = {"type": "string"}
    (folder.published / f"{SCHEDULED}.json").write_text(text(yesterday))

    answer = CliRunner().invoke(cli, ["check", "--root", str(tmp_path)])

    assert answer.exit_code == 1
    assert "BREAKING  events.event.v1 · state.room: the field was removed" in answer.output
    assert f"in {SCHEDULED}\n    breaks gateway.views" in answer.output


def test_publishing_a_breaking_change_is_refused(tmp_path: Any) -> None:
    folder = committed.Folder(tmp_path)
    committed.publish(folder)
    (folder.published / "kervan.events.event-moved.v1.json").write_text(text(SCHEMAS[SCHEDULED]))
    assert CliRunner().invoke(cli, ["publish", "--root", str(tmp_path)]).exit_code == 1
