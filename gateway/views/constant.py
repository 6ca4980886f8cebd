"""Words of ours inside statements."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Text, literal_column


def constant(word: str) -> ColumnElement[str]:
    """A text known when the code was written; as a parameter it would be sent with every request."""
    quoted = word.replace("'", "''").replace("%", "%%")
    return literal_column(f"'{quoted}'", Text())
