"""Opening and closing subscriptions, within bounds; what the edges call."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace

import orjson
import structlog
from graphql import GraphQLError, OperationType

from chassis.http.database_problems import HANDLED
from chassis.refusal import Refusal
from chassis.telemetry import metrics
from gateway.documents.reading import DocumentRefused
from gateway.execution import Asked
from gateway.reading.change_log import ChangeLog
from gateway.schema.subscriptions.watching import Wanted
from gateway.subscriptions.document import reached_types, without_cursor
from gateway.subscriptions.endings import (
    ConnectionsFull,
    Interrupted,
    OnlySubscriptions,
    Restarting,
    SubscriptionsFull,
    TooManyConnections,
)
from gateway.subscriptions.execution import Execution, Unanswerable
from gateway.subscriptions.feed import Feed
from gateway.subscriptions.groups import Group, GroupKey
from gateway.subscriptions.mailbox import Mailbox
from gateway.subscriptions.shapes import shape_of
from gateway.subscriptions.subscription import Subscription

log = structlog.get_logger(__name__)

CLOSING_SECONDS_MAX = 5.0

Read = Callable[[], Awaitable[Asked]]
"""What a client asks, its document read and its variables measured. May raise DocumentRefused, refusals."""


@dataclass(frozen=True)
class Bounds:
    """What one process and one client may hold. ``lifetime_seconds_max``: of a connection.

    ``connections_max`` leaves a quarter of what the server accepts to queries.
    """

    subscriptions_max: int = 5_000
    connections_max: int = 3_000
    of_client_max: int = 32
    per_connection_max: int = 50
    messages_max: int = 256
    lifetime_seconds_max: float = 3_600.0
    request_bytes_max: int = 256 * 1024
    initialisation_seconds_max: float = 10.0
    keep_alive_seconds: float = 15.0
    """Between comments on a silent stream; shorter than what proxies allow an idle connection."""


class Subscriptions:
    """One for a process. ``committed`` is set by commits of this process that changed the log."""

    def __init__(self, execution: Execution, committed: asyncio.Event, bounds: Bounds) -> None:
        self.bounds, self._execution = bounds, execution
        self._feed = Feed(ChangeLog(execution.engine), execution, committed)
        self._mailboxes: set[Mailbox] = set()
        self._of_client: Counter[str] = Counter()
        self._stopping, self._all_left = False, asyncio.Event()

    @property
    def idle(self) -> bool:
        """Whether nothing of any client is left."""
        return self._feed.idle and not self._mailboxes and not self._of_client

    @property
    def listening(self) -> int:
        """Subscriptions that have caught up and are told of what is new."""
        return self._feed.members

    @asynccontextmanager
    async def connected(self, mailbox: Mailbox) -> AsyncIterator[None]:
        """A client from its greeting to its end. One that comes while the process stops is sent away."""
        if self._stopping:
            mailbox.end(Restarting())
        elif len(self._mailboxes) >= self.bounds.connections_max:
            mailbox.end(ConnectionsFull(limit=self.bounds.connections_max))
        self._mailboxes.add(mailbox)
        try:
            yield
        finally:
            mailbox.end(None)
            self._mailboxes.discard(mailbox)
            self._unseat(mailbox)
            if self._stopping and not self._mailboxes:
                self._all_left.set()
            if mailbox.ending is not None:
                metrics.client_sent_away(mailbox.ending.code)

    def seat(self, mailbox: Mailbox, client: str) -> None:
        """The connection is ``client``'s from here on; of those who have too many it is sent away."""
        mailbox.client = client
        self._of_client[client] += 1
        if self._of_client[client] > self.bounds.of_client_max:
            mailbox.end(TooManyConnections(limit=self.bounds.of_client_max))

    def _unseat(self, mailbox: Mailbox) -> None:
        if mailbox.client is not None:
            self._of_client[mailbox.client] -= 1
            if not self._of_client[mailbox.client]:
                del self._of_client[mailbox.client]

    async def open(self, subscription: Subscription, read: Read, resume: str | None = None) -> None:
        """Read what is asked, tell what was missed, go on telling until ``close``. Failures are told too.

        ``resume``: a cursor that the transport knows better than the operation's own `after`.
        """
        if not subscription.open:
            return  # given up before its turn came
        try:
            await self._follow(subscription, await read(), resume)
        except DocumentRefused as refused:
            subscription.fail(self.words(*refused.errors))
        except Unanswerable as unanswerable:
            subscription.fail(unanswerable.errors)
        except Refusal as refusal:
            subscription.fail(self.words(refusal))
        except HANDLED as error:
            log.warning("subscription.unopened", error=type(error).__name__)
            subscription.end(Interrupted())
        except Exception as error:
            log.error("subscription.failed", exc_info=error)
            subscription.end(Interrupted())

    async def _follow(self, subscription: Subscription, asked: Asked, resume: str | None) -> None:
        """Raises: OnlySubscriptions, SubscriptionsFull, Unanswerable; refusals of the cursor."""
        if asked.operation.kind is not OperationType.SUBSCRIPTION:
            raise OnlySubscriptions
        if len(self._feed) >= self.bounds.subscriptions_max:
            raise SubscriptionsFull(limit=self.bounds.subscriptions_max)
        if not subscription.open:
            return  # given up while its document was read
        subscription.caller = asked.caller
        await self._feed.enter(subscription)
        wanted = await self._execution.understood(asked)
        group = self._group(asked, replace(wanted, after=resume or wanted.after))
        await self._feed.join(subscription, group)

    def words(self, *errors: GraphQLError | Refusal) -> str:
        """The errors that one subscription ends with."""
        return self._execution.refused(*errors).errors

    def close(self, subscription: Subscription) -> None:
        self._feed.leave(subscription)

    async def stop(self) -> None:
        """Before the process drains: everybody is asked to come back, to whoever is there then."""
        self._stopping = True
        for mailbox in list(self._mailboxes):
            mailbox.end(Restarting())
        if self._mailboxes:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._all_left.wait(), CLOSING_SECONDS_MAX)
        await self._feed.settled()

    def _group(self, asked: Asked, wanted: Wanted) -> Group:
        told, operation = without_cursor(asked), asked.operation
        types = wanted.types | reached_types(self._execution.schema.graphql, operation.document)
        variables = orjson.dumps(told.variables, option=orjson.OPT_SORT_KEYS)
        shape = shape_of(asked.caller, types)
        return Group(GroupKey(operation.document.text, variables, operation.name, shape), told, wanted)
