"""The world before things go wrong: fields of study, partners, agreements, money, a call and its lists."""

from __future__ import annotations

import asyncio
import random
import secrets
from datetime import timedelta

import aiohttp

from chassis.clock import utc_now
from deploy.local.journey.clients import Json, eventually
from deploy.local.journey.preparing import agreements_environment, load_directory
from deploy.local.journey.stage import Place, Stage
from deploy.local.journey.walk import stage_of
from tests.chaos.clients import agreements, events, mobility
from tests.chaos.clients.command import Command
from tests.chaos.clients.known import Known
from tests.chaos.clients.looking import look
from tests.chaos.clients.sending import Sender
from tests.journey.system import QUIET

AT_ONCE = 6
APPLICANTS, PLACES = 24, 12
EVENTS, SPARE_AGREEMENTS = 4, 2
ALLOCATED = "30000.00"
SIGNATURES = 4
"""Steps from a draft to an agreement in force."""
DEADLINE_SECONDS = 1.0

TOKENS_BEGIN_BEFORE = timedelta(hours=1)
"""A process whose clock is set back must still take the clients' tokens."""


class World:
    """Prepares through the services' own HTTP; the clients go on from what it notes."""

    def __init__(self, place: Place, session: aiohttp.ClientSession, seed: int) -> None:
        self.stage: Stage = stage_of(place, session, QUIET)
        issuer = place.issuer(clock=lambda: utc_now() - TOKENS_BEGIN_BEFORE)
        self.known = Known(issuer, utc_now, self.stage.stay, run=secrets.token_hex(3))
        self.sender = Sender(session, self.stage.endpoints)
        self._place = place
        self._chance = random.Random(seed)
        self._places = asyncio.Semaphore(AT_ONCE)

    async def prepare(self) -> None:
        """Raises: JourneyStopped when something is refused that should not be."""
        partner = await self.partner()
        people, _ = await asyncio.gather(self.people(APPLICANTS), self._budget())
        place = await self.agreement(partner["id"], PLACES)
        for _ in range(SPARE_AGREEMENTS):
            await self.agreement(partner["id"], 2, in_call=False)
        await self._call(place, people)
        for _ in range(EVENTS):
            await self._must(events.schedule_event(self.known, self._chance))
        await look(self.known, self.sender)

    async def partner(self) -> Json:
        """A university abroad, the directory of fields and institutions being loaded."""
        await load_directory(agreements_environment(self._place))
        return await self._done(agreements.enter_partner(self.known, self._chance))

    async def people(self, count: int) -> list[Json]:
        return await asyncio.gather(*(self._person() for _ in range(count)))

    async def _person(self) -> Json:
        async with self._places:
            return await self._done(mobility.register_person(self.known, self._chance))

    async def _budget(self) -> None:
        body = {
            "programme": "erasmus", "call_year": mobility.CALL_YEAR,
            "allocated": {"amount": ALLOCATED, "currency": "EUR"},
        }  # fmt: skip
        learn = self.known.learns("budget")
        await self._done(
            Command("finance", "budget", "POST", "/v1/budgets", self.known.finance, body, learn=learn)
        )

    async def agreement(self, partner_id: str, places: int, *, in_call: bool = True) -> tuple[str, str]:
        """(agreement, condition), in force."""
        body = agreements.agreement_body(self.known, partner_id, places)
        draft = Command("agreements", "draft", "POST", "/v1/agreements", self.known.office, body)
        made = await self._done(draft)
        condition = made["conditions"][0]["id"]
        facts = {"state": "draft", "in_call": in_call, "body": body, "condition": condition}
        self.known.note("agreement", made["id"], version=made["version"], **facts)
        for _ in range(SIGNATURES):
            await self._done(agreements.advance(self.known.kinds["agreement"][made["id"]], self.known))
        return made["id"], condition

    async def open_call(self, place: tuple[str, str]) -> Json:
        """A call that takes applications for this place."""
        body = mobility.call_body(self.known, [place[0]])
        made = await self._done(Command("mobility", "open", "POST", "/v1/calls", self.known.office, body))
        call = {"id": made["id"], "state": "open", "applications": 0, "place": place}
        self.known.kinds["call"][made["id"]] = call
        return call

    async def _call(self, place: tuple[str, str], people: list[Json]) -> None:
        """Opened, applied for by everybody, closed, ranked, published; offers wait for their answers."""
        call = await self.open_call(place)
        await asyncio.gather(*(self._apply(call, person) for person in people))
        await self._must(mobility.advance(self.known, call))
        await asyncio.sleep(DEADLINE_SECONDS)
        for _ in ("ranked", "published"):
            await self._must(mobility.advance(self.known, call))

    async def _apply(self, call: Json, person: Json) -> None:
        async with self._places:
            known = self.known.kinds["person"][person["id"]]
            await self._done(mobility.apply(self.known, call, known, self._chance))

    async def _must(self, command: Command | None) -> Json:
        assert command is not None
        return await self._done(command)

    async def _done(self, command: Command) -> Json:
        """Sent until it is done: what one service said may need a moment to reach another."""
        answer = await eventually(
            command.name, lambda: self._answer(command), lambda found: "id" in found, 20
        )
        command.learn(answer)
        return answer

    async def _answer(self, command: Command) -> Json:
        """What came back, refused or not."""
        end = await self.sender.send(command, secrets.token_hex(8), by_gateway=False)
        return end.learned or {"code": end.code}
