"""Finance's surroundings: people who go abroad, and a finance office that answers every order twice."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from uuid import UUID

from chassis.clock import utc_now
from chassis.database import create_engine
from chassis.ids import new_id
from chassis.kafka import new_producer
from contracts import cloudevents
from contracts.event import Event, Tombstone
from services.finance.app import SERVICE
from services.finance.tests.builders import account, paid, planned
from services.finance.tests.office import Office
from tests.failpoints.lives import Life
from tests.failpoints.site import rows

GOES_ON_SECONDS_MAX = 120
PAUSE_SECONDS = 0.15
AT_ONCE = 3
UNANSWERED = """
SELECT payment_orders.id FROM payment_orders JOIN grants ON grants.id = grant_id
WHERE payment_orders.status = 'issued' AND mobility_id = ANY($1)
"""

WITHOUT_GRANT = """
SELECT 1 FROM unnest($1::uuid[]) AS left_for (id) WHERE id NOT IN (SELECT mobility_id FROM grants) LIMIT 1
"""


class World:
    """What finance hears; it never dies."""

    def __init__(self, bootstrap: str, database: str) -> None:
        self.mobilities: list[UUID] = []
        self._bootstrap, self._database = bootstrap, database
        self._engine = create_engine(database, pool_size=2)
        self._office = Office(SERVICE.transactions(self._engine))

    async def go_on_until_dead(self, life: Life) -> None:
        """No faster than finance follows: other runs hear all of this too."""
        async with asyncio.timeout(GOES_ON_SECONDS_MAX):
            while not life.ended:
                await self.answer_orders()
                if await self._all_have_grants():
                    await self._some_leave()
                await asyncio.sleep(PAUSE_SECONDS)

    async def answer_orders(self) -> bool:
        """Approved, paid, and told twice; whether there was anything to answer."""
        await self._office.approves_what_waits()
        orders = [row[0] for row in await rows(self._database, UNANSWERED, self.mobilities)]
        await self._tell(event for order in orders for event in [paid(order)] * 2)
        return bool(orders)

    async def _all_have_grants(self) -> bool:
        return not await rows(self._database, WITHOUT_GRANT, self.mobilities)

    async def _some_leave(self) -> None:
        for _ in range(AT_ONCE):
            person, mobility = new_id(), new_id()
            self.mobilities.append(mobility)
            await self._tell([account(person), planned(id=mobility, person_id=person)])

    async def _tell(self, events: Iterable[Event | Tombstone]) -> None:
        """Each under an id of its own: that an answer came before only finance can tell."""
        producer = new_producer(self._bootstrap, "tests")
        await producer.start()
        try:
            for event in events:
                await producer.send_and_wait(
                    event.TOPIC.name,
                    cloudevents.encode(event),
                    str(event.key).encode(),
                    headers=cloudevents.wire_headers(_headers(event)),
                )
        finally:
            await producer.stop()


def _headers(event: Event | Tombstone) -> dict[str, str]:
    return cloudevents.headers(event, event_id=new_id(), source="tests", at=utc_now(), traceparent=None)
