"""The service over its own migrated database: callers of every role, what others say, what it says."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import aiohttp
import pytest
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncEngine

from chassis.clock import academic_date, utc_now
from chassis.consuming.delivery import Delivery
from chassis.consuming.handler import Handler
from chassis.consuming.record import Record
from chassis.database import create_engine
from chassis.http.server import listen, serve_on
from chassis.identity.caller import Role
from chassis.identity.issuer import DEVELOPMENT_ISSUER, DevelopmentIssuer
from chassis.ids import new_id
from chassis.outbox import OUTBOX
from chassis.process import ProcessHealth
from chassis.service import assemble
from chassis.settings import ProcessSettings
from chassis.work import Transactions
from contracts import cloudevents
from contracts.event import Event, Tombstone
from services.events.adapters.work import EventsWork
from services.events.app import SERVICE

TRUNCATE = """
    TRUNCATE gathering, registration, goer, erased_person, erasure,
        announcement, announcement_reach, announcement_opened,
        opportunity, interest, mail_consent, recipient, mail, reminder, visit, visit_guests, project,
        event_plan, person_reading,
        outbox, inbox, idempotency, parked_key, parked_record
"""


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: Any

    @property
    def code(self) -> str:
        return str(self.body["code"])


class Client:
    """Somebody with a token."""

    def __init__(self, session: aiohttp.ClientSession, token: str) -> None:
        self._session = session
        self._token = {"Authorization": f"Bearer {token}"}

    async def get(self, path: str, **params: str) -> Answer:
        return await self._send("GET", path, params=params)

    async def file(self, path: str) -> Answer:
        """Bytes where it is given, else the refusal."""
        async with self._session.get(f"/v1{path}", headers=self._token) as response:
            read = await (response.read() if response.status == 200 else response.json(content_type=None))
            return Answer(response.status, response.headers, read)

    async def post(self, path: str, body: object = None, **headers: str) -> Answer:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return await self._send("POST", path, json=body, headers=named)

    async def change(self, path: str, body: object, version: int | None) -> Answer:
        return await self._send("PATCH", path, json=body, headers=_if_match(version))

    async def _send(
        self, method: str, path: str, headers: Mapping[str, str] | None = None, **more: Any
    ) -> Answer:
        every = {**self._token, **(headers or {})}
        async with self._session.request(method, f"/v1{path}", headers=every, **more) as response:
            read = await response.json(content_type=None) if await response.read() else None
            return Answer(response.status, response.headers, read)

    async def announces(self, **known: object) -> Any:
        """An event, as the office announced it."""
        answer = await self.post("/events", an_event(**known))
        assert answer.status == 201, answer.body
        return answer.body

    async def drafts(self, **known: object) -> Any:
        """An announcement, as the office wrote it."""
        answer = await self.post("/announcements", an_announcement(**known))
        assert answer.status == 201, answer.body
        return answer.body

    async def opens(self, path: str) -> int:
        """A page, as anybody would."""
        async with self._session.get(path) as response:
            return response.status

    async def reads(self, path: str) -> str:
        """What stands on a page, as anybody would see it."""
        async with self._session.get(path) as response:
            return await response.text()

    async def publishes(self, **known: object) -> Any:
        """An announcement that is out."""
        drafted = await self.drafts(**known)
        answer = await self.post(f"/announcements/{drafted['id']}/schedule")
        assert (answer.status, answer.body["status"]) == (200, "published"), answer.body
        return answer.body

    async def offers(self, **known: object) -> Any:
        """An opportunity, as the office published it."""
        answer = await self.post("/opportunities", an_opportunity(**known))
        assert answer.status == 201, answer.body
        return answer.body

    async def plans(self, **known: object) -> Any:
        """A visit, as the office planned it."""
        answer = await self.post("/visits", a_visit(**known))
        assert answer.status == 201, answer.body
        return answer.body

    async def has_idea(self, **known: object) -> Any:
        """A project, as the office wrote it down."""
        answer = await self.post("/projects", a_project(**known))
        assert answer.status == 201, answer.body
        return answer.body

    async def replaces(self, path: str, body: object, version: int | None) -> Answer:
        return await self._send("PUT", path, json=body, headers=_if_match(version))

    async def registers(self, event: Any, person_id: UUID) -> Any:
        path = f"/events/{event['id']}/registrations"
        answer = await self.post(path, {"person_id": str(person_id)})
        assert answer.status == 201, answer.body
        return answer.body


def _if_match(version: int | None) -> dict[str, str]:
    return {} if version is None else {"If-Match": f'"{version}"'}


def an_event(**known: object) -> dict[str, object]:
    begins_at = datetime.now(UTC) + timedelta(days=7)
    return {
        "kind": "fair",
        "title": {"tr": "Erasmus fuarı", "en": "Erasmus fair"},
        "begins_at": begins_at.isoformat(),
        "ends_at": (begins_at + timedelta(hours=2)).isoformat(),
        "venue": "A hall",
        "capacity": 2,
        **known,
    }


def an_announcement(**known: object) -> dict[str, object]:
    """Its time has come."""
    return {
        "title": {"tr": "Bahar şenliği", "en": "Spring festival"},
        "body": {"tr": "Herkes davetlidir.", "en": "Everybody is invited."},
        "audience": "public",
        "publish_at": (datetime.now(UTC) - timedelta(minutes=1)).isoformat(),
        **known,
    }


def an_opportunity(**known: object) -> dict[str, object]:
    """For everybody who wants scholarships."""
    return {
        "kind": "scholarship",
        "title": {"tr": "Yaz bursu", "en": "Summer scholarship"},
        "body": {"tr": "Üç ay araştırma.", "en": "Three months of research."},
        "source": "Jean Monnet",
        "deadline": (datetime.now(UTC) + timedelta(days=30)).isoformat(),
        **known,
    }


def a_visit(**known: object) -> dict[str, object]:
    """Of guests who are here today."""
    today = academic_date(utc_now())
    return {
        "purpose": {"tr": "Ortak yüksek lisans", "en": "A joint master's programme"},
        "direction": "incoming",
        "partner_id": str(new_id()),
        "host": "Rektörlük",
        "begins_on": today.isoformat(),
        "ends_on": (today + timedelta(days=2)).isoformat(),
        **known,
    }


def a_project(**known: object) -> dict[str, object]:
    """To be applied for until tomorrow."""
    return {
        "title": {"tr": "Ortak ders", "en": "A course together"},
        "call": "KA220 2026",
        "source": "European Commission",
        "apply_by": (academic_date(utc_now()) + timedelta(days=1)).isoformat(),
        "budget": {"reference": "KA220-2026", "amount": {"amount": "60000.00", "currency": "EUR"}},
        **known,
    }


@dataclass
class OtherServices:
    """What mobility says reaches this service as records, as often as a test sends them."""

    transactions: Transactions[EventsWork]
    offset: int = 0
    sent: list[Record] = field(default_factory=list)

    async def say(self, event: Event | Tombstone) -> None:
        await self.deliver(self._record(event))

    async def say_unreadably(self, event: Event) -> None:
        """In a version of the type that nobody here knows."""
        record = self._record(event)
        wire = tuple((name, raw.replace(b".v1", b".v2")) for name, raw in record.headers)
        await self.deliver(replace(record, headers=wire))

    def _record(self, event: Event | Tombstone) -> Record:
        headers = cloudevents.headers(
            event, event_id=new_id(), source="mobility", at=utc_now(), traceparent=None
        )
        wire = tuple(cloudevents.wire_headers(headers))
        key = str(event.key)
        self.offset += 1
        return Record(event.TOPIC.name, 0, self.offset, key, key.encode(), cloudevents.encode(event), wire)

    async def repeat(self) -> None:
        """Everything once more, as after a crash before the offsets were committed."""
        for record in tuple(self.sent):
            await self.deliver(record)

    async def deliver(self, record: Record) -> None:
        self.sent.append(record)
        for handler in SERVICE.handlers:
            if record.topic in {topic.name for topic in handler.topics}:
                await self._delivery(handler).deliver([record])

    def _delivery(self, handler: Handler[EventsWork]) -> Delivery[EventsWork]:
        return Delivery(handler, self.transactions, clock=utc_now, parked_keys_max=10)


Said = Callable[[], Awaitable[list[Event | Tombstone]]]
ClientOf = Callable[..., Client]


@pytest.fixture(scope="session")
def issuer(tmp_path_factory: pytest.TempPathFactory) -> DevelopmentIssuer:
    return DevelopmentIssuer.at(tmp_path_factory.mktemp("identity"))


@pytest.fixture(scope="session")
async def database_url(databases: Any) -> str:
    return str(await databases.create("services.events"))


@pytest.fixture(scope="session")
async def engine(database_url: str) -> AsyncIterator[AsyncEngine]:
    engine = create_engine(database_url)
    yield engine
    await engine.dispose()


@pytest.fixture
async def transactions(engine: AsyncEngine) -> Transactions[EventsWork]:
    async with engine.begin() as connection:
        await connection.execute(text(TRUNCATE))
    return SERVICE.transactions(engine)


@pytest.fixture
def others(transactions: Transactions[EventsWork]) -> OtherServices:
    return OtherServices(transactions)


@pytest.fixture
def said(engine: AsyncEngine) -> Said:
    """Every event of the service so far, in the order in which the relay would send them."""

    async def read() -> list[Event | Tombstone]:
        async with engine.connect() as connection:
            rows = await connection.execute(select(OUTBOX).order_by(OUTBOX.c.id))
            return [
                cloudevents.decode(
                    row.aggregate_id.encode(), row.payload, cloudevents.wire_headers(row.headers)
                ).event
                for row in rows
            ]

    return read


@pytest.fixture
async def base_url(
    engine: AsyncEngine,
    database_url: str,
    issuer: DevelopmentIssuer,
    transactions: Transactions[EventsWork],
) -> AsyncIterator[str]:
    settings = ProcessSettings(
        database_url=database_url, kafka_bootstrap="", jwks=str(issuer.jwks), issuer=DEVELOPMENT_ISSUER
    )
    app = SERVICE.app(assemble(SERVICE, settings, engine, ProcessHealth(engine)))
    listening, stop = listen("127.0.0.1", 0), asyncio.Event()
    serving = asyncio.create_task(serve_on(app, listening, stop))
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    stop.set()
    await serving


@pytest.fixture
async def client_of(base_url: str, issuer: DevelopmentIssuer) -> AsyncIterator[ClientOf]:
    """``client_of(Role.STUDENT, person_id=…)``."""
    async with aiohttp.ClientSession(base_url) as session:
        yield lambda role, **limits: Client(session, issuer.issue(role, **limits))


@pytest.fixture
def office(client_of: ClientOf) -> Client:
    return client_of(Role.OFFICE)
