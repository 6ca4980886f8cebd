"""The process's one reader of the change log: it asks for new positions and tells each group of them.

It runs while anybody listens. A commit in this process wakes it; commits of others it finds by asking, one
query for the process however many subscribe.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextvars import Context

import structlog

from chassis.http.database_problems import HANDLED
from chassis.readings import ReadingsFull
from chassis.telemetry import metrics, names, tracing
from chassis.telemetry.trouble import Trouble
from gateway.reading.change_log import ChangeLog, Clock, CursorTooOld, Noted, latest_of_each
from gateway.schema.subscriptions.watching import Change
from gateway.subscriptions.endings import Interrupted
from gateway.subscriptions.execution import Execution, Result, Unanswerable
from gateway.subscriptions.groups import Group
from gateway.subscriptions.subscription import Subscription

log = structlog.get_logger(__name__)

POLL_SECONDS = 0.1
RETRY_SECONDS = 1.0
SETTLING_SECONDS_MAX = 5.0
CHANGES_A_ROUND = 100
GROUPS_AT_ONCE = 4
"""Executions side by side: half of the usual pool, so that queries keep the other half."""
TOLD_AT_ONCE = 100
"""Members told before other tasks get a turn."""


class Feed:
    """One for a process."""

    def __init__(self, change_log: ChangeLog, execution: Execution, committed: asyncio.Event) -> None:
        self._log, self._execution, self._committed = change_log, execution, committed
        self._open: set[Subscription] = set()
        self._groups: dict[object, Group] = {}
        self._seen = 0
        self._clock: Clock | None = None
        self._running: asyncio.Task[None] | None = None
        self._starting, self._turns = asyncio.Lock(), asyncio.Semaphore(GROUPS_AT_ONCE)
        self._trouble = Trouble(log, "changes.unreadable", "changes.read_again")
        metrics.subscriptions_open(0)

    def __len__(self) -> int:
        return len(self._open)

    @property
    def idle(self) -> bool:
        """Whether nothing is held and nothing runs."""
        return not self._open and not self._groups and self._running is None

    @property
    def members(self) -> int:
        return sum(len(group.members) for group in self._groups.values())

    async def settled(self) -> None:
        """Wait, after the last has left, until nothing reads any more."""
        self._committed.set()
        if self._running is not None:
            await asyncio.wait([self._running], timeout=SETTLING_SECONDS_MAX)

    async def enter(self, subscription: Subscription) -> None:
        """From here on the log is followed; nothing after ``subscription.position`` is passed over."""
        self._open.add(subscription)
        metrics.subscriptions_open(len(self._open))
        async with self._starting:
            if self._running is None:
                self._clock = await self._log.clock()
                self._seen = self._clock.newest
                # not in the first subscriber's context: its trace would never end
                self._running = asyncio.create_task(self._run(), name="change feed", context=Context())
        subscription.position = self._seen

    def leave(self, subscription: Subscription) -> None:
        subscription.open = False
        self._open.discard(subscription)
        metrics.subscriptions_open(len(self._open))
        group = self._groups.get(subscription.group)
        if group is not None:
            group.members.discard(subscription)
            if not group.members:
                del self._groups[group.key]

    async def join(self, subscription: Subscription, group: Group) -> None:
        """Tell what came after the cursor, then become a member, with nothing in between.

        Raises: ChangeCursorInvalid, CursorTooOld, Unanswerable, or what kept the objects from being read.
        """
        if group.wanted.after:
            subscription.position = (await self._log.clock()).open(group.wanted.after)
        while subscription.open and subscription.position < self._seen:
            await self._tell_missed(subscription, group, self._seen)
        if subscription.open:
            subscription.group = group.key
            self._groups.setdefault(group.key, group).members.add(subscription)

    async def _tell_missed(self, subscription: Subscription, group: Group, until: int) -> None:
        missed = await self._log.missed(subscription.position, until, group.wanted.types)
        due = [noted for noted in missed if group.wanted.covers(noted.type, noted.id)]
        for start in range(0, len(due), CHANGES_A_ROUND):
            for position, result in await self._told(group, due[start : start + CHANGES_A_ROUND]):
                if self._recorded(subscription, group, result):
                    await subscription.tell_missed(position, result.payload, result.change.cursor)
        subscription.position = until

    async def _run(self) -> None:
        """Until nobody listens. What goes wrong in a round is told to those it concerns, or tried again."""
        try:
            while self._open:
                await self._step()
        finally:
            self._running = None

    async def _step(self) -> None:
        try:
            told = await self._round()
            self._trouble.passed()
            if not told:
                await self._pause(POLL_SECONDS)
        except HANDLED as error:
            self._trouble.lasts(error)
            await self._pause(RETRY_SECONDS)
        except Exception as error:  # noqa: BLE001  told with its stack; subscribers wait for the next round
            self._trouble.lasts(error, exc_info=error)
            await self._pause(RETRY_SECONDS)

    async def _pause(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self._committed.wait(), seconds)
        except TimeoutError:
            return
        self._committed.clear()

    async def _round(self) -> bool:
        """Tell what is new; whether anything was. Positions move on before the telling, see ``join``."""
        clock = await self._log.clock()
        if clock.newest < self._seen or clock.forgotten > self._seen:
            self._begin_anew(clock)
        if clock.newest == self._seen:
            return False
        try:
            changes = await self._log.next(self._seen, CHANGES_A_ROUND)
        except CursorTooOld:
            self._begin_anew(clock)
            return False
        self._seen = changes[-1].position
        due = latest_of_each(changes)
        with tracing.start_span(names.TELL, attributes={names.BATCH_SIZE: len(due)}):
            await asyncio.gather(*(self._tell(group, due) for group in list(self._groups.values())))
        return True

    def _begin_anew(self, clock: Clock) -> None:
        """The log was emptied or outran us: what was missed can only be read."""
        self._seen, self._clock = clock.newest, clock
        errors = self._execution.refused(CursorTooOld()).errors
        for subscription in list(self._open):
            subscription.fail(errors)

    async def _tell(self, group: Group, changes: Sequence[Noted]) -> None:
        due = [noted for noted in changes if group.wanted.covers(noted.type, noted.id)]
        if not due:
            return
        try:
            told = await self._told(group, due)
        except Unanswerable as refused:
            for subscription in list(group.members):
                subscription.fail(refused.errors)
        except HANDLED as error:
            log.warning("changes.untold", error=type(error).__name__, subscribers=len(group.members))
            _interrupt(group)
        except Exception as error:
            log.error("subscription.failed", exc_info=error)
            _interrupt(group)
        else:
            for position, result in told:
                await self._tell_members(group, position, result)

    async def _tell_members(self, group: Group, position: int, result: Result) -> None:
        members = list(group.members)
        for start in range(0, len(members), TOLD_AT_ONCE):
            for subscription in members[start : start + TOLD_AT_ONCE]:
                if self._recorded(subscription, group, result):
                    subscription.tell(position, result.payload, result.change.cursor)
            await asyncio.sleep(0)
        metrics.changes_told(len(members))

    def _recorded(self, subscription: Subscription, group: Group, result: Result) -> bool:
        """Notes whom the subscriber is about to be told of; who cannot be noted is sent away untold."""
        assert subscription.caller is not None
        try:
            asked = group.asked._replace(caller=subscription.caller)
            self._execution.recording.note(asked, result.people)
        except ReadingsFull:
            subscription.end(Interrupted())
            return False
        return True

    async def _told(self, group: Group, due: Sequence[Noted]) -> list[tuple[int, Result]]:
        """Position and result of each change that the group may hear of."""
        assert self._clock is not None
        positions = {(noted.type, noted.id): noted.position for noted in due}
        changes = [Change(noted.type, noted.id, self._clock.seal(noted.position)) for noted in due]
        async with self._turns:
            told = await self._execution.told(group.asked, changes)
        return [(positions[result.change.type, result.change.id], result) for result in told]


def _interrupt(group: Group) -> None:
    """To pass over what could not be told would be a gap: the clients come back for it."""
    for subscription in list(group.members):
        subscription.end(Interrupted())
