"""Lists in pages: a limit, and a cursor that holds the last row's sort key."""

import base64
from collections.abc import Callable, Sequence
from typing import Annotated, Any, Generic, TypeVar

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter
from pydantic_core import to_json

from chassis.refusal import Kind, Refusal

LIMIT_MAX = 200
LIMIT_DEFAULT = 50
CURSOR_LENGTH_MAX = 2048

Item = TypeVar("Item")
Row = TypeVar("Row")


class CursorInvalid(Refusal):
    code, kind = "cursor-invalid", Kind.INVALID
    tr, en = "Sayfa imleci bu listeye ait değil.", "The cursor does not belong to this list."
    next_tr, next_en = "Listeyi baştan isteyin.", "Ask for the list from its beginning."

    def __init__(self) -> None:
        super().__init__("cursor")


class Paging(BaseModel):
    """What a caller asks of a list; a dependency: ``page: PageQuery``."""

    model_config = ConfigDict(frozen=True)

    limit: int = LIMIT_DEFAULT
    cursor: str | None = None

    @property
    def fetch(self) -> int:
        """How many rows to read: one more than shown tells whether there is a next page."""
        return self.limit + 1

    def after(self, *types: Any) -> tuple[Any, ...] | None:
        """The sort key to start behind, each part of the given type; None at the beginning.

        ``page.after(str, UUID)`` for a list ordered by name, then id. Raises: CursorInvalid.
        """
        if self.cursor is None:
            return None
        try:
            key: tuple[Any, ...] = TypeAdapter(tuple[types]).validate_json(_decode(self.cursor))  # type: ignore[valid-type]
        except ValueError as error:
            raise CursorInvalid from error
        if any(isinstance(part, str) and "\x00" in part for part in key):
            raise CursorInvalid
        return key


def page_query(
    limit: Annotated[int, Query(ge=1, le=LIMIT_MAX, description="Rows a page")] = LIMIT_DEFAULT,
    cursor: Annotated[
        str | None, Query(max_length=CURSOR_LENGTH_MAX, description="`next` of the page before")
    ] = None,
) -> Paging:
    return Paging(limit=limit, cursor=cursor)


class Page(BaseModel, Generic[Item]):
    """Some rows of a list, and the cursor of what follows them."""

    items: list[Item]
    next: str | None = Field(default=None, description="Cursor of the next page; null on the last")

    @classmethod
    def of(
        cls,
        rows: Sequence[Row],
        page: Paging,
        present: Callable[[Row], Item],
        key: Callable[[Row], tuple[Any, ...]],
    ) -> "Page[Item]":
        """``rows`` are up to ``page.fetch`` in order, ``key`` the values they are ordered by."""
        shown = rows[: page.limit]
        following = _encode(key(shown[-1])) if len(rows) > page.limit else None
        return cls(items=[present(row) for row in shown], next=following)


def _encode(key: tuple[Any, ...]) -> str:
    return base64.urlsafe_b64encode(to_json(key)).rstrip(b"=").decode()


def _decode(cursor: str) -> bytes:
    return base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
