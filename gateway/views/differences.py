"""What a batch made different in the views: for caches, which drop exactly the results that show it.

Told of rows that hold no person's data, column by column. Of people's rows only the columns that published
totals count by are told, without values: nothing else of them is ever cached.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson
from sqlalchemy import ARRAY, Boolean, Column, Integer, RowMapping, Select, Text, Uuid, literal_column, select

from gateway.views.constant import constant

Words = Mapping[str, str]
"""A row's values by column, as PostgreSQL writes them as text; nulls are left out."""

ROWS_MAX = 200
"""More of one type in a batch are told as "any of them": telling each would cost more than reading again."""

WORDED = (Text, Uuid, Integer, Boolean)


@dataclass(frozen=True, slots=True)
class Difference:
    """One row of ``type`` before and after. ``columns`` that differ; None: it came or went, so all of them.

    ``before`` is None for a row that came, ``after`` for one that went.
    """

    type: str
    columns: frozenset[str] | None
    before: Words | None
    after: Words | None


@dataclass(frozen=True)
class Differences:
    """``rows`` by type; of ``whole`` types anything may differ."""

    rows: Mapping[str, tuple[Difference, ...]] = field(default_factory=dict)
    whole: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.rows or self.whole)

    @classmethod
    def of(cls, rows: Iterable[Difference]) -> Differences:
        by_type: dict[str, list[Difference]] = defaultdict(list)
        for row in rows:
            by_type[row.type].append(row)
        many = {type_name for type_name, found in by_type.items() if len(found) > ROWS_MAX}
        few = {type_name: tuple(found) for type_name, found in by_type.items() if type_name not in many}
        return cls(few, frozenset(many))

    def written(self, bytes_max: int) -> bytes:
        """As JSON; where that is too long, the types with most rows are told whole."""
        rows = {type_name: [_written(row) for row in found] for type_name, found in self.rows.items()}
        whole = set(self.whole)
        while len(text := orjson.dumps({"rows": rows, "whole": sorted(whole)})) > bytes_max and rows:
            largest = max(rows, key=lambda type_name: len(rows[type_name]))
            del rows[largest]
            whole.add(largest)
        return text

    @classmethod
    def of_json(cls, given: Mapping[str, Any]) -> Differences:
        """What ``written`` wrote, parsed."""
        rows = {
            type_name: tuple(_read(type_name, *row) for row in found)
            for type_name, found in given["rows"].items()
        }
        return cls(rows, frozenset(given["whole"]))


def _written(row: Difference) -> Sequence[Any]:
    return None if row.columns is None else sorted(row.columns), row.before, row.after


def _read(type_name: str, columns: list[str] | None, before: Words | None, after: Words | None) -> Difference:
    return Difference(type_name, None if columns is None else frozenset(columns), before, after)


def worded(columns: Iterable[Column[Any]]) -> list[str]:
    """Those whose values are told: lists can be asked for rows that have one."""
    return [str(each.name) for each in columns if isinstance(each.type, WORDED)]


def word(value: Any) -> str:
    """A parameter's value as PostgreSQL writes it as text."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def differing(statement: Any, watched: Sequence[Column[Any]], words: Sequence[str]) -> Select[Any]:
    """``statement`` (an upsert or a delete) turned into one that gives what it made different, row by row.

    Rows whose values are not told are alike: each kind of difference comes once.
    """
    made = statement.returning(
        _array([f"CASE WHEN {_old(c)} IS DISTINCT FROM {_new(c)} THEN {_quoted(c)} END" for c in watched]),
        _array([f'old."{each}"::text' for each in words], "before"),
        _array([f'new."{each}"::text' for each in words], "after"),
        literal_column("old.id IS NOT NULL", Boolean()).label("was"),
        literal_column("new.id IS NOT NULL", Boolean()).label("stands"),
    ).cte("made")
    rows = select(made).where(made.c.columns != literal_column("'{}'")).limit(ROWS_MAX + 1)
    return rows if words else rows.distinct()


def read_row(type_name: str, words: Sequence[str], row: RowMapping) -> Difference:
    """A row that such a statement gave."""
    return Difference(
        type_name,
        frozenset(row["columns"]) if row["was"] and row["stands"] else None,
        _words(words, row["before"]) if row["was"] else None,
        _words(words, row["after"]) if row["stands"] else None,
    )


def _words(names: Sequence[str], values: Sequence[str | None]) -> Words:
    return {name: value for name, value in zip(names, values, strict=True) if value is not None}


def _array(parts: Sequence[str], name: str = "columns") -> Any:
    listed = f"ARRAY[{', '.join(parts)}]::text[]"
    kept = f"array_remove({listed}, NULL)" if name == "columns" else listed
    return literal_column(kept, ARRAY(Text)).label(name)


def _old(each: Column[Any]) -> str:
    return f'old."{each.name}"'


def _new(each: Column[Any]) -> str:
    return f'new."{each.name}"'


def _quoted(each: Column[Any]) -> str:
    return str(constant(each.name))
