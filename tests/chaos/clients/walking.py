"""Clients who walk at random: a command, its end, a retry with the same key when nobody knows."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TextIO

from tests.chaos import said
from tests.chaos.clients import agreements, desk, events, finance, mobility
from tests.chaos.clients.command import Command
from tests.chaos.clients.known import Known
from tests.chaos.clients.sending import End, Sender
from tests.chaos.said import Outcome, Said

Step = Callable[[Known, random.Random], Command | None]

STEPS: tuple[tuple[Step, int], ...] = (
    (mobility.register_person, 5),
    (mobility.correct_person, 5),
    (mobility.erase_person, 1),
    (mobility.open_call, 4),
    (mobility.submit_application, 12),
    (mobility.withdraw_application, 1),
    (mobility.advance_call, 5),
    (mobility.accept_placement, 10),
    (mobility.withdraw_placement, 2),
    (mobility.withdraw_mobility, 2),
    (mobility.end_stay, 3),
    (events.schedule_event, 2),
    (events.register, 12),
    (events.cancel_registration, 5),
    (events.change_capacity, 3),
    (events.cancel_event, 1),
    (finance.increase_budget, 3),
    (finance.record_recovery, 4),
    (agreements.enter_partner, 1),
    (agreements.change_partner, 2),
    (agreements.draft_agreement, 3),
    (agreements.edit_agreement, 1),
    (agreements.advance_agreement, 8),
    (agreements.terminate_agreement, 1),
    (desk.register_letter, 3),
    (desk.annul_letter, 1),
    (desk.enter_expense, 3),
    (desk.decide_expense, 3),
    (desk.plan_visit, 2),
    (desk.plan_project, 1),
    (desk.draft_announcement, 2),
    (desk.publish_opportunity, 2),
    (desk.state_interest, 3),
    (desk.move_on, 4),
)  # fmt: skip
PAUSE_SECONDS = (0.02, 0.4)
RETRIES_MAX = 4
RETRY_SECONDS = (0.2, 1.5)
GIVES_UP = 0.1
ASKS_AGAIN = 0.08
TWO_AT_ONCE = 0.05
BY_GATEWAY = 0.45


@dataclass
class Book:
    """What the clients say, on the disk as soon as it is said, and what the report needs of it."""

    log: TextIO
    began: float = field(default_factory=time.monotonic)
    acknowledged_at: dict[str, list[float]] = field(default_factory=dict)
    commands: dict[str, Outcome] = field(default_factory=dict)

    def begin(self) -> None:
        self.began = time.monotonic()

    @property
    def now(self) -> float:
        return round(time.monotonic() - self.began, 3)

    def write(self, line: Said) -> None:
        said.write(self.log, line)
        if line.outcome is Outcome.ASKED:
            self.commands.setdefault(line.key, Outcome.UNKNOWN)
            return
        if self.commands.get(line.key) is not Outcome.ACKNOWLEDGED:
            self.commands[line.key] = line.outcome
        if line.outcome is Outcome.ACKNOWLEDGED:
            for owner in {line.service, line.through}:
                self.acknowledged_at.setdefault(owner, []).append(line.at)


class Client:
    """One of several who work at the same time in the same world."""

    def __init__(self, number: int, seed: int, known: Known, sender: Sender, book: Book) -> None:
        self._number = number
        self._chance = random.Random(f"{seed}-{number}")
        self._known, self._sender, self._book = known, sender, book
        self._sent = 0

    async def walk(self, stop: asyncio.Event) -> None:
        """Until ``stop``; the command under way is brought to an end first."""
        while not stop.is_set():
            command = self._next()
            if command is not None:
                await self._do(command, stop)
            await asyncio.sleep(self._chance.uniform(*PAUSE_SECONDS))

    def _next(self) -> Command | None:
        steps, weights = zip(*STEPS, strict=True)
        step: Step = self._chance.choices(steps, weights)[0]
        return step(self._known, self._chance)

    async def _do(self, command: Command, stop: asyncio.Event) -> None:
        """Same command, same key, same way, until its end is known or the client loses patience."""
        self._sent += 1
        key = f"{self._known.run}-{self._number}-{self._sent}"
        by_gateway = command.mutation is not None and self._chance.random() < BY_GATEWAY
        attempts = 1 + RETRIES_MAX
        if self._chance.random() < TWO_AT_ONCE:
            await asyncio.gather(*(self._attempt(command, key, n, by_gateway) for n in (-1, 0)))
        for attempt in range(1, attempts + 1):
            end = await self._attempt(command, key, attempt, by_gateway)
            if end.outcome is not Outcome.UNKNOWN and self._chance.random() > ASKS_AGAIN:
                break
            if stop.is_set() or self._chance.random() < GIVES_UP:
                break
            await asyncio.sleep(self._chance.uniform(*RETRY_SECONDS))

    async def _attempt(self, command: Command, key: str, attempt: int, by_gateway: bool) -> End:
        self._say(command, key, attempt, by_gateway, End(Outcome.ASKED))
        end = await self._sender.send(command, key, by_gateway=by_gateway)
        self._say(command, key, attempt, by_gateway, end)
        if end.outcome is Outcome.ACKNOWLEDGED and (end.learned or command.method == "DELETE"):
            command.learn(end.learned or {})
        return end

    def _say(self, command: Command, key: str, attempt: int, by_gateway: bool, end: End) -> None:
        line = Said(
            at=self._book.now,
            client=self._number,
            key=key,
            attempt=attempt,
            service=command.service,
            command=command.name,
            outcome=end.outcome,
            given=command.given if end.outcome is Outcome.ASKED else {},
            aggregate=end.aggregate,
            version=end.version,
            code=end.code,
            answer=end.told,
            through="gateway" if by_gateway else "service",
        )
        self._book.write(line)
