"""What the office asks about agreements: how places are used, whose signature is missing, what lies idle."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from chassis.ids import new_id
from contracts import agreements
from contracts.vocabulary import (
    AgreementChange,
    AgreementStatus,
    Direction,
    MobilityStatus,
    PlacementStatus,
    Signatory,
)
from gateway.tests import office
from gateway.tests.fixtures import Views

YEAR = "2026/2027"
HASH = "a" * 64


def signature(party: Signatory) -> agreements.Signature:
    return agreements.Signature(party=party, signed_on=date(2026, 5, 4), content_hash=HASH)


def placed(agreed: Any, call: Any, status: PlacementStatus) -> Any:
    application = office.application(new_id(), call.key, new_id())
    return office.placement(new_id(), application, agreed, status=status)


async def row_of(views: Views, agreement_id: UUID) -> Any:
    return next(row for row in await views.rows("agreement_view") if row["id"] == agreement_id)


async def balance(views: Views, agreement_id: UUID, year: str = YEAR) -> dict[str, int]:
    lines = (await row_of(views, agreement_id))["balance"]
    (line,) = [one for one in lines if one["academic_year"] == year]
    return {name: line[name] for name in ("places", "used", "free", "over")}


async def test_places_held_are_used_and_those_given_up_are_free(views: Views) -> None:
    agreed, call = office.agreement(new_id(), new_id()), office.call(new_id())
    held = [placed(agreed, call, one) for one in (PlacementStatus.ACCEPTED, PlacementStatus.OFFERED)]
    await views.take_in(agreed, call, *held, placed(agreed, call, PlacementStatus.RESERVE))
    assert await balance(views, agreed.key) == {"places": 2, "used": 2, "free": 0, "over": 0}
    assert await balance(views, agreed.key, "2027/2028") == {"places": 2, "used": 0, "free": 2, "over": 0}
    given_up = held[0].state.model_copy(update={"status": PlacementStatus.WITHDRAWN, "version": 2})
    await views.take_in(type(held[0])(state=given_up))
    assert await balance(views, agreed.key) == {"places": 2, "used": 1, "free": 1, "over": 0}


async def test_more_held_than_agreed_is_told_in_whatever_order_events_come(views: Views) -> None:
    agreed, call = office.agreement(new_id(), new_id()), office.call(new_id())
    for one in range(3):
        await views.take_in(placed(agreed, call, PlacementStatus.ACCEPTED))
        if one == 1:
            await views.take_in(agreed)
    await views.take_in(call)
    assert await balance(views, agreed.key) == {"places": 2, "used": 3, "free": 0, "over": 1}


async def test_a_year_has_the_places_that_were_agreed_for_it(views: Views) -> None:
    identity = new_id()
    before = agreements.AgreementContent(
        counts_from="2025/2026", conditions=(office.condition(identity),), content_hash=HASH
    )
    more = office.condition(identity).model_copy(update={"places_per_year": 5})
    agreed = office.agreement(
        identity, new_id(), conditions=(more,), amended_from="2027/2028", earlier=(before,)
    )
    await views.take_in(agreed)
    assert [(await balance(views, identity, year))["places"] for year in (YEAR, "2027/2028")] == [2, 5]


async def test_stays_are_counted_out_and_in_and_say_since_when_it_lies_idle(views: Views) -> None:
    agreed = office.agreement(new_id(), new_id())
    stays = [
        office.stay(new_id(), new_id(), agreement_id=agreed.key, academic_year=YEAR, direction=direction)
        for direction in (Direction.OUTGOING, Direction.OUTGOING, Direction.INCOMING)
    ]
    await views.take_in(agreed)
    assert (await row_of(views, agreed.key))["idle_since"] == "2024/2025"
    gone = office.stay(
        new_id(),
        new_id(),
        agreement_id=agreed.key,
        academic_year="2027/2028",
        status=MobilityStatus.WITHDRAWN,
    )
    await views.take_in(*stays, gone)
    row = await row_of(views, agreed.key)
    assert row["exchange"] == [{"academic_year": YEAR, "outgoing": 2, "incoming": 1}]
    assert row["idle_since"] == YEAR


async def test_whose_signature_is_missing(views: Views) -> None:
    proposed = office.agreement(
        new_id(), new_id(), status=AgreementStatus.PROPOSED, signatures=(signature(Signatory.HOME),)
    )
    amendment = agreements.AgreementAmendment(
        counts_from=YEAR,
        conditions=(office.condition(new_id()),),
        content_hash=HASH,
        signatures=(signature(Signatory.PARTNER),),
        differences=(
            agreements.AgreementDifference(
                condition_id=new_id(), change=AgreementChange.ADDED, text=office.both("one more")
            ),
        ),
    )
    amended = office.agreement(
        new_id(), new_id(), signatures=tuple(map(signature, Signatory)), amendment=amendment
    )
    settled = office.agreement(new_id(), new_id())
    await views.take_in(proposed, amended, settled)
    found = {row["id"]: row for row in await views.rows("agreement_view")}
    waits = {key: (row["waits_for_us"], row["waits_for_partner"]) for key, row in found.items()}
    assert waits == {
        proposed.key: (False, True),
        amended.key: (True, False),
        settled.key: (False, False),
    }


async def test_an_agreement_knows_what_follows_it(views: Views) -> None:
    old = office.agreement(new_id(), new_id())
    await views.take_in(old)
    follows = office.agreement(new_id(), new_id(), renews=old.key, status=AgreementStatus.DRAFT)
    await views.take_in(follows)
    assert (await row_of(views, old.key))["renewal_id"] == follows.key
    assert (await row_of(views, follows.key))["renews_id"] == old.key
