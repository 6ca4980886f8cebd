"""What people are known by: names, e-mail addresses, IBANs, national ids, student numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import orjson
from aiokafka import ConsumerRecord

from chassis.folding import fold
from deploy.local.layout import CHECKOUT
from tests.privacy.forms import PHRASE_WORDS, WORD, Heard, plain

DIRECTORY = CHECKOUT / "services" / "agreements" / "data" / "eche-institutions.csv"
SEALED = "IBAN or national id"
NAME_LETTERS_MIN = 4
"""A shorter word is in any text."""


@dataclass
class People:
    """Values by kind, each in one form: names as written and folded, numbers in capitals, e-mail in small."""

    names: set[str] = field(default_factory=set)
    full_names: set[tuple[str, ...]] = field(default_factory=set)
    emails: set[str] = field(default_factory=set)
    sealed: set[str] = field(default_factory=set)
    student_numbers: set[str] = field(default_factory=set)

    @classmethod
    def told_by(cls, records: Iterable[ConsumerRecord]) -> People:
        """All whom the topic of people ever named, the erased included. A poisoned record names nobody."""
        people = cls()
        for record in records:
            with suppress(orjson.JSONDecodeError):
                people.add(orjson.loads(record.value or b"")["state"])
        return people

    def add(self, state: Mapping[str, Any]) -> None:
        given, family = state.get("given_name") or "", state.get("family_name") or ""
        words = {word for word in WORD.findall(f"{given} {family}") if len(word) >= NAME_LETTERS_MIN}
        self.names |= (words | {word.upper() for word in words}) - words_of_institutions()
        full = tuple(fold(f"{given} {family}").split())
        if len(full) in PHRASE_WORDS:
            self.full_names.add(full)
        self.emails |= {state["email"].lower()} if state.get("email") else set()
        for number in ("iban", "national_id"):
            self.sealed |= {state[number].upper()} if state.get(number) else set()
        if state.get("student_number"):
            self.student_numbers.add(state["student_number"].upper())

    def found_in(self, raw: str) -> dict[str, set[str]]:
        """Kind and values of everybody whom the text tells of."""
        heard = Heard.of(raw)
        found = {
            "name": self.names & heard.words,
            "full name": {" ".join(name) for name in self.full_names & heard.phrases},
            "e-mail": self.emails & heard.emails,
            "student number": self.student_numbers & heard.numbers,
            SEALED: self.sealed & heard.numbers,
        }
        return {kind: values for kind, values in found.items() if values}


@cache
def words_of_institutions(file: Path = DIRECTORY) -> frozenset[str]:
    """Names that institutions bear too (Omar, in Saint-Omer) stand in public places and prove nothing."""
    words = WORD.findall(plain(file.read_text("utf-8")))
    return frozenset(words) | frozenset(word.upper() for word in words)
