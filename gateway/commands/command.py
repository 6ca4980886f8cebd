"""What a command is: an endpoint of the service that owns the aggregate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from uuid import UUID


class Service(StrEnum):
    AGREEMENTS = "agreements"
    MOBILITY = "mobility"
    FINANCE = "finance"
    EVENTS = "events"


@dataclass(frozen=True)
class Command:
    """``path`` may name ``{id}``. ``type``: the GraphQL type whose aggregate it answers with, if any.

    ``led_to``: keys of the answer that name other aggregates it made, and their types.
    """

    service: Service
    method: str
    path: str
    type: str | None
    led_to: Mapping[str, str] = field(default_factory=dict)

    @property
    def reads(self) -> bool:
        """Whether it only asks for what no view holds."""
        return self.method == "GET"

    @property
    def erases(self) -> bool:
        return self.method == "DELETE"


@dataclass(frozen=True)
class Sending:
    """One command as a caller sends it. ``key`` makes a retry safe; ``version`` becomes If-Match.

    ``query``: what a command that only reads is asked with.
    """

    command: Command
    token: str = field(repr=False)
    key: str
    body: Mapping[str, Any] | None = None
    id: UUID | None = None
    version: int | None = None
    query: Mapping[str, str] = field(default_factory=dict)

    @property
    def path(self) -> str:
        return self.command.path.format(id=self.id)

    @property
    def headers(self) -> dict[str, str]:
        sent = {"Authorization": f"Bearer {self.token}", "Idempotency-Key": self.key}
        return sent if self.version is None else sent | {"If-Match": f'"{self.version}"'}


@dataclass(frozen=True)
class Done:
    """What the service answered; ``id`` and ``version`` name the aggregate it wrote."""

    answer: Mapping[str, Any]

    @property
    def id(self) -> UUID | None:
        return self.named("id")

    @property
    def version(self) -> int | None:
        return self.answer.get("version")

    def named(self, key: str) -> UUID | None:
        return UUID(self.answer[key]) if self.answer.get(key) else None


@dataclass(frozen=True)
class UserError:
    """Why a command was refused, for the person who sent it."""

    code: str
    message: Mapping[str, str]
    next: Mapping[str, str] | None = None
    field: str | None = None


@dataclass(frozen=True)
class Refused:
    """Nothing was changed, or nobody knows (``service-unavailable``): send the same key again."""

    errors: tuple[UserError, ...] = field(default=())
