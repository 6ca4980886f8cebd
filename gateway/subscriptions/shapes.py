"""Policy shapes: two callers of the same shape see the same rows and columns, so they can be told together.

The shape is the predicates themselves, as SQL with its values, of every type that a document reaches. So it
follows from ``policies`` and cannot drift from it: all of the office share one, and so do a faculty's
coordinators; two students share one only where nothing depends on who they are.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from sqlalchemy import ColumnElement
from sqlalchemy.dialects import postgresql

from chassis.identity.caller import Caller
from gateway.policies import Access, RowFields
from gateway.views.catalogue import BY_TYPE

SHAPES_MAX = 16_384

Shape = tuple[str, ...]


def shape_of(caller: Caller, types: Iterable[str]) -> Shape:
    """What ``caller`` may see of ``types``."""
    anybody = replace(caller, subject="")
    return tuple(_of_type(name, anybody) for name in sorted(types))


@lru_cache(maxsize=SHAPES_MAX)
def _of_type(type_name: str, caller: Caller) -> str:
    access, fields = Access(type_name, caller), RowFields(BY_TYPE[type_name].table)
    columns = [f"{name}: {_written(access.shows(name, fields))}" for name in sorted(access.hidden)]
    return "\n".join([f"{type_name}: {_written(access.rows(fields))}", *columns])


def _written(predicate: ColumnElement[bool]) -> str:
    compiled = predicate.compile(dialect=postgresql.dialect())  # type: ignore[no-untyped-call]
    return f"{compiled} {sorted(compiled.params.items())}"
