"""A published call has its orientation, and everyone who goes is invited, whatever arrives first."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from chassis.consuming.parking import PARKED_RECORD
from chassis.identity.caller import Role
from chassis.ids import new_id
from contracts import events
from contracts.event import Event, Tombstone
from contracts.mobility import (
    CallPublished,
    CallRepublished,
    MobilityPlanned,
    MobilityRepublished,
    MobilityWithdrawn,
)
from contracts.vocabulary import Direction, EventKind
from services.events.tests.builders import a_call, a_mobility
from services.events.tests.conftest import Client, ClientOf, OtherServices, Said


@pytest.fixture
def call_id() -> UUID:
    return new_id()


def names(said: Sequence[Event | Tombstone]) -> Counter[str]:
    return Counter(type(event).__name__ for event in said)


def published(call_id: UUID) -> CallPublished:
    return CallPublished(state=a_call(call_id))


def planned(call_id: UUID) -> MobilityPlanned:
    return MobilityPlanned(state=a_mobility(call_id, new_id()))


def withdrawn(plan: MobilityPlanned) -> MobilityWithdrawn:
    return MobilityWithdrawn(state=plan.state.model_copy(update={"version": plan.state.version + 1}))


async def test_a_published_call_gets_its_orientation(
    others: OtherServices, said: Said, call_id: UUID
) -> None:
    await others.say(published(call_id))
    [scheduled] = await said()
    assert isinstance(scheduled, events.EventScheduled)
    assert (scheduled.state.kind, scheduled.state.call_id) == (EventKind.ORIENTATION, call_id)
    assert scheduled.state.title.tr.startswith("Oryantasyon: ")


async def test_only_one_however_often_the_call_is_told(
    others: OtherServices, said: Said, call_id: UUID
) -> None:
    await others.say(published(call_id))
    await others.say(published(call_id))
    await others.say(CallRepublished(state=a_call(call_id)))
    assert names(await said()) == {"EventScheduled": 1}


async def test_none_when_the_office_was_quicker(
    others: OtherServices, office: Client, said: Said, call_id: UUID
) -> None:
    await office.announces(kind="orientation", call_id=str(call_id))
    await others.say(published(call_id))
    assert names(await said()) == {"EventScheduled": 1}


async def test_who_goes_is_invited(others: OtherServices, said: Said, call_id: UUID) -> None:
    await others.say(published(call_id))
    plan = planned(call_id)
    await others.say(plan)
    scheduled, invitation = await said()
    assert isinstance(invitation, events.ParticipantInvited)
    assert (invitation.state.event_id, invitation.state.person_id) == (scheduled.key, plan.state.person_id)
    assert invitation.state.faculty == "engineering"


async def test_who_was_known_before_the_call_is_invited_with_it(
    others: OtherServices, said: Said, call_id: UUID
) -> None:
    plans = [planned(call_id) for _ in range(3)]
    for plan in plans:
        await others.say(plan)
    assert await said() == []
    await others.say(published(call_id))
    invited = {
        event.state.person_id for event in await said() if isinstance(event, events.ParticipantInvited)
    }
    assert invited == {plan.state.person_id for plan in plans}


async def test_call_and_mobilities_at_the_same_moment_lose_no_invitation(
    others: OtherServices, said: Said
) -> None:
    calls = [new_id() for _ in range(8)]
    told = [event for call_id in calls for event in (planned(call_id), published(call_id), planned(call_id))]
    await asyncio.gather(*(others.say(event) for event in told))
    assert names(await said()) == {"EventScheduled": 8, "ParticipantInvited": 16}


async def test_everything_delivered_twice_changes_nothing(
    others: OtherServices, said: Said, call_id: UUID
) -> None:
    stays, leaves = planned(call_id), planned(call_id)
    for event in (stays, leaves, published(call_id), withdrawn(leaves)):
        await others.say(event)
    before = await said()
    await others.repeat()
    assert await said() == before
    assert names(before) == {"EventScheduled": 1, "ParticipantInvited": 2, "RegistrationCancelled": 1}


async def test_who_withdraws_before_the_orientation_exists_is_not_invited(
    others: OtherServices, said: Said, call_id: UUID
) -> None:
    plan = planned(call_id)
    for event in (plan, withdrawn(plan), published(call_id)):
        await others.say(event)
    assert names(await said()) == {"EventScheduled": 1}


async def test_a_withdrawal_frees_the_place_for_the_next(
    others: OtherServices, office: Client, client_of: ClientOf, call_id: UUID
) -> None:
    event = await office.announces(kind="orientation", call_id=str(call_id), capacity=1)
    holder, waiting = planned(call_id), planned(call_id)
    for plan in (holder, waiting):
        await others.say(plan)
        student = client_of(Role.STUDENT, person_id=plan.state.person_id)
        await student.registers(event, plan.state.person_id)
    await others.say(withdrawn(holder))
    [moved] = (await office.get(f"/events/{event['id']}/registrations", status="registered")).body["items"]
    assert moved["person_id"] == str(waiting.state.person_id)


async def test_the_withdrawal_of_one_stay_leaves_another_of_the_same_call(
    others: OtherServices, said: Said, call_id: UUID
) -> None:
    await others.say(published(call_id))
    first = planned(call_id)
    again = MobilityPlanned(state=a_mobility(call_id, first.state.person_id))
    for event in (first, again, withdrawn(first)):
        await others.say(event)
    assert names(await said()) == {"EventScheduled": 1, "ParticipantInvited": 1}


async def test_who_goes_after_all_is_invited_again(others: OtherServices, said: Said, call_id: UUID) -> None:
    first = planned(call_id)
    again = MobilityPlanned(state=a_mobility(call_id, first.state.person_id))
    for event in (published(call_id), first, withdrawn(first), again):
        await others.say(event)
    invitation = (await said())[-1]
    assert isinstance(invitation, events.ParticipantInvited)
    assert invitation.state.version == 3


@pytest.mark.parametrize(
    "known",
    [{"imported": True}, {"direction": Direction.INCOMING}, {"call_id": None}],
    ids=["of earlier years", "here", "without a call"],
)
async def test_stays_that_have_no_orientation_are_passed_over(
    others: OtherServices, said: Said, call_id: UUID, known: dict[str, object]
) -> None:
    await others.say(published(call_id))
    await others.say(MobilityPlanned(state=a_mobility(call_id, new_id()).model_copy(update=known)))
    await others.say(MobilityRepublished(state=a_mobility(call_id, new_id())))
    assert names(await said()) == {"EventScheduled": 1}


async def test_an_unreadable_mobility_is_parked_and_others_go_on(
    others: OtherServices, said: Said, engine: AsyncEngine, call_id: UUID
) -> None:
    await others.say(published(call_id))
    await others.say(planned(call_id))
    await others.say_unreadably(planned(call_id))
    await others.say(planned(call_id))
    async with engine.connect() as connection:
        rows = await connection.execute(select(PARKED_RECORD.c.consumer_group, PARKED_RECORD.c.error))
        parked = {row.consumer_group: row.error for row in rows}
    assert parked.keys() == {"events.orientations", "events.deadlines"}
    assert all("unknown event type" in error for error in parked.values())
    assert names(await said())["ParticipantInvited"] == 2
