"""Events as other services send them; a builder names only what matters to its test."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from chassis.ids import new_id
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
from contracts.vocabulary import ActivityKind, Direction, MobilityStatus, PaymentOutcome, Programme

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


def _answered(order_id: UUID, **facts: Any) -> PaymentAnswered:
    return PaymentAnswered(state=PaymentResult(id=order_id, version=1, answered_at=NOW, **facts))


def _later(first: MobilityPlanned, **facts: Any) -> Mobility:
    return first.state.model_copy(update={"version": first.state.version + 1, **facts})
