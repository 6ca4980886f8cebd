"""Noting, beside each answer, whom of others it tells the staff of."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache
from uuid import UUID

from graphql import FieldNode

from chassis.readings import Readings, is_staff
from gateway.documents.document import Operation
from gateway.execution import Asked
from gateway.reading.marks import Marked

WORDS_CHARACTERS_MAX = 200


class Recording:
    """Both ways of answering note here."""

    def __init__(self, readings: Readings) -> None:
        self._readings = readings

    def compiled(self, asked: Asked, answer: Marked) -> bytes:
        """The answer's data; written a moment later. Raises: ReadingsFull."""
        self.note(asked, answer.people)
        return answer.data

    async def resolved(self, asked: Asked, people: Collection[UUID]) -> None:
        """Written before the answer leaves: numbers in full are read this way. Raises: ReadingsFull."""
        if people and is_staff(asked.caller):
            self.note(asked, people)
            await self._readings.written()

    def note(self, asked: Asked, people: Collection[UUID]) -> None:
        """Raises: ReadingsFull."""
        if people:
            self._readings.note(asked.caller, words_of(asked.operation), people)


@lru_cache(maxsize=1024)
def words_of(operation: Operation) -> str:
    """``query StaysOfSpring { mobilities person }``: its kind, its name and what it begins with."""
    fields = operation.definition.selection_set.selections
    roots = dict.fromkeys(each.name.value for each in fields if isinstance(each, FieldNode))
    name = f" {operation.name}" if operation.name else ""
    return f"{operation.kind.value}{name} {{ {' '.join(roots)} }}"[:WORDS_CHARACTERS_MAX]
