"""Every mutation of the gateway, with the route of the service that carries it out and an input it takes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from graphql import GraphQLEnumType, GraphQLInputObjectType, GraphQLList, get_nullable_type
from strawberry.utils.str_converters import to_camel_case, to_snake_case

from gateway.commands.command import Command
from gateway.reading.ids import node_id
from gateway.schema.schema import build_schema
from tests.contracts.test_commands_fit_their_owners import mutations
from tests.security.authorisation.walking import Route, Stage, routes
from tests.security.authorisation.world import Thing

SCHEMA = build_schema(introspection=True).graphql
BY_ADDRESS = {(route.service, re.sub(r"\{\w+\}", "{id}", route.key)): route for route in routes()}


@dataclass(frozen=True)
class Mutation:
    name: str
    route: Route
    input: GraphQLInputObjectType

    def __str__(self) -> str:
        return self.name

    @property
    def document(self) -> str:
        return (
            f"mutation($input: {self.input.name}!) "
            f"{{ {self.name}(input: $input) {{ userErrors {{ code }} }} }}"
        )

    def given(self, stage: Stage, about: Thing | None) -> dict[str, Any]:
        """What the service's own route takes, as the schema writes it."""
        body = stage.body(self.route, about) or {}
        given: dict[str, Any] = _as_input(body, self.input, "")
        if "{" in self.route.path and about is not None:
            by_path = stage.ids(self.route, about)[self.route.parameters[-1]]
            given["id"] = node_id("Any", by_path)
        return given


def all_mutations() -> list[Mutation]:
    return [
        Mutation(to_camel_case(sent.mutation), _route(sent.command), _input(sent.input))
        for sent in mutations()
    ]


def _route(command: Command) -> Route:
    return BY_ADDRESS[command.service.value, f"{command.method} {command.path}"]


def _input(given: type[Any]) -> GraphQLInputObjectType:
    found = SCHEMA.type_map[given.__strawberry_definition__.name]
    assert isinstance(found, GraphQLInputObjectType)
    return found


def _as_input(value: Any, type_: Any, name: str) -> Any:
    type_ = get_nullable_type(type_)
    if isinstance(value, list):
        return [_as_input(each, type_.of_type, name) for each in value]
    if isinstance(type_, GraphQLList):
        return _as_input([value], type_, name)
    if isinstance(type_, GraphQLInputObjectType):
        return _fields(value, type_)
    if isinstance(type_, GraphQLEnumType):
        words = {
            str(getattr(meant.value, "value", meant.value)): word for word, meant in type_.values.items()
        }
        return words[str(value)]
    return node_id("Any", UUID(value)) if name.endswith(("Id", "Ids")) else value


def _fields(value: Mapping[str, Any], type_: GraphQLInputObjectType) -> dict[str, Any]:
    given = {name: value.get(to_snake_case(name)) for name in type_.fields}
    return {
        name: _as_input(each, type_.fields[name].type, name)
        for name, each in given.items()
        if each is not None
    }
