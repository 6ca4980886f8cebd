"""What an endpoint needs to run a use case: the caller, the time, the transaction, the version, the answer.

The edge commits, and nothing inside it does. An endpoint reads::

    CommandEdge = Annotated[Edge[Work], Depends(edge)]

    @router.post("/agreements", status_code=201, response_model=AgreementOut)
    @allowed(everything=[Role.OFFICE])
    async def draft(body: DraftAgreement, edge: CommandEdge) -> Response:
        return await edge.run(lambda work: draft_agreement(body, work, edge.now()), AgreementOut.of, 201)
"""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import date, datetime
from typing import Annotated, Any, Generic, TypeVar
from uuid import UUID

from fastapi import Depends, Request, Security
from fastapi.responses import Response
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import BaseModel

from chassis.clock import Clock, academic_date
from chassis.failpoints import Failpoint, reached
from chassis.http.idempotency import Claim, StoredAnswer
from chassis.http.versions import VersionRequired, already_seen, etag, expected_version
from chassis.identity.access import Sight, access_of
from chassis.identity.caller import Caller
from chassis.identity.tokens import TokenVerifier
from chassis.readings import Readings
from chassis.refusal import Refusal
from chassis.telemetry import decisions
from chassis.telemetry.decisions import Published
from chassis.telemetry.http_server import command_of
from chassis.telemetry.metrics import idempotent_replay
from chassis.work import Transactions, UnitOfWork

W = TypeVar("W", bound=UnitOfWork)
A = TypeVar("A")

Present = Callable[[A], BaseModel | None]

AGGREGATE_HEADER = "Kervan-Aggregate"
REPLAYED_HEADER = "Idempotency-Replayed"
BEARER = HTTPBearer(
    bearerFormat="JWT", auto_error=False, description="An access token of the identity provider"
)


def nobody(_: object) -> Iterable[UUID]:
    """The answer shows no person."""
    return ()


class Edge(Generic[W]):
    """One request's edge."""

    def __init__(
        self, request: Request, caller: Caller, sight: Sight, transactions: Transactions[W], now: datetime
    ) -> None:
        self._request, self._transactions, self._now = request, transactions, now
        self.caller, self.sight = caller, sight

    def now(self) -> datetime:
        """The instant the request was let in; one request has one now."""
        return self._now

    def today(self) -> date:
        """Today in Istanbul."""
        return academic_date(self._now)

    @property
    def expected_version(self) -> int | None:
        """The version of ``If-Match``, or None. Raises: VersionMalformed."""
        return expected_version(self._request.headers.get("if-match"))

    def require_version(self) -> int:
        """The version of ``If-Match``. Raises: VersionRequired without one, VersionMalformed."""
        version = self.expected_version
        if version is None:
            raise VersionRequired
        return version

    async def run(
        self, use_case: Callable[[W], Awaitable[A]], present: Present[A], status: int = 200
    ) -> Response:
        """Run a command in one transaction, with the ``Idempotency-Key`` claimed and answered inside it.

        A malformed ``If-Match`` is refused here also where no version is needed, as the document promises.
        """
        try:
            return await self._carry_out(use_case, present, status)
        except Refusal as refusal:
            decisions.command_refused(self._command, refusal.code)
            raise

    async def _carry_out(
        self, use_case: Callable[[W], Awaitable[A]], present: Present[A], status: int
    ) -> Response:
        _ = self.expected_version
        claim = await self._claim()
        reached(Failpoint.COMMAND_READ)
        async with self._transactions.begin() as work:
            work.by = self.caller.subject
            if claim and (stored := await claim.take(work.connection, self._now)):
                return self._replay(stored)
            reached(Failpoint.IDEMPOTENCY_CLAIMED)
            answer = _answer(present(await use_case(work)), status)
            reached(Failpoint.STATE_SAVED)
            if claim:
                await claim.keep(work.connection, answer)
            reached(Failpoint.ANSWER_KEPT)
        reached(Failpoint.COMMAND_COMMITTED)
        self.tell_done(work.outbox.published, answer.headers.get(AGGREGATE_HEADER), answer.status)
        return _response(answer)

    def tell_done(self, published: Sequence[Published], key: str | None = None, status: int = 200) -> None:
        """Into the log, after the commit. ``run`` does it; a command of many transactions does it itself."""
        decisions.command_done(self._command, key, status, published)

    async def read(
        self,
        query: Callable[[W], Awaitable[A]],
        present: Present[A],
        people: Callable[[A], Iterable[UUID]] = nobody,
    ) -> Response:
        """Answer a question; 304 when the caller already holds this version.

        ``people``: of whom the answer tells; the caller's reading of them is on disk before it leaves.
        """
        async with self._transactions.read() as work:
            found = await query(work)
            answer = _answer(present(found), 200)
        await self.note_reading(*people(found))
        tag = answer.headers.get("ETag")
        if tag and already_seen(self._request.headers.get("if-none-match"), tag):
            return Response(status_code=304, headers={"ETag": tag})
        return _response(answer)

    async def look(self, query: Callable[[W], Awaitable[A]]) -> A:
        """What an answer that is no JSON is made from, as one moment has it."""
        async with self._transactions.read() as work:
            return await query(work)

    async def note_reading(self, *people: UUID) -> None:
        """The caller is about to be told of ``people``; on disk before they are. Raises: ReadingsFull."""
        if not people:
            return
        readings: Readings = self._request.app.state.readings
        route = self._request.scope["route"].path
        readings.note(self.caller, f"{self._request.method} {route}", people)
        await readings.written()

    @property
    def _command(self) -> str:
        return command_of(self._request.scope)

    def _replay(self, stored: StoredAnswer) -> Response:
        idempotent_replay()
        decisions.command_replayed(self._command, stored.headers.get(AGGREGATE_HEADER))
        response = _response(stored)
        response.headers[REPLAYED_HEADER] = "true"
        return response

    async def _claim(self) -> Claim | None:
        key = self._request.headers.get("idempotency-key")
        if key is None:
            return None
        url = self._request.url
        body = await self._request.body()
        return Claim.of(key, self.caller.subject, f"{self._request.method} {url.path}", url.query, body)


async def edge(
    request: Request, credentials: Annotated[HTTPAuthorizationCredentials | None, Security(BEARER)]
) -> Edge[Any]:
    """The dependency behind ``Annotated[Edge[Work], Depends(edge)]``; the route's rule is kept here.

    Raises: Unauthenticated, RoleMissing.
    """
    state = request.app.state
    verifier: TokenVerifier = state.verifier
    clock: Clock = state.clock
    caller = await verifier.verify(credentials.credentials if credentials else None)
    access = access_of(request.scope["endpoint"])
    access.require(caller)
    return Edge(request, caller, access.sight(caller), state.transactions, clock())


AnyEdge = Annotated[Edge[UnitOfWork], Depends(edge)]
"""Where any service's work will do."""


def _answer(model: BaseModel | None, status: int) -> StoredAnswer:
    """The answer's bytes, and in its headers the (aggregate, version) that a reader may wait for."""
    if model is None:
        return StoredAnswer(204, {}, b"")
    headers = {"Content-Type": "application/json"}
    if (version := getattr(model, "version", None)) is not None:
        headers["ETag"] = etag(version)
    if (identity := getattr(model, "id", None)) is not None:
        headers[AGGREGATE_HEADER] = str(identity)
    return StoredAnswer(status, headers, model.__pydantic_serializer__.to_json(model, by_alias=True))


def _response(answer: StoredAnswer) -> Response:
    return Response(answer.body, answer.status, dict(answer.headers))
