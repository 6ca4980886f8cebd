"""Within a version only additions: what broke between the published schemas and today's.

The rule is stricter than "old readers can parse it", because both directions are used at once: today's
reader replays records from years ago (compacted topics), and a reader deployed last month meets today's
records. So a field that exists stays exactly as it is; only its description and examples may change.

- Narrowing (an enum value gone, a tighter bound, a field now required) breaks the records already written.
- Widening (an enum value more, a looser bound, a field now nullable or optional) breaks the readers already
  deployed: they park every record they cannot read. Adding an enum value is therefore breaking as well.
  Say it with a new optional field, or with a new version of the type beside the old one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Schema = Mapping[str, Any]
Schemas = Mapping[str, Schema]
Facts = dict[str, Any]

SAYS_NOTHING = {"title", "description", "examples", "$id", "$schema", "$defs", "x-type"}
STRUCTURE = {"properties", "required", "items", "prefixItems", "anyOf", "additionalProperties", "$ref"}
LOWER_BOUNDS = {"minimum", "exclusiveMinimum", "minLength", "minItems"}
UPPER_BOUNDS = {"maximum", "exclusiveMaximum", "maxLength", "maxItems"}
WHOLE_BODY = ""


@dataclass(frozen=True, slots=True)
class Break:
    """One broken promise: where, and what became of it."""

    event_type: str
    topic: str
    field: str
    what: str


def breaking_changes(published: Schemas, present: Schemas) -> list[Break]:
    """Everything in ``present`` that breaks a promise of ``published``; empty after additions."""
    types = sorted(published)
    return [found for name in types for found in _of_type(name, published[name], present.get(name))]


def _of_type(name: str, before: Schema, after: Schema | None) -> Iterator[Break]:
    topic = before["x-topic"]
    if after is None:
        yield Break(name, topic, WHOLE_BODY, "the event type was removed")
        return
    old, new = fields(before), fields(after)
    for path in old:
        for what in _of_field(old[path], new.get(path)):
            yield Break(name, topic, path, what)
    for path in new.keys() - old.keys():
        if new[path].get("required") and _parent(path) in old:
            yield Break(name, topic, path, "a new field is required; records already written do not have it")


def _of_field(before: Facts, after: Facts | None) -> Iterator[str]:
    if after is None:
        yield "the field was removed"
        return
    for keyword in sorted(before.keys() | after.keys()):
        old, new = before.get(keyword), after.get(keyword)
        if old != new:
            yield _change(keyword, old, new)


def _change(keyword: str, old: Any, new: Any) -> str:
    if keyword == "enum" and old and new:
        return _enum_change(old, new)
    if keyword == "required":
        return "an optional field became required" if new else "a required field became optional"
    if keyword == "nullable":
        return "it may now be null" if new else "it may no longer be null"
    if keyword in LOWER_BOUNDS | UPPER_BOUNDS:
        return f"the bound {keyword} was {_bound_change(keyword, old, new)}: {old} → {new}"
    return f"{keyword} changed: {old!r} → {new!r}"


def _enum_change(old: list[str], new: list[str]) -> str:
    gone = [value for value in old if value not in new]
    added = [value for value in new if value not in old]
    if gone:
        return f"the enum was narrowed: {', '.join(gone)} gone"
    return f"the enum was widened: {', '.join(added)} added, which readers already deployed cannot read"


def _bound_change(keyword: str, old: float | None, new: float | None) -> str:
    if old is None or new is None:
        return "narrowed" if old is None else "widened"
    return "narrowed" if (new > old) == (keyword in LOWER_BOUNDS) else "widened"


def fields(schema: Schema) -> dict[str, Facts]:
    """Every place of a schema by its path, with what is promised there.

    ``state.conditions[].isced_codes[]`` is an item of the list in a condition; the whole body is ``""``.
    """
    return dict(_walk(schema, schema, WHOLE_BODY, {}))


def _walk(node: Schema, root: Schema, path: str, facts: Facts) -> Iterator[tuple[str, Facts]]:
    node = _resolved(node, root)
    choices = [choice for choice in node.get("anyOf", ()) if choice.get("type") != "null"]
    if len(choices) < len(node.get("anyOf", ())):
        facts = {**facts, "nullable": True}
    if len(choices) == 1:
        node = {**_resolved(choices[0], root), **{key: node[key] for key in node if key != "anyOf"}}
        choices = []
    yield path, facts | _promised(node)
    yield from _children(node, root, path)
    for number, choice in enumerate(choices):
        yield from _walk(choice, root, f"{path}|{number}", {})


def _promised(node: Schema) -> Facts:
    """What the node itself says, in a form where order does not matter."""
    said = {key: node[key] for key in node if key not in SAYS_NOTHING | STRUCTURE}
    return {**said, "enum": sorted(said["enum"])} if "enum" in said else said


def _children(node: Schema, root: Schema, path: str) -> Iterator[tuple[str, Facts]]:
    required = node.get("required", ())
    for name, child in node.get("properties", {}).items():
        yield from _walk(child, root, f"{path}.{name}".lstrip("."), {"required": name in required})
    if isinstance(node.get("items"), Mapping):
        yield from _walk(node["items"], root, f"{path}[]", {})
    if isinstance(node.get("additionalProperties"), Mapping):
        yield from _walk(node["additionalProperties"], root, f"{path}{{}}", {})
    for number, child in enumerate(node.get("prefixItems", ())):
        yield from _walk(child, root, f"{path}[{number}]", {})


def _resolved(node: Schema, root: Schema) -> Schema:
    """Follow ``$ref`` into the document's own definitions; what stands beside it wins."""
    while "$ref" in node:
        target = root["$defs"][node["$ref"].rsplit("/", 1)[-1]]
        node = {**target, **{key: node[key] for key in node if key != "$ref"}}
    return node


def _parent(path: str) -> str:
    """A field inside a new object is judged with the object, not by itself."""
    return path.rpartition(".")[0]
