"""An agreement's two deadlines: its end, once it was told of, and the last day to sign a change of quotas."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from chassis.ids import new_id
from contracts import agreements
from contracts import reminders as told
from contracts.vocabulary import AgreementStatus, DeadlineKind, Programme, WaitsFor
from services.events.tests.conftest import OtherServices, Said

TODAY = datetime.now(UTC).date()
LAST_DAY, SIGN_BY = TODAY + timedelta(days=300), TODAY + timedelta(days=20)
AMENDMENT = agreements.AgreementAmendment(
    counts_from="2026/2027", conditions=(), content_hash="a" * 64, differences=(), sign_by=SIGN_BY
)


def state(identity: UUID, version: int, **known: Any) -> agreements.Agreement:
    given = {"status": AgreementStatus.ACTIVE, "ends_on": LAST_DAY} | known
    return agreements.Agreement(
        id=identity, version=version, reference="ERA-1", programme=Programme.ERASMUS, partner_id=new_id(),
        first_year="2024/2025", last_year="2026/2027", **given,
    )  # fmt: skip


async def remembered(said: Said) -> list[tuple[str, DeadlineKind, date]]:
    return [
        (type(event).__name__.removeprefix("Reminder"), event.state.kind, event.state.due_at.date())
        for event in await said()
        if isinstance(event, told.ReminderEvent)
    ]


async def test_the_office_waits_for_an_end_that_was_told_until_it_has_come(
    others: OtherServices, said: Said
) -> None:
    identity = new_id()
    await others.say(agreements.AgreementActivated(state=state(identity, 1)))
    assert await remembered(said) == []
    await others.say(agreements.AgreementExpiring(state=state(identity, 2, expiring_since=TODAY)))
    sooner = LAST_DAY - timedelta(days=100)
    noticed = state(identity, 3, expiring_since=TODAY, ends_on=sooner)
    await others.say(agreements.AgreementNoticeGiven(state=noticed))
    over = state(identity, 4, expiring_since=TODAY, status=AgreementStatus.TERMINATED)
    await others.say(agreements.AgreementTerminated(state=over))
    ends = DeadlineKind.AGREEMENT_ENDS
    assert await remembered(said) == [
        ("Planned", ends, LAST_DAY),
        ("Moved", ends, sooner),
        ("Settled", ends, sooner),
    ]
    first = next(event for event in await said() if isinstance(event, told.ReminderEvent))
    assert (first.state.waits_for, first.state.about) == (WaitsFor.OFFICE, identity)


async def test_a_change_of_quotas_waits_for_its_signatures_beside_the_end(
    others: OtherServices, said: Said
) -> None:
    identity = new_id()
    waiting = state(identity, 1, expiring_since=TODAY, amendment=AMENDMENT)
    await others.say(agreements.AgreementAmendmentProposed(state=waiting))
    await others.say(agreements.AgreementAmended(state=state(identity, 2, expiring_since=TODAY)))
    assert await remembered(said) == [
        ("Planned", DeadlineKind.AGREEMENT_ENDS, LAST_DAY),
        ("Planned", DeadlineKind.AMENDMENT_DUE, SIGN_BY),
        ("Settled", DeadlineKind.AMENDMENT_DUE, SIGN_BY),
    ]
