"""Talking to the owning services: one shared HTTP session, problem documents read as user errors."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp
import orjson
import structlog
from strawberry.utils.str_converters import to_camel_case

from gateway.commands.command import Done, Refused, Sending, Service, UserError

log = structlog.get_logger(__name__)

UNREACHABLE = (aiohttp.ClientError, TimeoutError, OSError)
BAD_GATEWAY_FROM = 500
CHUNK_BYTES_MAX = 64 * 1024

UNAVAILABLE = UserError(
    code="service-unavailable",
    message={
        "tr": "Bu işlemi yapan hizmet şu anda yanıt vermiyor.",
        "en": "The service that does this is not answering now.",
    },
    next={
        "tr": "Birkaç saniye sonra aynı idempotencyKey ile yeniden gönderin: işlem iki kez yapılmaz.",
        "en": "Send it again in a few seconds with the same idempotencyKey: it will not be done twice.",
    },
)


class OwnerUnreachable(Exception):
    """It is down, slow or broken."""


@dataclass(frozen=True)
class Fetched:
    """What an owner answered, as it stands: a document, or its problem."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Followed:
    """What an owner is still answering. ``chunks`` are read once, to their end or to a failure."""

    status: int
    headers: Mapping[str, str]
    chunks: AsyncIterator[bytes]


class Owners:
    """The four services. The session is opened by the first command and shared by all."""

    def __init__(self, urls: Mapping[Service, str], seconds_max: float) -> None:
        self._urls = {service: url.rstrip("/") for service, url in urls.items()}
        self._timeout = aiohttp.ClientTimeout(total=seconds_max, connect=min(2.0, seconds_max))
        self._session: aiohttp.ClientSession | None = None

    async def send(self, sending: Sending) -> Done | Refused:
        """Carry a command out. A service that is down, slow or broken is a user error, not an exception."""
        service = sending.command.service
        try:
            async with self._open().request(
                sending.command.method,
                self._urls[service] + sending.path,
                json=sending.body,
                params=sending.query,
                headers=sending.headers,
                allow_redirects=False,
            ) as answer:
                return _read(service, answer, await answer.read())
        except UNREACHABLE as error:
            log.warning("service.unreachable", owner=service.value, error=type(error).__name__)
            return Refused((UNAVAILABLE,))

    async def fetch(self, owner: Service, path: str, token: str) -> Fetched:
        """Raises: OwnerUnreachable."""
        headers = {"Authorization": f"Bearer {token}"}
        try:
            async with self._open().get(self._urls[owner] + path, headers=headers) as answer:
                fetched = Fetched(answer.status, answer.headers, await answer.read())
        except UNREACHABLE as error:
            log.warning("service.unreachable", owner=owner.value, error=type(error).__name__)
            raise OwnerUnreachable from error
        if fetched.status >= BAD_GATEWAY_FROM:
            log.warning("service.failed", owner=owner.value, status=fetched.status, code=None)
            raise OwnerUnreachable
        return fetched

    async def follow(self, owner: Service, path: str, token: str) -> Followed:
        """Like ``fetch``, for what is too long to hold: the body comes as the owner sends it.

        An owner that falls silent for long ends it with an error, so that nobody takes a part for the whole.
        Raises: OwnerUnreachable.
        """
        headers = {"Authorization": f"Bearer {token}"}
        patience = aiohttp.ClientTimeout(connect=self._timeout.connect, sock_read=self._timeout.total)
        try:
            answer = await self._open().get(self._urls[owner] + path, headers=headers, timeout=patience)
        except UNREACHABLE as error:
            log.warning("service.unreachable", owner=owner.value, error=type(error).__name__)
            raise OwnerUnreachable from error
        if answer.status >= BAD_GATEWAY_FROM:
            answer.close()
            log.warning("service.failed", owner=owner.value, status=answer.status, code=None)
            raise OwnerUnreachable
        return Followed(answer.status, answer.headers, _chunks(answer))

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(
                timeout=self._timeout, json_serialize=lambda body: orjson.dumps(body, default=str).decode()
            )
        return self._session


async def _chunks(answer: aiohttp.ClientResponse) -> AsyncIterator[bytes]:
    """Whoever stops reading early closes the connection behind it."""
    async with answer:
        async for chunk in answer.content.iter_chunked(CHUNK_BYTES_MAX):
            yield chunk


def _read(owner: Service, answer: aiohttp.ClientResponse, body: bytes) -> Done | Refused:
    if answer.ok:
        return _done(body)
    problem = _json(body)
    if answer.status >= BAD_GATEWAY_FROM or not isinstance(problem, dict) or "code" not in problem:
        log.warning("service.failed", owner=owner.value, status=answer.status, code=_code(problem))
        return Refused((UNAVAILABLE,))
    return Refused(_user_errors(problem))


def _done(body: bytes) -> Done:
    state = _json(body)
    return Done(state if isinstance(state, dict) else {})


def _user_errors(problem: Mapping[str, Any]) -> tuple[UserError, ...]:
    """One error for each wrong input, or one for the refusal as a whole."""
    if fields := problem.get("errors"):
        return tuple(
            UserError(each["code"], each["message"], problem.get("next"), _field(each["field"]))
            for each in fields
        )
    return (
        UserError(problem["code"], problem["message"], problem.get("next"), _field(problem.get("field"))),
    )


def _field(path: str | None) -> str | None:
    """``conditions.0.places_per_year`` as the schema writes it: ``conditions.0.placesPerYear``."""
    return ".".join(map(to_camel_case, path.split("."))) if path else None


def _json(body: bytes) -> Any:
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError:
        return None


def _code(problem: Any) -> str | None:
    return problem.get("code") if isinstance(problem, dict) else None
