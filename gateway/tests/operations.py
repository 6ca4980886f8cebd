"""Random valid operations over the schema: one seed, one operation, so a failure can be asked for again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

import orjson
from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
    get_named_type,
    is_leaf_type,
)

DEPTH = 4
ROOTS_LEFT_OUT = ("staleness", "changeCursor", "personalNumbers", "budgetFigures", "finalReport")
"""One depends on when it is asked, one never repeats, one opens seals, two are reckoned by their owner."""
SHARES = {"after": 0.06, "before": 0.06}  # mostly of another list, so refused
WORDS = ("Ay", "köln", "ERA", "zey kaya", "x", "'")


@dataclass(frozen=True)
class Asked:
    """An operation and its variables."""

    document: str
    variables: dict[str, Any]


@dataclass
class Known:
    """Values that arguments may take: node ids by type, cursors seen in earlier answers."""

    ids: Mapping[str, Sequence[str]]
    cursors: list[str] = field(default_factory=list)

    def learn(self, answer: Any) -> None:
        """Cursors are only valid in their own lists; the others' are refused, by both paths."""
        for value in _values(answer, ("cursor", "startCursor", "endCursor")):
            if value is not None and len(self.cursors) < 200:
                self.cursors.append(value)


def random_operation(schema: GraphQLSchema, seed: int, known: Known) -> Asked:
    return _Writing(schema, Random(seed), known).operation()


class _Writing:
    def __init__(self, schema: GraphQLSchema, chance: Random, known: Known) -> None:
        self._schema, self._chance, self._known = schema, chance, known
        self._variables: dict[str, tuple[str, Any]] = {}
        self._fragments: list[str] = []
        self._names = 0

    def operation(self) -> Asked:
        query = self._schema.query_type
        assert query is not None
        roots = [name for name in query.fields if name not in ROOTS_LEFT_OUT]
        chosen = self._chance.sample(roots, self._chance.choice((1, 1, 1, 2, 3)))
        body = " ".join(self._field(name, query.fields[name], DEPTH) for name in chosen)
        declared = ", ".join(f"${name}: {type_}" for name, (type_, _) in self._variables.items())
        head = f"query Random({declared})" if declared else "query Random"
        given = {
            name: value
            for name, (_, value) in self._variables.items()
            if value is not None or self._often(0.5)
        }
        return Asked(f"{head} {{ {body} }} {' '.join(self._fragments)}", given)

    def _field(self, name: str, definition: GraphQLField, depth: int) -> str:
        alias = f"{self._name('a')}: " if self._often(0.15) else ""
        inside = self._selection(get_named_type(definition.type), depth - 1)
        return f"{alias}{name}{self._arguments(definition)}{self._directive()}{inside}"

    def _selection(self, type_: Any, depth: int) -> str:
        if is_leaf_type(type_):
            return ""
        if isinstance(type_, GraphQLUnionType | GraphQLInterfaceType):
            members = self._schema.get_possible_types(type_)
            some = self._chance.sample(list(members), min(3, len(members)))
            parts = [f"... on {each.name}{self._selection(each, depth)}" for each in some]
            return f" {{ __typename {' '.join(parts)} }}"
        assert isinstance(type_, GraphQLObjectType)
        return f" {{ {self._fields(type_, depth)} }}"

    def _fields(self, type_: GraphQLObjectType, depth: int) -> str:
        written = [self._field(name, type_.fields[name], depth) for name in self._chosen(type_, depth)]
        if not written or self._often(0.2):
            written.append("__typename")
        if self._often(0.15):
            written.append(written[0])  # merged with itself
        if self._often(0.2) and written:
            at = self._chance.randrange(len(written))
            written[at:] = [self._in_fragment(type_, " ".join(written[at:]))]
        if type_.interfaces and self._often(0.1):
            written.append(f"... on Node{self._directive()} {{ id version }}")
        return " ".join(written)

    def _chosen(self, type_: GraphQLObjectType, depth: int) -> list[str]:
        leaves = [n for n, each in type_.fields.items() if is_leaf_type(get_named_type(each.type))]
        deeper = [n for n in type_.fields if n not in leaves] if depth > 0 else []
        some = self._chance.sample(leaves, self._chance.randint(1, len(leaves))) if leaves else []
        more = self._chance.sample(deeper, min(len(deeper), self._chance.randint(0 if some else 1, 2)))
        if type_.name.endswith("Connection") and depth <= 0:
            return ["totalCount"]
        chosen = some + (more or ([] if some else deeper[:1]))
        self._chance.shuffle(chosen)
        return chosen

    def _in_fragment(self, type_: GraphQLObjectType, fields: str) -> str:
        if self._often(0.5):
            condition = self._chance.choice((f" on {type_.name}", ""))
            return f"...{condition}{self._directive()} {{ {fields} }}"
        name = self._name("F")
        self._fragments.append(f"fragment {name} on {type_.name} {{ {fields} }}")
        return f"...{name}{self._directive()}"

    def _directive(self) -> str:
        if not self._often(0.12):
            return ""
        certain = self._chance.random() < 0.6
        name = self._chance.choice(("skip", "include"))
        if self._often(0.5):
            return f" @{name}(if: {orjson.dumps(certain).decode()})"
        return f" @{name}(if: {self._variable('Boolean!', certain)})"

    def _arguments(self, definition: GraphQLField) -> str:
        given = {}
        for name, argument in definition.args.items():
            if isinstance(argument.type, GraphQLNonNull) or self._often(SHARES.get(name, 0.3)):
                if name == "last" and "first" in given and self._often(0.9):
                    continue
                given[name] = self._argument(name, argument.type, definition)
        return f"({', '.join(f'{name}: {value}' for name, value in given.items())})" if given else ""

    def _argument(self, name: str, type_: GraphQLInputType, definition: GraphQLField) -> str:
        value = self._value(name, type_, get_named_type(definition.type).name)
        if self._often(0.5):
            return self._variable(str(type_), value)
        return _literal(value)

    def _variable(self, type_: str, value: Any) -> str:
        name = self._name("v")
        self._variables[name] = (type_, value.name if isinstance(value, _Word) else _plain(value))
        return f"${name}"

    def _value(self, name: str, type_: GraphQLInputType, of: str) -> Any:
        if not isinstance(type_, GraphQLNonNull) and self._often(0.1):
            return None
        if isinstance(type_, GraphQLNonNull):
            type_ = type_.of_type
        if isinstance(type_, GraphQLList):
            return [self._value(name, type_.of_type, of) for _ in range(self._chance.randint(0, 3))]
        if isinstance(type_, GraphQLEnumType):
            return _Word(self._chance.choice(sorted(type_.values)))
        if isinstance(type_, GraphQLInputObjectType):
            return {
                key: self._value(key, each.type, of)
                for key, each in type_.fields.items()
                if isinstance(each.type, GraphQLNonNull) or self._often(0.25)
            }
        return self._scalar(name, str(type_), of)

    def _scalar(self, name: str, type_: str, of: str) -> Any:  # noqa: PLR0911  one line for each kind
        if type_ == "ID":
            wanted = name[0].upper() + name[1:].removesuffix("Id") if name != "id" else of
            ids = self._known.ids.get(wanted) or [i for each in self._known.ids.values() for i in each]
            return self._chance.choice(ids)
        if name in ("after", "before"):
            return self._chance.choice(self._known.cursors) if self._known.cursors else None
        if name in ("first", "last"):
            return self._chance.choice((1, 2, 3, 20, 100) if self._often(0.97) else (0, 101))
        if type_ == "Int":
            return self._chance.choice((2019, 2020, 2024, 2026))
        if type_ == "Boolean":
            return self._often(0.5)
        if name in ("text", "search"):
            return self._chance.choice(WORDS)
        return self._chance.choice(("engineering", "economics", "DE", "TR", "de", "20210001", "?"))

    def _often(self, share: float) -> bool:
        return self._chance.random() < share

    def _name(self, prefix: str) -> str:
        self._names += 1
        return f"{prefix}{self._names}"


@dataclass(frozen=True)
class _Word:
    """An enum's value: written without quotes in a document."""

    name: str


def _literal(value: Any) -> str:
    if isinstance(value, _Word):
        return value.name
    if isinstance(value, list):
        return f"[{', '.join(map(_literal, value))}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key}: {_literal(each)}' for key, each in value.items())}}}"
    return orjson.dumps(value).decode()


def _plain(value: Any) -> Any:
    if isinstance(value, _Word):
        return value.name
    if isinstance(value, list):
        return [_plain(each) for each in value]
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    return value


def _values(answer: Any, keys: Sequence[str]) -> list[Any]:
    if isinstance(answer, dict):
        own = [each for key, each in answer.items() if key in keys]
        return own + [found for each in answer.values() for found in _values(each, keys)]
    if isinstance(answer, list):
        return [found for each in answer for found in _values(each, keys)]
    return []
