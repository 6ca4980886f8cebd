"""Opening and closing subscriptions, within bounds; what the edges call."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace

import orjson
import structlog

from chassis.http.database_problems import HANDLED
from chassis.identity.caller import Caller
from chassis.identity.tokens import TokenVerifier
from chassis.refusal import Refusal
from chassis.telemetry import metrics
from gateway.reading.change_log import ChangeLog
from gateway.schema.subscriptions.watching import Wanted
from gateway.subscriptions.document import Asked, reached_types, without_cursor
from gateway.subscriptions.endings import ConnectionsFull, Interrupted, Restarting, SubscriptionsFull
from gateway.subscriptions.execution import Execution, Unanswerable
from gateway.subscriptions.feed import Feed
from gateway.subscriptions.groups import Group, GroupKey
from gateway.subscriptions.mailbox import Mailbox
from gateway.subscriptions.shapes import shape_of
from gateway.subscriptions.subscription import Subscription

log = structlog.get_logger(__name__)

CLOSING_SECONDS_MAX = 5.0


@dataclass(frozen=True)
class Bounds:
    """What one process and one client may hold. ``lifetime_seconds_max``: of a connection."""

    subscriptions_max: int = 5_000
    per_connection_max: int = 50
    messages_max: int = 256
    lifetime_seconds_max: float = 3_600.0
    request_bytes_max: int = 256 * 1024
    initialisation_seconds_max: float = 10.0
    keep_alive_seconds: float = 15.0
    """Between comments on a silent stream; shorter than what proxies allow an idle connection."""


class Subscriptions:
    """One for a process. ``committed`` is set by commits of this process that changed the log."""

    def __init__(
        self, execution: Execution, verifier: TokenVerifier, committed: asyncio.Event, bounds: Bounds
    ) -> None:
        self.bounds, self.verifier = bounds, verifier
        self._execution = execution
        self._feed = Feed(ChangeLog(execution.engine), execution, committed)
        self._mailboxes: set[Mailbox] = set()
        self._stopping, self._all_left = False, asyncio.Event()

    @property
    def idle(self) -> bool:
        """Whether nothing of any client is left."""
        return self._feed.idle and not self._mailboxes

    @property
    def listening(self) -> int:
        """Subscriptions that have caught up and are told of what is new."""
        return self._feed.members

    @asynccontextmanager
    async def connected(self, mailbox: Mailbox) -> AsyncIterator[None]:
        """A client from its greeting to its end. One that comes while the process stops is sent away."""
        if self._stopping:
            mailbox.end(Restarting())
        elif len(self._mailboxes) >= self.bounds.subscriptions_max:
            mailbox.end(ConnectionsFull(limit=self.bounds.subscriptions_max))
        self._mailboxes.add(mailbox)
        try:
            yield
        finally:
            mailbox.end(None)
            self._mailboxes.discard(mailbox)
            if self._stopping and not self._mailboxes:
                self._all_left.set()
            if mailbox.ending is not None:
                metrics.client_sent_away(mailbox.ending.code)

    async def open(
        self, subscription: Subscription, asked: Asked, caller: Caller, resume: str | None = None
    ) -> None:
        """Check, tell what was missed, then go on telling until ``close``. Failures are told, not raised.

        ``resume``: a cursor that the transport knows better than the operation's own `after`.
        """
        if not subscription.open:
            return  # given up before its turn came
        try:
            if len(self._feed) >= self.bounds.subscriptions_max:
                raise SubscriptionsFull(limit=self.bounds.subscriptions_max)
            await self._feed.enter(subscription)
            wanted = await self._execution.understood(asked, caller)
            group = self._group(asked, caller, replace(wanted, after=resume or wanted.after))
            await self._feed.join(subscription, group)
        except Unanswerable as unanswerable:
            subscription.fail(unanswerable.errors)
        except Refusal as refusal:
            subscription.fail(self.words(refusal))
        except HANDLED as error:
            log.warning("subscription.unopened", error=type(error).__name__)
            subscription.end(Interrupted())
        except Exception as error:
            log.error("subscription failed", exc_info=error)
            subscription.end(Interrupted())

    def words(self, refusal: Refusal) -> str:
        """A refusal as the errors of one subscription."""
        return self._execution.refused(refusal).errors

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

    def _group(self, asked: Asked, caller: Caller, wanted: Wanted) -> Group:
        told = without_cursor(asked)
        types = wanted.types | reached_types(self._execution.schema._schema, asked.query)
        variables = orjson.dumps(told.variables, option=orjson.OPT_SORT_KEYS)
        return Group(
            GroupKey(told.query, variables, told.name, shape_of(caller, types)), told, caller, wanted
        )
