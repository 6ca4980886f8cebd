"""Every mutation of the gateway fits the endpoint of the service that carries it out: path, fields, words."""

from __future__ import annotations

import dataclasses
import importlib
import re
import typing
from enum import Enum
from functools import cache
from typing import Any, NamedTuple

import pytest
from fastapi import FastAPI

from gateway.commands.command import Command
from gateway.schema.mutations.performing import OPTIONS
from gateway.schema.schema import Mutation

Json = dict[str, Any]


class Sent(NamedTuple):
    """A mutation: its command and the class of its input."""

    mutation: str
    command: Command
    input: type[Any]


def mutations() -> list[Sent]:
    found = []
    for field in Mutation.__strawberry_definition__.fields:  # type: ignore[attr-defined]
        function = field.base_resolver.wrapped_func
        named = (function.__globals__.get(name) for name in function.__code__.co_names)
        command = next(value for value in named if isinstance(value, Command))
        given = typing.get_args(function.__annotations__["input"])[0]
        found.append(Sent(field.python_name, command, given))
    return found


@cache
def openapi(service: str) -> Json:
    app = FastAPI()
    for router in importlib.import_module(f"services.{service}.app").SERVICE.routers:
        app.include_router(router, prefix="/v1")
    return app.openapi()


def operation(command: Command) -> Json | None:
    for path, operations in openapi(command.service.value)["paths"].items():
        if re.sub(r"\{[^}]*\}", "{id}", path) == command.path and command.method.lower() in operations:
            found: Json = operations[command.method.lower()]
            return found
    return None


def resolved(schema: Json, service: str) -> Json:
    """The schema behind references and nullable unions."""
    while True:
        if "$ref" in schema:
            schema = openapi(service)["components"]["schemas"][schema["$ref"].rsplit("/", 1)[-1]]
        elif "anyOf" in schema:
            schema = next(option for option in reversed(schema["anyOf"]) if option.get("type") != "null")
        else:
            return schema


def misfits(given: type[Any], schema: Json, service: str, path: str = "") -> list[str]:
    """Where an input sends what its owner does not take, or leaves out what it needs."""
    fields = {each.name: each for each in dataclasses.fields(given) if each.name not in OPTIONS}
    takes = schema.get("properties", {})
    found = [f"{path}{name}: not taken" for name in fields.keys() - takes.keys()]
    found += [f"{path}{name}: needed" for name in set(schema.get("required", ())) - fields.keys()]
    for name in fields.keys() & takes.keys():
        found += _inside(_plain(fields[name].type), resolved(takes[name], service), service, f"{path}{name}")
    return found


def _inside(type_: Any, schema: Json, service: str, path: str) -> list[str]:
    if dataclasses.is_dataclass(type_):
        return misfits(typing.cast("type[Any]", type_), _items(schema, service), service, f"{path}.")
    if isinstance(type_, type) and issubclass(type_, Enum):
        words = set(_items(schema, service).get("enum", ()))
        return [f"{path}: {word} unknown" for word in {each.value for each in type_} - words]
    return []


def _items(schema: Json, service: str) -> Json:
    return resolved(schema["items"], service) if schema.get("type") == "array" else schema


def _plain(type_: Any) -> Any:
    """The type inside optionals, lists and annotations of Strawberry."""
    while hasattr(type_, "of_type"):
        type_ = type_.of_type
    return getattr(type_, "wrapped_cls", type_)


@pytest.mark.parametrize("sent", mutations(), ids=lambda sent: sent.mutation)
def test_a_mutation_fits_its_owners_endpoint(sent: Sent) -> None:
    found = operation(sent.command)
    assert found is not None, f"{sent.command.method} {sent.command.path} is not there"
    if body := found.get("requestBody"):
        service = sent.command.service.value
        schema = resolved(body["content"]["application/json"]["schema"], service)
        assert misfits(sent.input, schema, service) == []


def test_a_misfit_is_found() -> None:
    @dataclasses.dataclass
    class Given:
        name: str
        extra: str

    schema = {"properties": {"name": {}, "country": {}}, "required": ["name", "country"]}
    assert misfits(Given, schema, "agreements") == ["extra: not taken", "country: needed"]
