"""CSV files over HTTP: how a file comes in, and the report of what was taken over and what was not."""

from typing import Any, Self

from fastapi import Request
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from chassis.csv_rows import Rejected
from chassis.http.problems import Localized

CSV_BYTES_MAX = 8 * 1024 * 1024
CSV_REQUEST: dict[str, Any] = {
    "requestBody": {"required": True, "content": {"text/csv": {"schema": {"type": "string"}}}}
}
"""For a route's ``openapi_extra``; pair it with ``max_body_size=CSV_BYTES_MAX``."""


class RejectedRow(BaseModel):
    """A row that was not taken over, and what to do about it."""

    line: int = Field(description="Line of the file, the first is 1")
    column: str | None
    code: str
    message: Localized
    next: Localized | None

    @classmethod
    def of(cls, rejected: Rejected) -> Self:
        refusal, step = rejected.refusal, rejected.refusal.next_step
        return cls(
            line=rejected.line,
            column=rejected.column,
            code=refusal.code,
            message=Localized.of(refusal.message),
            next=Localized.of(step) if step else None,
        )


class ImportReport(BaseModel):
    """What became of a file. Accepted rows stay accepted; sending the file again adds nothing."""

    accepted: int
    already_there: int
    rejected: list[RejectedRow]


async def csv_body(request: Request) -> bytes:
    """The file. Answers 415 to anything but CSV."""
    if request.headers.get("content-type", "").split(";")[0].strip().lower() != "text/csv":
        raise HTTPException(415)
    return await request.body()
