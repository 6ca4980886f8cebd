"""The journey is a known client of the graph: the manifest that the schema check reads holds its documents.

``KERVAN_WRITE_CASES=1`` writes the manifest anew.
"""

from __future__ import annotations

import ast
import os
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from types import ModuleType

import orjson
import pytest

from deploy.local import journey
from deploy.local.journey.clients import OPERATION_NAME, USER_ERRORS
from gateway.documents.manifest import hash_of, read_manifest
from gateway.known_clients import CLIENTS

MANIFEST = CLIENTS / "journey.json"
SENDS = ("do", "attempt", "refusal")


def modules() -> list[ModuleType]:
    return [import_module(f"{journey.__name__}.{each.name}") for each in iter_modules(journey.__path__)]


def queries(module: ModuleType) -> Iterator[str]:
    """Documents that stand in a module as they are sent."""
    for value in vars(module).values():
        if isinstance(value, str) and value.lstrip().startswith(("query ", "mutation ", "subscription ")):
            yield value


def mutations(module: ModuleType) -> Iterator[str]:
    """Documents that the journey's client makes of a mutation's name and what is wanted of its payload."""
    for call in ast.walk(ast.parse(Path(str(module.__file__)).read_text())):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr in SENDS:
            name = _word(module, call.args[1]) if len(call.args) > 1 else None
            if name is not None:
                yield _mutation(module, call, name)


def _mutation(module: ModuleType, call: ast.Call, name: str) -> str:
    wanted = _word(module, call.args[3]) if len(call.args) > 3 else ""
    given = {each.arg: _word(module, each.value) for each in call.keywords}
    title = name[0].upper() + name[1:]
    type_ = given.get("input_type") or f"{title}Input"
    return (
        f"mutation {title}($input: {type_}!) {{ {name}(input: $input) {{ {wanted or ''} {USER_ERRORS} }} }}"
    )


def _word(module: ModuleType, node: ast.expr) -> str | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    return getattr(module, node.id, None) if isinstance(node, ast.Name) else None


@pytest.fixture(scope="module")
def sent() -> dict[str, str]:
    texts = {text for module in modules() for text in (*queries(module), *mutations(module))}
    return {hash_of(text): text for text in sorted(texts)}


def test_the_manifest_holds_what_the_journey_sends(sent: dict[str, str]) -> None:
    if os.environ.get("KERVAN_WRITE_CASES"):
        MANIFEST.write_bytes(orjson.dumps(sent, option=orjson.OPT_INDENT_2) + b"\n")
    assert dict(read_manifest(MANIFEST)) == sent


def test_queries_and_mutations_are_found(sent: dict[str, str]) -> None:
    names = {found[1] for text in sent.values() if (found := OPERATION_NAME.search(text))}
    assert {"StudentYear", "Ranking", "OpenCall", "SubmitApplication"} <= names
