"""The office at work: commands through HTTP, so that a test's given is a short history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import text

from chassis.ids import new_id
from chassis.work import Transactions
from contracts import agreements as published
from contracts.cloudevents import Received
from contracts.event import Event
from contracts.vocabulary import ActivityKind, AgreementStatus, Direction, EqfLevel, Programme
from services.mobility.adapters.agreements import merge
from services.mobility.adapters.work import MobilityWork

if TYPE_CHECKING:
    from services.mobility.tests.conftest import Answer, Client

ISCED = "0613"


@dataclass(frozen=True)
class Place:
    """A place to prefer: a condition of an agreement."""

    agreement_id: UUID
    condition_id: UUID
    partner_id: UUID

    def wish(self) -> dict[str, str]:
        return {"agreement_id": str(self.agreement_id), "condition_id": str(self.condition_id)}


def received(event: Event, event_id: str = "1") -> Received:
    return Received(event_id, event.TYPE, "/kervan/agreements", event.key, event.sequence, event, None)


class Office:
    """What a test gives: places, people, calls, applications, lists."""

    def __init__(self, client: Client, transactions: Transactions[MobilityWork]) -> None:
        self.client, self._transactions = client, transactions

    async def place(
        self,
        places: int = 1,
        country: str = "DE",
        programme: Programme = Programme.ERASMUS,
        **changes: Any,
    ) -> Place:
        """A partner with an active agreement over ``places`` places, as its topics tell it."""
        partner = published.Partner(id=new_id(), version=1, name="Universität Musterstadt", country=country)
        facts: dict[str, Any] = {
            "direction": Direction.OUTGOING,
            "kind": ActivityKind.STUDENT_STUDY,
            "isced_codes": (ISCED,),
            "eqf_levels": (EqfLevel.BACHELOR,),
        }
        condition = published.CooperationCondition(id=new_id(), places_per_year=places, **(facts | changes))
        agreement = published.Agreement(
            id=new_id(),
            version=4,
            reference="DE-2026-1",
            programme=programme,
            partner_id=partner.id,
            status=AgreementStatus.ACTIVE,
            first_year="2024/2025",
            last_year="2028/2029",
            conditions=(condition,),
        )
        async with self._transactions.begin() as work:
            events: list[Event] = [
                published.PartnerListed(state=partner),
                published.AgreementActivated(state=agreement),
            ]
            await merge(work.connection, [received(event) for event in events])
        return Place(agreement.id, condition.id, partner.id)

    async def person(self, faculty: str = "engineering", **facts: object) -> UUID:
        body = {"given_name": "Ayşe", "family_name": "Yılmaz", "faculty": faculty, **facts}
        return UUID((await self.post("/people", body))["id"])

    async def call(self, *places: Place, **changes: Any) -> UUID:
        return UUID((await self.post("/calls", call_body(*places, **changes)))["id"])

    async def apply(
        self, call_id: UUID, *places: Place, person_id: UUID | None = None, **changes: Any
    ) -> dict[str, Any]:
        person = person_id or await self.person()
        return await self.post("/applications", application_body(call_id, person, *places, **changes))

    async def close(self, call_id: UUID) -> None:
        """The deadline is brought forward to a moment ago."""
        at = (datetime.now(UTC) - timedelta(milliseconds=1)).isoformat()
        answer = await self.client.patch(f"/calls/{call_id}", {"closes_at": at})
        assert answer.status == 200, answer.body

    async def publish(self, call_id: UUID) -> None:
        await self.close(call_id)
        await self.post(f"/calls/{call_id}/rank")
        await self.post(f"/calls/{call_id}/publish")

    async def placements(self, call_id: UUID) -> list[dict[str, Any]]:
        answer = await self.client.get("/placements", call_id=str(call_id))
        return list(answer.body["items"])

    async def placement_of(self, application: dict[str, Any]) -> dict[str, Any]:
        answer = await self.client.get("/placements", application_id=application["id"])
        return dict(answer.body["items"][0])

    async def holders(self, call_id: UUID) -> set[str]:
        """Applications that hold a place."""
        return {
            one["application_id"]
            for one in await self.placements(call_id)
            if one["status"] in ("offered", "accepted")
        }

    async def post(self, path: str, body: object = None) -> dict[str, Any]:
        answer = await self.client.post(path, body)
        assert answer.status in (200, 201), answer.body
        return dict(answer.body)

    async def sees(self, path: str) -> Answer:
        return await self.client.get(path)

    async def let_time_pass(self, placement_id: str) -> None:
        """The offer's last day was yesterday."""
        async with self._transactions.begin() as work:
            statement = text("UPDATE placement SET reply_by = current_date - 2 WHERE id = :id")
            await work.connection.execute(statement, {"id": placement_id})

    async def rows(self, query: str) -> list[tuple[Any, ...]]:
        async with self._transactions.read() as work:
            return [tuple(row) for row in await work.connection.execute(text(query))]


def call_body(*places: Place, settings: dict[str, Any] | None = None, **changes: Any) -> dict[str, Any]:
    now = datetime.now(UTC)
    return {
        "programme": "erasmus",
        "call_year": 2024,
        "academic_year": "2026/2027",
        "kind": "student-study",
        "title": {"tr": "Öğrenim hareketliliği", "en": "Study mobility"},
        "opens_at": (now - timedelta(days=1)).isoformat(),
        "closes_at": (now + timedelta(days=1)).isoformat(),
        "agreement_ids": [str(place.agreement_id) for place in places],
        "stay_begins": "2027-02-01",
        "stay_ends": "2027-06-30",
        "settings": {"minimum_language_score": 50, **(settings or {})},
        **changes,
    }


def application_body(call_id: UUID, person_id: UUID, *places: Place, **changes: Any) -> dict[str, Any]:
    return {
        "call_id": str(call_id),
        "person_id": str(person_id),
        "cgpa": "3.20",
        "cgpa_scale": 4,
        "language_score": "80",
        "eqf_level": "6",
        "isced_code": ISCED,
        "citizen_of": "TR",
        "preferences": [place.wish() for place in places],
        **changes,
    }
