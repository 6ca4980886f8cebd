"""Bugs of whoever writes: the order of commit, event and answer."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

from sqlalchemy.exc import DBAPIError

from tests.chaos.mutants.planting import Mutant, Patch, rewrite
from tests.chaos.schedule import Kind, Rule

WINDOW_SECONDS = 0.3
"""The bug is the order; the pause makes its window wide enough for a run of half a minute."""

BUSY = ("mobility", "events")
"""Whose commands come most often."""

BROKEN_COMMITS = (
    Rule(Kind.CUT_POSTGRES, BUSY, (0.0, 0.5), often=3),
    Rule(Kind.KILL, BUSY, (0.1, 0.5)),
)


def send_before_commit(patch: Patch) -> None:
    from chassis import outbox

    async def flush(self: Any) -> None:
        if not self._rows:
            return
        async with self._connection.engine.begin() as another:
            await another.execute(outbox.WRITE, self._rows)
        self.written += len(self._rows)
        self._rows = []
        await asyncio.sleep(WINDOW_SECONDS)

    patch(outbox.Outbox, "flush", flush)


def answer_before_commit(patch: Patch) -> None:
    from chassis import outbox, work

    @asynccontextmanager
    async def begin(self: Any) -> AsyncIterator[Any]:
        async with self.engine.connect() as connection, connection.begin() as transaction:
            events = outbox.Outbox(connection, self._source)
            unit = self._build(connection, events)
            yield unit
            await events.flush()
            await asyncio.sleep(WINDOW_SECONDS)
            with suppress(DBAPIError):
                await transaction.commit()
        if events.written or unit.wakes:
            self.committed.set()

    patch(work.Transactions, "begin", begin)


def commit_though_refused(patch: Patch) -> None:
    from chassis import outbox, work
    from chassis.refusal import Refusal

    @asynccontextmanager
    async def begin(self: Any) -> AsyncIterator[Any]:
        refused = None
        async with self.engine.begin() as connection:
            events = outbox.Outbox(connection, self._source)
            try:
                yield self._build(connection, events)
            except Refusal as refusal:
                refused = refusal
            await events.flush()
        if events.written:
            self.committed.set()
        if refused is not None:
            raise refused

    patch(work.Transactions, "begin", begin)


def forget_an_event(patch: Patch) -> None:
    from services.events.adapters.registrations import RegistrationRepository

    rewrite(
        patch,
        RegistrationRepository,
        "save",
        "self._outbox.add(*(event for _, event in rows))",
        "self._outbox.add(*(event for row, event in rows if row.status != RegistrationStatus.CANCELLED))",
    )


def do_again(patch: Patch) -> None:
    from chassis.http.idempotency import Claim

    rewrite(
        patch,
        Claim,
        "take",
        "return None if taken.rowcount else await self._stored(connection)",
        "return None",
    )


WRITING = {
    "send-before-commit": Mutant(
        5, "events are committed before the state they tell of", BROKEN_COMMITS, send_before_commit
    ),
    "answer-before-commit": Mutant(
        1, "done is said whatever becomes of the commit", BROKEN_COMMITS, answer_before_commit
    ),
    "commit-though-refused": Mutant(
        5, "what a refused command wrote until then stays", (), commit_though_refused
    ),
    "forget-an-event": Mutant(1, "cancelling a registration tells nobody", (), forget_an_event),
    "do-again": Mutant(5, "a repeated Idempotency-Key does the command again", (), do_again),
}
