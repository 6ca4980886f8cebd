"""What the clients know of the world so far: they choose from it what to do next."""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from chassis.clock import Clock
from chassis.identity.caller import Role
from chassis.identity.issuer import DevelopmentIssuer
from tests.chaos.clients.command import Json, Learn

Fact = dict[str, Any]


@dataclass
class Known:
    """Aggregates by kind and id; ``facts`` of each are what a client needs to go on with it."""

    issuer: DevelopmentIssuer
    clock: Clock
    stay: tuple[date, date]
    run: str
    kinds: dict[str, dict[str, Fact]] = field(default_factory=lambda: defaultdict(dict))
    _tokens: dict[str, str] = field(default_factory=dict)
    _numbers: int = 0

    def learns(self, kind: str, **facts: Any) -> Learn:
        """A function that files the answer's id and version under ``kind``, with ``facts`` beside."""

        def learn(answer: Json) -> None:
            self.note(kind, answer["id"], version=answer.get("version"), **facts)

        return learn

    def note(self, kind: str, identity: str, **facts: Any) -> None:
        """A version that is not told is forgotten: only one that is known may be sent."""
        self.kinds[kind].setdefault(identity, {"id": identity}).update(facts)

    def note_more(self, kind: str, identity: str, **facts: Any) -> None:
        """Of what was not forgotten while the command was on its way."""
        if identity in self.kinds[kind]:
            self.note(kind, identity, **facts)

    def forget(self, kind: str, identity: str) -> None:
        self.kinds[kind].pop(identity, None)

    def one(self, kind: str, chance: random.Random, **facts: Any) -> Fact | None:
        """Any aggregate of the kind with these facts; None when there is none."""
        fitting = [
            one
            for one in self.kinds[kind].values()
            if all(one.get(name) == wanted for name, wanted in facts.items())
        ]
        return chance.choice(fitting) if fitting else None

    def number(self) -> int:
        """One that nobody had before."""
        self._numbers += 1
        return self._numbers

    @property
    def office(self) -> str:
        return self._token("office", Role.OFFICE)

    @property
    def finance(self) -> str:
        return self._token("finance", Role.FINANCE)

    @property
    def second(self) -> str:
        """Somebody of finance who approves what others caused."""
        return self._token("second", Role.FINANCE)

    def student(self, person_id: str) -> str:
        return self._token(person_id, Role.STUDENT, UUID(person_id))

    def _token(self, subject: str, role: Role, person_id: UUID | None = None) -> str:
        if subject not in self._tokens:
            self._tokens[subject] = self.issuer.issue(role, subject=subject, person_id=person_id)
        return self._tokens[subject]
