"""From the models to what others read: one JSON Schema an event type, one AsyncAPI 3.0 document.

Schemas describe the record's body as Kervan writes it: a field with a default is optional, because a
compacted topic still holds records from before the field was added.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, models_json_schema
from pydantic_core import core_schema

import contracts.cloudevents
from contracts.event import EVENT_TYPES, Event, Tombstone
from contracts.readers import readers_of
from contracts.topics import TOPICS, Topic

Schema = dict[str, Any]
EventType = type[Event] | type[Tombstone]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
IN_DOCUMENT = "#/components/schemas/{model}"

INTRODUCTION = """\
What Kervan's services say to each other and to the world outside.

Events are CloudEvents 1.0 in Kafka's binary mode: attributes are headers, the value is JSON. Every event \
carries the aggregate's full public state after the change; the key is the aggregate's id and `ce_sequence` \
its version, so a reader keeps the highest version it saw. Within a version of a type only optional fields \
are added: a reader ignores fields it does not know."""


class Wire(GenerateJsonSchema):
    """Amounts keep their digits as a pattern; titles that only repeat a field's name are left out."""

    def get_decimal_pattern(self, schema: core_schema.DecimalSchema) -> str | None:
        return self.build_decimal_pattern(schema)

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False


def event_types() -> list[EventType]:
    """What is said on the published topics, by name; a test's own language has topics of its own."""
    return [EVENT_TYPES[name] for name in sorted(EVENT_TYPES) if EVENT_TYPES[name].TOPIC in TOPICS]


def schemas() -> dict[str, Schema]:
    """A JSON Schema of the record's body for every event type, by the type's name."""
    return {event_type.TYPE: _schema(event_type) for event_type in event_types()}


def asyncapi() -> Schema:
    """The AsyncAPI 3.0 document: channels are topics, messages are events."""
    return {
        "asyncapi": "3.0.0",
        "info": {"title": "Kervan", "version": "1.0.0", "description": INTRODUCTION},
        "defaultContentType": contracts.cloudevents.JSON,
        "channels": {topic.name: _channel(topic) for topic in TOPICS},
        "operations": dict(_operation(topic) for topic in TOPICS),
        "components": {
            "messages": {event_type.__name__: _message(event_type) for event_type in event_types()},
            "schemas": {"CloudEventHeaders": _cloud_event_headers(), **_shared_schemas()},
        },
    }


def text(document: Mapping[str, Any]) -> str:
    """The committed form: the same models always give the same bytes."""
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def description(event_type: EventType) -> str:
    """The docstring, or the name read aloud: ``AgreementProposed`` is "Agreement proposed."."""
    if event_type.__doc__:
        return event_type.__doc__.strip()
    return re.sub(r"(?<!^)(?=[A-Z])", " ", event_type.__name__).capitalize() + "."


def _schema(event_type: EventType) -> Schema:
    head = {
        "$schema": DIALECT,
        "$id": f"urn:{event_type.TYPE.replace('.', ':')}",
        "x-type": event_type.TYPE,
        "x-topic": event_type.TOPIC.name,
    }
    if issubclass(event_type, Tombstone):
        return {**head, "title": event_type.__name__, "description": description(event_type), "type": "null"}
    body = event_type.model_json_schema(mode="serialization", schema_generator=Wire)
    return {**head, **body, "description": description(event_type)}


def _shared_schemas() -> dict[str, Schema]:
    bodies = [event_type for event_type in event_types() if issubclass(event_type, Event)]
    _, shared = models_json_schema(
        [(body, "serialization") for body in bodies], schema_generator=Wire, ref_template=IN_DOCUMENT
    )
    defined: dict[str, Schema] = shared["$defs"]
    return dict(sorted(defined.items()))


def _channel(topic: Topic) -> Schema:
    return {
        "address": topic.name,
        "description": topic.description,
        "messages": {
            event_type.__name__: {"$ref": f"#/components/messages/{event_type.__name__}"}
            for event_type in _types_on(topic)
        },
        "bindings": {
            "kafka": {
                "topic": topic.name,
                "partitions": topic.partitions,
                "topicConfiguration": _topic_configuration(topic),
                "bindingVersion": "0.5.0",
            }
        },
        "x-owner": topic.owner,
        "x-readers": list(readers_of(topic.name)),
        "x-compacted": topic.compacted,
        "x-personal-data": topic.personal,
    }


def _topic_configuration(topic: Topic) -> Schema:
    settings = topic.config()
    policy = settings.pop("cleanup.policy")
    return {"cleanup.policy": [policy], **{name: int(value) for name, value in settings.items()}}


def _operation(topic: Topic) -> tuple[str, Schema]:
    """From Kervan's side: what its services send, and the finance office's answers it receives."""
    action = "send" if topic.ours else "receive"
    operation = {
        "action": action,
        "channel": {"$ref": f"#/channels/{topic.name}"},
        "summary": f"{topic.owner} writes: {topic.description}",
    }
    return f"{action}.{topic.name}", operation


def _message(event_type: EventType) -> Schema:
    tags = [{"name": "personal-data"}] if event_type.TOPIC.personal else []
    return {
        "name": event_type.TYPE,
        "title": event_type.__name__,
        "summary": description(event_type),
        "contentType": contracts.cloudevents.JSON,
        "headers": {
            "allOf": [
                {"$ref": "#/components/schemas/CloudEventHeaders"},
                {"type": "object", "properties": {"ce_type": {"const": event_type.TYPE}}},
            ]
        },
        "payload": _payload(event_type),
        "tags": tags,
        "bindings": {"kafka": {"key": _key(), "bindingVersion": "0.5.0"}},
    }


def _payload(event_type: EventType) -> Schema:
    if issubclass(event_type, Tombstone):
        return {"type": "null", "description": "No value: Kafka's tombstone. Forget the key."}
    return {"$ref": IN_DOCUMENT.format(model=event_type.__name__)}


def _key() -> Schema:
    return {"type": "string", "format": "uuid", "description": "The aggregate's id"}


def _cloud_event_headers() -> Schema:
    properties = {
        "ce_specversion": {"const": "1.0"},
        "ce_id": {"type": "string", "format": "uuid", "description": "Unique: a repeated id is a redelivery"},
        "ce_source": {"type": "string", "examples": ["/kervan/mobility"]},
        "ce_type": {"type": "string", "pattern": r"^kervan\.[a-z-]+\.[a-z-]+\.v\d+$"},
        "ce_time": {"type": "string", "format": "date-time", "description": "When it was recorded, UTC"},
        "ce_subject": {"type": "string", "format": "uuid", "description": "The aggregate's id"},
        "ce_sequence": {
            "type": "string",
            "pattern": r"^[1-9]\d*$",
            "description": "The aggregate's version: one more with every event",
        },
        "content-type": {"const": contracts.cloudevents.JSON},
        "traceparent": {"type": "string", "description": "W3C Trace Context"},
    }
    required = [name for name in properties if name != "traceparent"]
    return {
        "type": "object",
        "description": "CloudEvents 1.0 in Kafka's binary mode; all values are UTF-8 text.",
        "required": required,
        "properties": properties,
    }


def _types_on(topic: Topic) -> Iterable[EventType]:
    return (event_type for event_type in event_types() if topic == event_type.TOPIC)
