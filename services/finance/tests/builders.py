"""Events as other services send them; a builder names only what matters to its test."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from chassis.ids import new_id
from contracts.costs import Cost
from contracts.event import Money, Text
from contracts.event_plans import EventPlan, EventPlanChanged
from contracts.finance import PaymentAnswered, PaymentResult
from contracts.mobility import (
    Mobility,
    MobilityCompleted,
    MobilityPlanned,
    MobilityShortened,
    MobilityWithdrawn,
    Person,
    PersonChanged,
    PersonErased,
)
from contracts.visits import Visit, VisitCancelled, VisitReported
from contracts.vocabulary import (
    ActivityKind,
    CostKind,
    Currency,
    Direction,
    EventStatus,
    MobilityStatus,
    PaymentOutcome,
    Programme,
    VisitStatus,
)

NOW = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
IBAN = "TR330006100519786457841326"
OTHER_IBAN = "TR100001001745387178405001"


def planned(**facts: Any) -> MobilityPlanned:
    """136 days of study in Germany, call year 2024: 2,720.00 EUR."""
    return MobilityPlanned(state=mobility(**facts))


def mobility(**facts: Any) -> Mobility:
    usual: dict[str, Any] = {
        "id": new_id(),
        "version": 1,
        "programme": Programme.ERASMUS,
        "call_year": 2024,
        "academic_year": "2026/2027",
        "direction": Direction.OUTGOING,
        "kind": ActivityKind.STUDENT_STUDY,
        "person_id": new_id(),
        "faculty": "engineering",
        "host_country": "DE",
        "rank": 1,
        "status": MobilityStatus.PLANNED,
        "begins": date(2026, 9, 15),
        "ends": date(2027, 1, 31),
        "days": 136,
    }
    return Mobility(**(usual | facts))


def shortened(first: MobilityPlanned, days: int) -> MobilityShortened:
    return MobilityShortened(state=_later(first, days=days))


def completed(first: MobilityPlanned, days: int | None = None) -> MobilityCompleted:
    return MobilityCompleted(
        state=_later(first, days=days or first.state.days, status=MobilityStatus.COMPLETED)
    )


def withdrawn(first: MobilityPlanned) -> MobilityWithdrawn:
    return MobilityWithdrawn(state=_later(first, status=MobilityStatus.WITHDRAWN))


def account(person_id: UUID, iban: str | None = IBAN, version: int = 1) -> PersonChanged:
    person = Person(id=person_id, version=version, given_name="Ada", family_name="Yılmaz", iban=iban)
    return PersonChanged(state=person)


def erased(person_id: UUID, version: int = 9) -> PersonErased:
    return PersonErased(key=person_id, sequence=version)


def paid(order_id: UUID) -> PaymentAnswered:
    return _answered(order_id, outcome=PaymentOutcome.PAID, bank_reference="BANK-1")


def rejected(order_id: UUID, code: str = "wrong-iban") -> PaymentAnswered:
    return _answered(order_id, outcome=PaymentOutcome.REJECTED, reason_code=code)


def reported(visit_id: UUID, version: int = 5, **spent: str | None) -> VisitReported:
    """A visit and what it really cost in euro; ``None`` was planned only: ``hospitality="98.50"``."""
    return VisitReported(state=_visit(visit_id, version, VisitStatus.REPORTED, spent))


def called_off(visit_id: UUID, version: int, **spent: str | None) -> VisitCancelled:
    return VisitCancelled(state=_visit(visit_id, version, VisitStatus.CANCELLED, spent))


def prepared(
    event_id: UUID, version: int = 2, status: EventStatus = EventStatus.SCHEDULED, **spent: str | None
) -> EventPlanChanged:
    """How an event is prepared, with what it really cost."""
    state = EventPlan(id=event_id, version=version, costs=_costs(spent), status=status)
    return EventPlanChanged(state=state)


def _visit(visit_id: UUID, version: int, status: VisitStatus, spent: Mapping[str, str | None]) -> Visit:
    return Visit(
        id=visit_id,
        version=version,
        purpose=Text(tr="Protokol", en="A protocol"),
        direction=Direction.INCOMING,
        partner_id=new_id(),
        host="Rektörlük",
        begins_on=date(2026, 5, 4),
        ends_on=date(2026, 5, 6),
        costs=_costs(spent),
        status=status,
    )


def _costs(spent: Mapping[str, str | None]) -> tuple[Cost, ...]:
    return tuple(
        Cost(kind=CostKind(kind), planned=_euros("120.00"), actual=_euros(amount) if amount else None)
        for kind, amount in spent.items()
    )


def _euros(amount: str) -> Money:
    return Money(amount=Decimal(amount), currency=Currency.EUR)


def _answered(order_id: UUID, **facts: Any) -> PaymentAnswered:
    return PaymentAnswered(state=PaymentResult(id=order_id, version=1, answered_at=NOW, **facts))


def _later(first: MobilityPlanned, **facts: Any) -> Mobility:
    return first.state.model_copy(update={"version": first.state.version + 1, **facts})
