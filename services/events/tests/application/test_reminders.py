"""What other services say is due is reminded of once, and settled when nothing is waited for."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from chassis.clock import ISTANBUL
from chassis.ids import new_id
from chassis.timetable import round_of
from chassis.work import Transactions
from contracts import finance, mobility
from contracts import reminders as told
from contracts.event import Money
from contracts.mobility import PersonErased
from contracts.vocabulary import (
    CallStatus,
    Currency,
    GrantStatus,
    InstalmentKind,
    InstalmentStatus,
    MobilityStatus,
    PlacementList,
    PlacementStatus,
    Programme,
    VisitStatus,
)
from services.events.adapters.work import EventsWork
from services.events.application import pipelined, visited
from services.events.domain import project as projects
from services.events.domain import visit as visits
from services.events.domain.project import Content, Project
from services.events.domain.task import Wanted
from services.events.domain.visit import Report
from services.events.entrypoints.timetable import REMINDERS
from services.events.tests.builders import WORDS, a_call, a_mobility, a_visit_plan
from services.events.tests.conftest import OtherServices, Said

TODAY = datetime.now(UTC).date()
IN_TEN_DAYS, IN_TWENTY_DAYS = TODAY + timedelta(days=10), TODAY + timedelta(days=20)


def a_place(place_id: UUID, person_id: UUID, version: int = 1, **known: Any) -> mobility.Placement:
    given = {"status": PlacementStatus.OFFERED, "reply_by": IN_TEN_DAYS} | known
    return mobility.Placement(
        id=place_id, version=version, person_id=person_id, call_id=new_id(), application_id=new_id(),
        faculty="engineering", agreement_id=new_id(), condition_id=new_id(), partner_id=new_id(),
        list=PlacementList.MAIN, rank=1, score=Decimal(90), **given,
    )  # fmt: skip


def a_grant(grant_id: UUID, version: int, *instalments: tuple[date, InstalmentStatus]) -> finance.Grant:
    money = Money(amount=Decimal("100.00"), currency=Currency.EUR)
    parts = [
        finance.Instalment(number=at, kind=InstalmentKind.ADVANCE, amount=money, due_on=due_on, status=status)
        for at, (due_on, status) in enumerate(instalments, start=1)
    ]
    return finance.Grant(
        id=grant_id, version=version, mobility_id=new_id(), person_id=new_id(), programme=Programme.ERASMUS,
        call_year=2024, status=GrantStatus.RESERVED, paid=money, instalments=tuple(parts),
    )  # fmt: skip


@pytest.fixture
def remembered(said: Said) -> Any:
    """What was told of reminders: type, status and day, in order."""

    async def read() -> list[tuple[str, str, date]]:
        events = [event for event in await said() if isinstance(event, told.ReminderEvent)]
        return [
            (
                type(event).__name__.removeprefix("Reminder"),
                event.state.status.value,
                event.state.due_at.date(),
            )
            for event in events
        ]

    return read


async def at(days: int, transactions: Transactions[EventsWork]) -> None:
    moment = datetime.now(UTC) + timedelta(days=days)
    await round_of(REMINDERS, transactions, lambda: moment)


async def test_an_offered_place_waits_for_its_person_until_it_is_answered(
    others: OtherServices, transactions: Transactions[EventsWork], said: Said, remembered: Any
) -> None:
    place, person = new_id(), new_id()
    await others.say(mobility.PlacementOffered(state=a_place(place, person)))
    await at(7, transactions)
    await at(9, transactions)
    await asyncio.gather(*(at(9, transactions) for _ in range(3)))
    taken = a_place(place, person, 2, status=PlacementStatus.ACCEPTED)
    await others.say(mobility.PlacementAccepted(state=taken))
    await others.repeat()
    assert [(what, status) for what, status, _ in await remembered()] == [
        ("Planned", "planned"),
        ("Due", "due"),
        ("Settled", "settled"),
    ]
    first = next(event for event in await said() if isinstance(event, told.ReminderEvent))
    assert (first.state.person_id, first.state.about) == (person, place)


async def test_a_deadline_that_moves_is_reminded_of_anew(
    others: OtherServices, transactions: Transactions[EventsWork], remembered: Any
) -> None:
    call = a_call(new_id(), version=1).model_copy(
        update={"status": CallStatus.OPEN, "closes_at": datetime.now(UTC) + timedelta(days=2)}
    )
    await others.say(mobility.CallOpened(state=call))
    await at(0, transactions)
    later = call.model_copy(update={"version": 2, "closes_at": call.closes_at + timedelta(days=30)})
    await others.say(mobility.CallRescheduled(state=later))
    await at(0, transactions)
    await at(31, transactions)
    closed = later.model_copy(update={"version": 3, "status": CallStatus.RANKED})
    await others.say(mobility.CallRanked(state=closed))
    assert [what for what, _, _ in await remembered()] == ["Planned", "Due", "Moved", "Due", "Settled"]


async def test_a_grant_waits_for_its_next_instalment(others: OtherServices, remembered: Any) -> None:
    grant = new_id()
    ordered, paid = InstalmentStatus.ORDERED, InstalmentStatus.PAID
    first, second = (IN_TEN_DAYS, ordered), (IN_TWENTY_DAYS, InstalmentStatus.PLANNED)
    await others.say(finance.GrantReserved(state=a_grant(grant, 1, first, second)))
    await others.say(finance.InstalmentPaid(state=a_grant(grant, 2, (IN_TEN_DAYS, paid), second)))
    done = a_grant(grant, 3, (IN_TEN_DAYS, paid), (IN_TWENTY_DAYS, paid))
    await others.say(finance.InstalmentPaid(state=done))
    assert [(what, day) for what, _, day in await remembered()] == [
        ("Planned", IN_TEN_DAYS),
        ("Moved", IN_TWENTY_DAYS),
        ("Settled", IN_TWENTY_DAYS),
    ]


async def test_a_stay_waits_for_the_office_until_it_is_completed(
    others: OtherServices, said: Said, remembered: Any
) -> None:
    stay = a_mobility(None, new_id(), ends=IN_TWENTY_DAYS)
    await others.say(mobility.MobilityPlanned(state=stay))
    ended = stay.model_copy(update={"version": 2, "status": MobilityStatus.COMPLETED})
    await others.say(mobility.MobilityCompleted(state=ended))
    assert [what for what, _, _ in await remembered()] == ["Planned", "Settled"]
    (first, *_) = [event for event in await said() if isinstance(event, told.ReminderEvent)]
    assert (first.state.waits_for.value, first.state.person_id) == ("office", None)


async def test_what_was_due_before_it_was_heard_of_reminds_nobody(
    others: OtherServices, remembered: Any
) -> None:
    """A service that begins reads all that was ever said."""
    await others.say(mobility.MobilityPlanned(state=a_mobility(None, new_id(), ends=date(2020, 1, 31))))
    record = a_mobility(None, new_id(), ends=IN_TEN_DAYS, imported=True)
    await others.say(mobility.MobilityImported(state=record))
    assert await remembered() == []


async def test_an_erased_person_is_waited_for_no_more(others: OtherServices, said: Said) -> None:
    person = new_id()
    await others.say(mobility.PlacementOffered(state=a_place(new_id(), person)))
    await others.say(PersonErased(key=person, sequence=2))
    await others.say(mobility.PlacementOffered(state=a_place(new_id(), person)))
    told_of = [type(event) for event in await said()]
    assert told_of == [told.ReminderPlanned, told.ReminderErased]


async def test_the_next_follow_up_of_a_visit_is_reminded_of_until_all_are_done(
    others: OtherServices, said: Said
) -> None:
    reported = visits.report(
        replace(visits.plan_visit(new_id(), a_visit_plan()), status=VisitStatus.HELD),
        Report(WORDS, (Wanted(WORDS, IN_TWENTY_DAYS), Wanted(WORDS, IN_TEN_DAYS))),
    )
    await others.say(visited.moved(reported))
    some = visits.finish_follow_up(reported, 2, TODAY)
    await others.say(visited.changed(some))
    await others.say(visited.changed(visits.finish_follow_up(some, 1, TODAY)))
    assert [(type(event), due_on(event)) for event in await said()] == [
        (told.ReminderPlanned, IN_TEN_DAYS),
        (told.ReminderMoved, IN_TWENTY_DAYS),
        (told.ReminderSettled, IN_TWENTY_DAYS),
    ]


async def test_a_project_is_due_when_it_must_apply_then_when_its_tasks_are(
    others: OtherServices, said: Said
) -> None:
    idea = Project(new_id(), Content(WORDS, "KA220", "European Commission", IN_TEN_DAYS))
    await others.say(pipelined.moved(idea))
    applied = projects.apply(idea, TODAY)
    await others.say(pipelined.moved(applied))
    working = projects.add_tasks(applied, (Wanted(WORDS, IN_TWENTY_DAYS),))
    await others.say(pipelined.changed(working))
    await others.say(pipelined.moved(projects.refuse(working)))
    assert [(type(event), due_on(event)) for event in await said()] == [
        (told.ReminderPlanned, IN_TEN_DAYS),
        (told.ReminderSettled, IN_TEN_DAYS),
        (told.ReminderMoved, IN_TWENTY_DAYS),
        (told.ReminderSettled, IN_TWENTY_DAYS),
    ]


def due_on(event: Any) -> date:
    day: date = event.state.due_at.astimezone(ISTANBUL).date()
    return day
