"""Keeps U+0000 out: PostgreSQL's text cannot hold it, and no person types it."""

from collections.abc import Iterator
from typing import Any

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

NUL = "\x00"
ESCAPED_NUL = b"\\u0000"


async def refuse_nul(request: Request) -> None:
    """A dependency of every route. Raises: RequestValidationError naming each input that has U+0000."""
    found: list[tuple[str, ...]] = [
        ("path", name) for name, value in request.path_params.items() if NUL in str(value)
    ]
    found += [("query", name) for name, value in request.query_params.multi_items() if NUL in name + value]
    if "json" in request.headers.get("content-type", "") and ESCAPED_NUL in await request.body():
        found += [("body", *path) for path in _paths_with_nul(await _read(request))]
    if found:
        raise RequestValidationError([{"type": "text_with_nul", "loc": _readable(loc)} for loc in found])


async def _read(request: Request) -> Any:
    """Raises: HTTPException for what is no JSON, or is deeper than can be read."""
    try:
        return await request.json()
    except (ValueError, RecursionError) as error:
        raise HTTPException(400) from error


def _paths_with_nul(document: Any) -> Iterator[tuple[str, ...]]:
    """Not recursive: a caller chooses how deep the document is."""
    pending: list[tuple[tuple[str, ...], Any]] = [((), document)]
    while pending:
        path, value = pending.pop()
        if isinstance(value, str) and NUL in value:
            yield path
        elif isinstance(value, dict):
            pending += [((*path, key), item) for key, item in value.items()]
            yield from ((*path, key) for key in value if NUL in key)
        elif isinstance(value, list):
            pending += [((*path, str(n)), item) for n, item in enumerate(value)]


def _readable(location: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(step.replace(NUL, "U+0000") for step in location)
