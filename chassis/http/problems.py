"""What a caller reads when the answer is no: one problem document (RFC 9457) in Turkish and English.

The one table from a refusal's kind to an HTTP status stands here.
"""

from collections.abc import Mapping
from typing import Any

from fastapi import Request
from fastapi.responses import Response
from opentelemetry import trace
from pydantic import BaseModel, Field

from chassis.http.language import preferred
from chassis.refusal import Kind, LocalizedText, Refusal

MEDIA_TYPE = "application/problem+json"
RETRY_AFTER_SECONDS = 2

STATUS: Mapping[Kind, int] = {
    Kind.INVALID: 422,
    Kind.RULE: 422,
    Kind.NOT_FOUND: 404,
    Kind.STALE: 412,
    Kind.CONFLICT: 409,
    Kind.UNAUTHENTICATED: 401,
    Kind.FORBIDDEN: 403,
    Kind.PRECONDITION_REQUIRED: 428,
    Kind.TOO_MANY: 429,
    Kind.UNAVAILABLE: 503,
}

TITLES: Mapping[Kind, LocalizedText] = {
    Kind.INVALID: LocalizedText("Girdi geçersiz", "Invalid input"),
    Kind.RULE: LocalizedText("Kural izin vermiyor", "A rule refuses this"),
    Kind.NOT_FOUND: LocalizedText("Bulunamadı", "Not found"),
    Kind.STALE: LocalizedText("Kayıt değişmiş", "The record has changed"),
    Kind.CONFLICT: LocalizedText("Çakışma", "Conflict"),
    Kind.UNAUTHENTICATED: LocalizedText("Kimlik doğrulanmadı", "Not authenticated"),
    Kind.FORBIDDEN: LocalizedText("Yetki yok", "Not allowed"),
    Kind.PRECONDITION_REQUIRED: LocalizedText("Sürüm gerekli", "A version is required"),
    Kind.TOO_MANY: LocalizedText("Çok fazla istek", "Too many requests"),
    Kind.UNAVAILABLE: LocalizedText("Şu anda hizmet verilemiyor", "Not available now"),
}


class Localized(BaseModel):
    """The same sentence in Turkish and English."""

    tr: str
    en: str

    @classmethod
    def of(cls, text: LocalizedText) -> "Localized":
        return cls(tr=text.tr, en=text.en)


class FieldProblem(BaseModel):
    """One wrong input; ``location`` is body, path, query or header, ``field`` the path inside it."""

    location: str
    field: str
    code: str
    message: Localized


class Problem(BaseModel):
    """A refusal. ``code`` is stable and meant for programs, ``message`` and ``next`` for people."""

    type: str = Field(examples=["urn:kervan:problem:stale-version"])
    title: str
    status: int = Field(ge=400, le=599)
    detail: str
    code: str = Field(examples=["stale-version"])
    message: Localized
    next: Localized | None = None
    field: str | None = None
    facts: dict[str, Any] = Field(default_factory=dict, description="The figures the message speaks of")
    errors: list[FieldProblem] = Field(default_factory=list)
    trace_id: str | None = Field(default=None, description="Tell it to the office when you ask for help")


def problem_response(
    request: Request,
    refusal: Refusal,
    *,
    status: int | None = None,
    errors: list[FieldProblem] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """``refusal`` as an answer, in the language the caller prefers. ``status`` overrides the table's."""
    language = preferred(request.headers.get("accept-language"))
    message, next_step, title = refusal.message, refusal.next_step, TITLES[refusal.kind]
    problem = Problem(
        type=f"urn:kervan:problem:{refusal.code}",
        title=getattr(title, language),
        status=status or STATUS[refusal.kind],
        detail=getattr(message, language),
        code=refusal.code,
        message=Localized.of(message),
        next=Localized.of(next_step) if next_step else None,
        field=refusal.field,
        facts={} if errors else refusal.facts,  # of many errors each says its own
        errors=errors or [],
        trace_id=present_trace_id(),
    )
    return Response(
        problem.model_dump_json(exclude_none=True, exclude_defaults=False, fallback=str),
        problem.status,
        {"Content-Language": language, **({} if status else _headers(refusal)), **(headers or {})},
        MEDIA_TYPE,
    )


def _headers(refusal: Refusal) -> Mapping[str, str]:
    match refusal.kind:
        case Kind.UNAUTHENTICATED:
            return {"WWW-Authenticate": 'Bearer realm="kervan", error="invalid_token"'}
        case Kind.TOO_MANY:
            return {"Retry-After": str(refusal.facts.get("seconds", RETRY_AFTER_SECONDS))}
        case Kind.UNAVAILABLE:
            return {"Retry-After": str(RETRY_AFTER_SECONDS)}
        case _:
            return {}


def present_trace_id() -> str | None:
    context = trace.get_current_span().get_span_context()
    return trace.format_trace_id(context.trace_id) if context.is_valid else None
