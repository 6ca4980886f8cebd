"""What every chapter has at hand."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Protocol
from uuid import UUID

from chassis.clock import Clock, utc_now
from chassis.identity.caller import Role
from chassis.identity.issuer import DevelopmentIssuer
from deploy.local.journey.clients import Gateway, Rest
from deploy.local.journey.journal import Facts, Journal
from deploy.local.journey.story import Story
from deploy.local.programs import Program

LAST_PROGRAMME_YEAR = 2027
"""Erasmus+ 2021-2027: stays of its last calls begin in this year at the latest."""


class Place(Protocol):
    """Where a journey is walked: a local run, or containers."""

    @property
    def journal(self) -> Path:
        """How far it was walked."""

    def endpoints(self) -> dict[str, Any]: ...

    def hints(self) -> list[tuple[str, str]]:
        """What to do next, and how."""

    def issuer(self, clock: Clock = utc_now) -> DevelopmentIssuer: ...

    def environment(self, program: Program) -> dict[str, str]:
        """In which a program's own commands reach what it reaches."""


@dataclass(frozen=True)
class Stage:
    """One walk: the clients, the issuer of tokens, the journal and the story."""

    gateway: Gateway
    rest: Rest
    issuer: DevelopmentIssuer
    journal: Journal
    story: Story
    endpoints: dict[str, Any]
    hints: Sequence[tuple[str, str]] = ()

    @property
    def office(self) -> str:
        return self.issuer.issue(Role.OFFICE, subject="office-ayla")

    @property
    def finance(self) -> str:
        return self.issuer.issue(Role.FINANCE, subject="finance-okan")

    @property
    def second(self) -> str:
        """Who approves what others caused."""
        return self.issuer.issue(Role.FINANCE, subject="finance-selin")

    def student(self, person_id: str) -> str:
        return self.issuer.issue(Role.STUDENT, person_id=UUID(person_id))

    def coordinator(self, faculty: str) -> str:
        return self.issuer.issue(Role.COORDINATOR, faculty=faculty, subject=f"coordinator-{faculty}")

    def partner(self, partner_id: str) -> str:
        return self.issuer.issue(Role.PARTNER, partner_id=UUID(partner_id), subject=f"partner-{partner_id}")

    def facts(self, chapter: str) -> Facts:
        """What an earlier chapter found out."""
        found = self.journal.page(chapter)
        if found is None:
            raise LookupError(f"{chapter} was not walked yet")
        return found

    async def once(self, decision: str, decide: Callable[[], Awaitable[Any]]) -> Any:
        """What was decided the first time, written down before anything is done with it.

        A chapter that is repeated after a crash finds the world changed by its first half; with the same
        decisions it sends the very same requests, and their keys make them harmless.
        """
        page = self.journal.page(decision)
        if page is None:
            page = {"decided": await decide()}
            self.journal.write(decision, page)
        return page["decided"]

    def key(self, step: str) -> str:
        return self.journal.key(step)

    @property
    def stay(self) -> tuple[date, date]:
        """Winter term of the academic year after the run began: dates that lie ahead."""
        year = min(self.journal.began.year + 1, LAST_PROGRAMME_YEAR)
        return date(year, 9, 15), date(year + 1, 1, 31)

    @property
    def academic_year(self) -> str:
        return f"{self.stay[0].year}/{self.stay[1].year}"
