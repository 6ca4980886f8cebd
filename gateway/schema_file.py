"""The committed schema: written from the code, and compared so that no client breaks unnoticed."""

from __future__ import annotations

from pathlib import Path

from graphql import build_schema as parse_schema
from graphql import find_breaking_changes

from gateway.schema.schema import build_schema

SCHEMA_FILE = Path(__file__).with_name("schema.graphql")
OUT_OF_DATE = "gateway/schema.graphql is out of date: python -m gateway schema --write"


def present() -> str:
    """The schema of the code, as SDL."""
    return build_schema().as_str() + "\n"


def complaints(committed: str, now: str) -> list[str]:
    """What would break clients of the committed schema, and whether the file is behind the code."""
    broken = [
        f"breaking: {change.description}"
        for change in find_breaking_changes(parse_schema(committed), parse_schema(now))
    ]
    return broken if committed == now else [*broken, OUT_OF_DATE]
