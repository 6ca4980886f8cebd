"""The committed files follow the models, and the AsyncAPI document holds together."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from contracts import committed
from contracts.event import EVENT_TYPES, Event
from contracts.generate import asyncapi, event_types, schemas, text
from contracts.topics import TOPICS

DOCUMENT = asyncapi()
SCHEMAS = schemas()


def test_the_committed_files_follow_the_models() -> None:
    assert committed.stale(committed.Folder()) == []


def test_no_published_promise_is_broken() -> None:
    assert committed.broken(committed.Folder()) == []


def test_a_touched_file_is_noticed(tmp_path: Path) -> None:
    folder = committed.Folder(tmp_path)
    committed.write(folder)
    folder.asyncapi.write_text("{}")
    (folder.schemas / "kervan.events.forgotten.v1.json").write_text("{}")
    assert {path.name for path in committed.stale(folder)} == {
        "asyncapi.json",
        "kervan.events.forgotten.v1.json",
    }


def test_generating_twice_gives_the_same_bytes() -> None:
    assert text(asyncapi()) == text(asyncapi())
    assert text(schemas()) == text(schemas())


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_every_schema_is_a_json_schema(name: str) -> None:
    jsonschema_rs.meta.validate(SCHEMAS[name])


def test_every_reference_in_the_document_leads_somewhere() -> None:
    assert [ref for ref in _references(DOCUMENT) if not _leads_somewhere(ref)] == []


def test_every_event_of_the_contracts_is_on_a_published_topic() -> None:
    ours = {event for event in EVENT_TYPES.values() if event.__module__.startswith("contracts.")}
    assert {event.TYPE for event in ours} == set(SCHEMAS)


def test_every_event_has_its_message_on_its_topic() -> None:
    for event_type in event_types():
        channel = DOCUMENT["channels"][event_type.TOPIC.name]
        assert event_type.__name__ in channel["messages"]
        assert DOCUMENT["components"]["messages"][event_type.__name__]["name"] == event_type.TYPE


def test_every_topic_has_a_channel_and_an_operation() -> None:
    channels = {topic.name for topic in TOPICS}
    operated = {operation["channel"]["$ref"] for operation in DOCUMENT["operations"].values()}
    assert set(DOCUMENT["channels"]) == channels
    assert operated == {f"#/channels/{name}" for name in channels}


def test_only_the_person_topic_is_marked_personal() -> None:
    marked = [name for name, channel in DOCUMENT["channels"].items() if channel["x-personal-data"]]
    assert marked == ["mobility.person.v1"]


def test_every_event_is_described() -> None:
    messages = DOCUMENT["components"]["messages"].values()
    assert [message["name"] for message in messages if not message["summary"]] == []


def test_every_type_says_whose_it_is_and_its_version() -> None:
    pattern = DOCUMENT["components"]["schemas"]["CloudEventHeaders"]["properties"]["ce_type"]["pattern"]
    validator = jsonschema_rs.validator_for({"type": "string", "pattern": pattern})
    assert [name for name in SCHEMAS if not validator.is_valid(name)] == []


def test_every_event_carries_a_state_with_id_and_version() -> None:
    for event_type in event_types():
        if issubclass(event_type, Event):
            state = event_type.model_fields["state"].annotation
            assert {"id", "version"} <= set(getattr(state, "model_fields", {}))


def _references(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        for child in node.values():
            yield from _references(child)
    elif isinstance(node, list):
        for child in node:
            yield from _references(child)


def _leads_somewhere(reference: str) -> bool:
    node: Any = DOCUMENT
    for step in reference.removeprefix("#/").split("/"):
        node = node.get(step) if isinstance(node, dict) else None
    return node is not None
