"""What of a debt is to come back by when, and how the overdue is found."""

from __future__ import annotations

from datetime import date

from chassis.ids import new_id
from contracts import finance
from contracts.event import Text
from gateway.tests import office
from gateway.tests.fixtures import Gateway, Views

LISTED = """
query($before: Date) {
  grants(filter: { recoveryDueBefore: $before }) {
    nodes { recoveryDueOn recovery { plan { holds nextDueOn parts { dueOn received { amount } } } } }
  }
}
"""


def owing(due_on: date | None, *, planned: bool = True) -> finance.GrantReserved:
    part = finance.RecoveryPart(
        due_on=date(2026, 7, 1), amount=office.euros("800.00"), received=office.euros("10.00")
    )
    plan = finance.RecoveryPlan(
        agreed_on=date(2026, 6, 1), holds=due_on is not None, next_due_on=due_on, parts=(part,)
    )
    recovery = finance.Recovery(
        amount=office.euros("800.00"),
        recovered=office.euros("10.00"),
        reason=Text(tr="kısaldı", en="shorter"),
        plan=plan if planned else None,
    )
    granted = office.grant(new_id(), office.stay(new_id(), new_id()))
    return finance.GrantReserved(state=granted.state.model_copy(update={"recovery": recovery}))


async def test_what_is_overdue_is_found_by_its_day(gateway: Gateway, views: Views) -> None:
    await views.take_in(owing(date(2026, 7, 1)), owing(None), owing(None, planned=False))
    found = (await gateway.ask(LISTED, before="2026-07-02")).data["grants"]["nodes"]
    not_yet = (await gateway.ask(LISTED, before="2026-07-01")).data["grants"]["nodes"]
    assert found == [
        {
            "recoveryDueOn": "2026-07-01",
            "recovery": {
                "plan": {
                    "holds": True,
                    "nextDueOn": "2026-07-01",
                    "parts": [{"dueOn": "2026-07-01", "received": {"amount": "10.00"}}],
                }
            },
        }
    ]
    assert not_yet == []
