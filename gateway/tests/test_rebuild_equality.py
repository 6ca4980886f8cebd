"""Whatever the order of events over topics, with duplicates and stale versions: the same rows in the end."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chassis.ids import new_id
from contracts.vocabulary import (
    AgreementStatus,
    BookingStatus,
    CallStatus,
    GrantStatus,
    MobilityStatus,
    RegistrationStatus,
)
from gateway.tests import office, stay_files
from gateway.tests.fixtures import Views

Batches = Sequence[Sequence[Any]]


def a_year() -> list[list[Any]]:
    """By aggregate, its events in order: two students, one erased, with all that hangs on them."""
    partner, stands, agreement, call, event = new_id(), new_id(), new_id(), new_id(), new_id()
    ayse, mehmet, coming, bed = new_id(), new_id(), new_id(), new_id()
    stay = office.stay(new_id(), ayse, agreement_id=agreement, partner_id=partner, call_id=call)
    other = office.stay(new_id(), mehmet, partner_id=partner)
    grant = office.grant(new_id(), stay)
    applied = office.application(new_id(), call, ayse)
    agreed = office.agreement(agreement, partner)
    order = office.order(new_id(), grant)
    comes, waits = (office.registration(new_id(), event, person) for person in (ayse, mehmet))
    return [
        [
            office.partner(partner),
            office.partner(partner, 2, name="Renamed"),
            office.partner(partner, 3, name="Renamed", merged_into=stands),
        ],
        [office.partner(stands, name="It stands"), office.partner(stands, 2, name="It stands renamed")],
        [
            agreed,
            office.agreement(agreement, partner, 2, status=AgreementStatus.TERMINATED),
            office.agreement(agreement, stands, 3, status=AgreementStatus.TERMINATED),
        ],
        [office.visit(new_id(), partner)],
        [office.project(new_id(), (), partner_ids=(stands, partner))],
        [office.person(ayse), office.person(ayse, 2, family_name="Demir")],
        [office.person(mehmet, given_name="Mehmet"), office.erased(mehmet, 2)],
        [office.call(call, status=CallStatus.OPEN), office.call(call, 2, status=CallStatus.PUBLISHED)],
        [applied, office.application(applied.key, call, ayse, 2, rank=2)],
        [office.placement(new_id(), applied, agreed)],
        [stay, office.stay(stay.key, ayse, 2, agreement_id=agreement, status=MobilityStatus.COMPLETED)],
        [other],
        [stay_files.coming(coming, mehmet), stay_files.coming(coming, mehmet, 2, buddy_id=ayse)],
        [stay_files.bed(bed)],
        [stay_files.booking(stay, bed), stay_files.booking(stay, bed, 2, status=BookingStatus.RELEASED)],
        [stay_files.file(stay), stay_files.file(stay, 2, tasks=(stay_files.task("transcript"),))],
        [
            stay_files.learning_agreement(stay),
            stay_files.learning_agreement(stay, 2, versions=(stay_files.version(2),)),
        ],
        [grant, office.grant(grant.key, stay, 2, status=GrantStatus.SETTLED, instalments=())],
        [order, office.order(order.key, grant, 2)],
        [office.gathering(event), office.gathering(event, 2, registered=2)],
        [comes],
        [waits, office.registration(waits.key, event, mehmet, 2, status=RegistrationStatus.WAITING)],
        [office.budget(new_id())],
        [office.posting(new_id(), grant.key)],
    ]


def told(histories: Sequence[Sequence[Any]], seed: int) -> Batches:
    """The histories interleaved, each in its order; some events again later, cut into batches anywhere."""
    chance = random.Random(seed)
    waiting = [list(history) for history in histories]
    events: list[Any] = []
    while waiting:
        history = chance.choice(waiting)
        events.append(history.pop(0))
        if chance.random() < 0.2:
            events.append(chance.choice(events))
        waiting = [history for history in waiting if history]
    cuts = sorted(chance.sample(range(1, len(events)), chance.randint(0, 8)))
    return [events[start:end] for start, end in zip([0, *cuts], [*cuts, len(events)], strict=True)]


HISTORIES = a_year()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(min_value=0, max_value=2**32))
async def test_every_order_of_events_gives_the_same_rows(views: Views, seed: int) -> None:
    await views.empty()
    await views.take_in(*(event for history in HISTORIES for event in history))
    expected = await views.all_rows()
    await views.empty()
    for batch in told(HISTORIES, seed):
        await views.take_in(*batch)
    assert await views.all_rows() == expected
