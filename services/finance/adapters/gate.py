"""The gate between drafting grants and changing what a draft reads: accounts and figures."""

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

PASS = text("SELECT pg_advisory_xact_lock_shared(hashtext('kervan.finance.drafting'))")
CLOSE = text("SELECT pg_advisory_xact_lock(hashtext('kervan.finance.drafting'))")


class DraftingGate:
    """A new grant and a new account of one person may come at the same moment, in two transactions.

    Without a gate neither would see the other, and nobody would order the payment; so with a new grant and
    the rate it waits for. Drafts pass together; whoever changes what they read waits for them, and they for
    it. Held until the commit, and taken before any row is locked.
    """

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def pass_through(self) -> None:
        await self._connection.execute(PASS)

    async def close(self) -> None:
        await self._connection.execute(CLOSE)
