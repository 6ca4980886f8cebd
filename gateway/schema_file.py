"""The committed schema: written from the code, and compared so that no client breaks unnoticed."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from graphql import build_schema as parse_schema
from graphql import find_breaking_changes

from gateway.known_clients import KnownDocument, broken_documents
from gateway.schema.schema import build_schema

SCHEMA_FILE = Path(__file__).with_name("schema.graphql")
OUT_OF_DATE = "gateway/schema.graphql is out of date: python -m gateway schema --write"


def present() -> str:
    """The schema of the code, as SDL."""
    return build_schema().as_str() + "\n"


def complaints(committed: str, now: str, known: Iterable[KnownDocument] = ()) -> list[str]:
    """What would break clients of the committed schema, which of the known ones and where, and whether the
    file is behind the code."""
    if committed == now:
        return []
    was, becomes = parse_schema(committed), parse_schema(now)
    changes = [f"breaking: {change.description}" for change in find_breaking_changes(was, becomes)]
    broken = [f"breaks {line}" for line in broken_documents(was, becomes, known)]
    return [*changes, *broken, OUT_OF_DATE]
