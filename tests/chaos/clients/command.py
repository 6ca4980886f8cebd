"""One command as a client means it: to the service that owns the aggregate, or through the gateway."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]
Learn = Callable[[Json], None]


def nothing(_: Json) -> None:
    """What is learned from an answer that tells nothing new."""


@dataclass(frozen=True)
class Mutation:
    """The same command in GraphQL. ``wanted``: the payload's fields, the command's own aggregate first."""

    name: str
    given: Json
    wanted: str
    input_type: str

    @property
    def query(self) -> str:
        """With what every payload says of its success."""
        title = self.name[0].upper() + self.name[1:]
        return (
            f"mutation {title}($input: {self.input_type}!) {{ {self.name}(input: $input)"
            f" {{ {self.wanted} stale userErrors {{ code }} }} }}"
        )


@dataclass(frozen=True)
class Command:
    """``version`` becomes If-Match. ``learn`` hears the answer when the command was acknowledged."""

    service: str
    name: str
    method: str
    path: str
    token: str
    body: Json | None = None
    version: int | None = None
    mutation: Mutation | None = None
    learn: Learn = nothing

    @property
    def given(self) -> Json:
        return {"path": self.path, "version": self.version} | (self.body or {})
