"""One open subscription of one client: how far it has been told, and how it is told more."""

from __future__ import annotations

from dataclasses import dataclass

from chassis.identity.caller import Caller
from chassis.refusal import Refusal
from gateway.subscriptions.mailbox import Failed, Mailbox, Told


@dataclass(eq=False)
class Subscription:
    """``name``: the client's id of it. ``position``: of what it has been told, or need not be."""

    name: str
    mailbox: Mailbox
    position: int = 0
    open: bool = True
    caller: Caller | None = None
    """Who is told, once it is known."""
    group: object = None
    """Key of the group it is a member of, once it is."""

    def tell(self, position: int, payload: str, cursor: str) -> None:
        if self.open and position > self.position:
            self.position = position
            self.mailbox.offer(Told(self, payload, cursor))

    async def tell_missed(self, position: int, payload: str, cursor: str) -> None:
        """Waits for room: a client that resumes is not slow because much had happened."""
        if self.open:
            self.position = position
            await self.mailbox.put(Told(self, payload, cursor))

    def fail(self, errors: str) -> None:
        """No more is told but these errors."""
        if self.open:
            self.open = False
            self.mailbox.offer(Failed(self, errors))

    def end(self, refusal: Refusal) -> None:
        """The whole connection: the client resumes all it has there."""
        self.mailbox.end(refusal)
