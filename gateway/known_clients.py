"""Shipped clients' documents, and which of them a changed schema would break.

``gateway/clients/`` holds a manifest for each client, named like the client, as trusted documents are read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graphql import (
    DocumentNode,
    EnumValueNode,
    FieldNode,
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLSchema,
    ObjectFieldNode,
    OperationDefinitionNode,
    TypeInfo,
    TypeInfoVisitor,
    VariableDefinitionNode,
    Visitor,
    find_breaking_changes,
    get_named_type,
    parse,
    type_from_ast,
    validate,
    visit,
)

from gateway.documents.manifest import read_manifest

CLIENTS = Path(__file__).with_name("clients")
SUBJECT = re.compile(r"[A-Za-z]\w*\.\w+")
"""A field, input field or enum value in the words of a breaking change; a whole type is their first word."""


@dataclass(frozen=True)
class KnownDocument:
    """A document that somebody out there sends."""

    client: str
    text: str

    @property
    def name(self) -> str:
        operations = (
            each for each in parse(self.text).definitions if isinstance(each, OperationDefinitionNode)
        )
        names = (each.name.value if each.name else "(unnamed)" for each in operations)
        return f"{self.client}: {', '.join(names)}"


def known_documents(folder: Path = CLIENTS) -> Iterator[KnownDocument]:
    """Raises: ManifestInvalid."""
    for manifest in sorted(folder.glob("*.json")):
        yield from (KnownDocument(manifest.stem, text) for text in read_manifest(manifest).values())


def broken_documents(was: GraphQLSchema, now: GraphQLSchema, known: Iterable[KnownDocument]) -> list[str]:
    """A line for each reason why a document breaks, with its client and its operations.

    A document breaks where it is not valid any more, or uses what a breaking change names: a field that may
    be null now is still valid to ask for.
    """
    changes = [change.description for change in find_breaking_changes(was, now)]
    return [f"{each.name}: {why}" for each in known for why in _breaks(each, was, now, changes)]


def _breaks(known: KnownDocument, was: GraphQLSchema, now: GraphQLSchema, changes: list[str]) -> list[str]:
    document = parse(known.text)
    invalid = [error.message for error in validate(now, document)]
    used = _used(document, was)
    return invalid or [change for change in changes if _meets(change, used)]


def _meets(change: str, used: set[str]) -> bool:
    """Whether a change is about something used; what is required and new, about a type that is."""
    found = SUBJECT.search(change)
    subject = found[0] if found else change.split(maxsplit=1)[0]
    return subject in used or (change.endswith("was added.") and subject.partition(".")[0] in used)


def _used(document: DocumentNode, schema: GraphQLSchema) -> set[str]:
    """Fields that a document asks for, and whatever its variables may hold."""
    using = _Using(schema)
    visit(document, TypeInfoVisitor(using.types, using))
    return using.used


class _Using(Visitor):
    def __init__(self, schema: GraphQLSchema) -> None:
        super().__init__()
        self.types, self.used = TypeInfo(schema), set[str]()
        self._schema = schema

    def enter_field(self, node: FieldNode, *_: Any) -> None:
        parent = self.types.get_parent_type()
        if parent is not None:
            self.used |= {parent.name, f"{parent.name}.{node.name.value}"}

    def enter_object_field(self, node: ObjectFieldNode, *_: Any) -> None:
        self.used |= _members(self.types.get_parent_input_type(), [node.name.value])

    def enter_enum_value(self, node: EnumValueNode, *_: Any) -> None:
        self.used |= _members(self.types.get_input_type(), [node.value])

    def enter_variable_definition(self, node: VariableDefinitionNode, *_: Any) -> None:
        self._may_hold(get_named_type(type_from_ast(self._schema, node.type)))

    def _may_hold(self, type_: Any) -> None:
        """All that a variable's value may name; what is required and new among it breaks the client."""
        if type_ is None or type_.name in self.used:
            return
        self.used.add(type_.name)
        if isinstance(type_, GraphQLEnumType):
            self.used |= _members(type_, type_.values)
        if isinstance(type_, GraphQLInputObjectType):
            self.used |= _members(type_, type_.fields)
            for field in type_.fields.values():
                self._may_hold(get_named_type(field.type))


def _members(type_: Any, names: Iterable[str]) -> set[str]:
    named = get_named_type(type_)
    return set() if named is None else {f"{named.name}.{name}" for name in names}
