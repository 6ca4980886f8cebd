"""Plans of events over HTTP."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

from chassis.clock import academic_date, utc_now
from chassis.identity.caller import Role
from chassis.ids import new_id
from contracts import event_plans as told
from contracts import reminders
from contracts.mobility import PersonErased
from contracts.vocabulary import WaitsFor
from services.events.tests.conftest import Client, ClientOf, OtherServices, Said

SOON = (academic_date(utc_now()) + timedelta(days=20)).isoformat()
PRINTING = {"kind": "printing", "planned": {"amount": "900.00", "currency": "TRY"}, "actual": None}


def a_task(**known: object) -> dict[str, object]:
    return {"what": {"tr": "Afişleri bastır", "en": "Print the posters"}, "due_on": SOON, **known}


async def planned(office: Client, *tasks: dict[str, object]) -> tuple[Any, str]:
    """An event with a plan, and the plan's path."""
    event = await office.announces()
    path = f"/events/{event['id']}/plan"
    answer = await office.post(path, {"costs": [PRINTING], "tasks": list(tasks)})
    assert answer.status == 201, answer.body
    return event, path


async def test_an_event_has_one_plan_however_many_begin_it(office: Client, said: Said) -> None:
    event = await office.announces()
    path, body = f"/events/{event['id']}/plan", {"costs": [PRINTING], "tasks": [a_task()]}
    answers = await asyncio.gather(*(office.post(path, body) for _ in range(3)))
    assert sorted(each.status for each in answers) == [201, 409, 409]
    assert {each.code for each in answers if each.status == 409} == {"event-is-planned"}
    *_, begun = await said()
    assert isinstance(begun, told.EventPlanBegun)
    present = (await office.get(path)).body
    assert present == begun.state.model_dump(mode="json")
    assert (present["id"], present["costs"]) == (event["id"], [PRINTING])


async def test_costs_and_tasks_change_apart(office: Client) -> None:
    _, path = await planned(office, a_task())
    assert (await office.post(f"{path}/tasks", {"tasks": [a_task()]})).body["version"] == 2
    paid = PRINTING | {"actual": {"amount": "870.50", "currency": "TRY"}}
    assert (await office.replaces(f"{path}/costs", {"costs": [paid]}, None)).status == 428
    assert (await office.replaces(f"{path}/costs", {"costs": [paid]}, 1)).status == 412
    assert (await office.replaces(f"{path}/costs", {"costs": [paid]}, 2)).body["costs"] == [paid]
    done = (await office.post(f"{path}/tasks/done", {"number": 2})).body
    assert [task["done_on"] is not None for task in done["tasks"]] == [False, True]


async def test_a_plan_is_of_an_event_that_takes_place(office: Client) -> None:
    assert (await office.post(f"/events/{new_id()}/plan", {})).status == 404
    event = await office.announces()
    await office.post(f"/events/{event['id']}/cancel")
    assert (await office.post(f"/events/{event['id']}/plan", {})).code == "event-cancelled"


async def test_with_an_event_its_plan_is_called_off(
    office: Client, others: OtherServices, said: Said
) -> None:
    event, path = await planned(office, a_task(), a_task())
    await office.post(f"/events/{event['id']}/cancel")
    assert (await office.get(path)).body["status"] == "cancelled"
    for plan in [each for each in await said() if isinstance(each, told.EventPlanEvent)]:
        await others.say(plan)
    outcomes = [type(each).__name__ for each in await said() if isinstance(each, reminders.ReminderEvent)]
    assert outcomes == ["ReminderPlanned"] * 2 + ["ReminderSettled"] * 2


async def test_every_task_waits_for_who_does_it(office: Client, others: OtherServices, said: Said) -> None:
    ayse, mehmet = new_id(), new_id()
    tasks = [a_task(responsible_id=str(each)) for each in (ayse, mehmet)]
    _, path = await planned(office, *tasks, a_task())
    await others.say((await said())[-1])
    await office.post(f"{path}/tasks/done", {"number": 2})
    await others.say(next(each for each in reversed(await said()) if isinstance(each, told.EventPlanEvent)))
    await others.repeat()
    waited = [each.state for each in await said() if isinstance(each, reminders.ReminderEvent)]
    assert [(each.part, each.person_id, each.status.value) for each in waited] == [
        ("1", ayse, "planned"),
        ("2", mehmet, "planned"),
        ("3", None, "planned"),
        ("2", mehmet, "settled"),
    ]


async def test_what_an_erased_person_was_to_do_waits_for_the_office(
    office: Client, others: OtherServices, said: Said
) -> None:
    ayse = new_id()
    _, path = await planned(office, a_task(responsible_id=str(ayse)))
    await others.say((await said())[-1])
    await others.say(PersonErased(key=ayse, sequence=2))
    after = (await office.get(path)).body
    assert [task["responsible_id"] for task in after["tasks"]] == [None]
    await others.repeat()
    await others.say(next(each for each in reversed(await said()) if isinstance(each, told.EventPlanEvent)))
    first, erased, again = [each for each in await said() if each.TOPIC == reminders.ReminderEvent.TOPIC]
    assert isinstance(first, reminders.ReminderPlanned)
    assert isinstance(erased, reminders.ReminderErased)
    assert isinstance(again, reminders.ReminderPlanned)
    assert again.state.waits_for is WaitsFor.OFFICE
    refused = await office.post(f"{path}/tasks", {"tasks": [a_task(responsible_id=str(ayse))]})
    assert refused.code == "person-erased"


async def test_plans_are_the_offices(office: Client, client_of: ClientOf) -> None:
    _, path = await planned(office)
    assert (await client_of(Role.STAFF, person_id=new_id()).get(path)).status == 403
