"""Rows' texts: which lists have them, and that they are those of the rows as they stand."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import date
from typing import Any, cast
from uuid import UUID

import orjson
import pytest
from strawberry.types import ExecutionResult

from chassis.clock import utc_now
from chassis.identity.caller import Caller, Role
from chassis.readings import Readings
from gateway import execution
from gateway.compiler import connections as opening
from gateway.compiler.answering import Answering, Compiler
from gateway.compiler.connections import Connections
from gateway.compiler.row_texts import RowTexts
from gateway.http.plain_execution import PlainExecution
from gateway.reading.marks import Marked
from gateway.recording import Recording
from gateway.tests.compiler.passes import OFFICE
from gateway.tests.fixtures import Views
from gateway.tests.ways import SCHEMA, STATEMENT_MS_MAX, operation_of
from gateway.tests.world import World, build_world

STAYS = """{ mobilities(first: 50) {
    nodes { id ends version person { givenName familyName } partner { name } grant { instalments { dueOn } } }
    pageInfo { endCursor hasNextPage } } }"""
STUDENT = Caller("one", frozenset({Role.STUDENT}), person_id=UUID(int=1))
COORDINATOR = Caller("two", frozenset({Role.COORDINATOR}), faculty="economics")
ANOTHER = {
    "family_name": "Yeni",
    "name": "Yeni Üniversite",
    "instalments": (),
    "ends": date(2031, 1, 1),
}
SHOWN = {"Person", "Partner", "Grant", "Mobility"}


@pytest.fixture
async def texts() -> RowTexts:
    return RowTexts(2**20)


@pytest.fixture
async def answering(views: Views, texts: RowTexts) -> AsyncIterator[Answering]:
    url = views.engine.url.render_as_string(hide_password=False)
    connections = Connections(url, 1, STATEMENT_MS_MAX, texts.forget)
    yield Answering(Compiler(SCHEMA.graphql), connections, texts)
    await connections.close()


@pytest.fixture
async def world(views: Views) -> World:
    built = build_world()
    await views.take_in(*built.events)
    return built


def changed(event: Any) -> Any:
    """The event once more, a version later and with another value; None where the list shows none of it."""
    state = getattr(event, "state", None)
    name = next((name for name in ANOTHER if hasattr(state, name)), None)
    if state is None or name is None:
        return None
    later = state.model_copy(update={"version": state.version + 1, name: ANOTHER[name]})
    return event.model_copy(update={"state": later})


async def answered(answering: Answering, document: str = STAYS, caller: Caller = OFFICE) -> Any:
    return orjson.loads((await answering.run(answering.planned(operation_of(document), {}, caller))).data)


async def resolved(views: Views, document: str = STAYS, caller: Caller = OFFICE) -> Any:
    recording = Recording(Readings(views.engine, utc_now))
    plain = PlainExecution(SCHEMA, views.engine, cast("Any", None), 0, recording)
    outcome = await plain(execution.Asked(operation_of(document), {}, caller, ""))
    assert isinstance(outcome, ExecutionResult)
    return orjson.loads(orjson.dumps(outcome.data, default=str))


async def remembered(answering: Answering, views: Views) -> None:
    for _ in range(3):
        assert await answered(answering) == await resolved(views)


@pytest.mark.parametrize(
    ("document", "caller", "remembers"),
    [
        (STAYS, OFFICE, True),
        ("{ mobilities { edges { cursor node { id } } totalCount } }", OFFICE, True),
        ("{ mobilities { nodes { id } } }", STUDENT, True),
        ("{ grants { nodes { instalments { dueOn amount { amount } } } } }", OFFICE, True),
        ("{ mobilities { nodes { call { status } } } }", OFFICE, False),  # of another table
        ("{ people { nodes { registrations { totalCount } } } }", OFFICE, False),
        ("{ mobilities { nodes { person { givenName } } } }", COORDINATOR, False),  # by who asks
        ("{ mobilities { nodes { id } edges { cursor } } }", OFFICE, False),
        ("{ mobilities { nodes { id } } me { roles } }", OFFICE, False),
        ("{ mobilities { totalCount } }", OFFICE, False),
        ("{ partners { nodes { name } } }", OFFICE, False),  # whole answers of these are kept
    ],
)
def test_remembered_is_what_follows_from_the_row(document: str, caller: Caller, remembers: bool) -> None:
    plan = Compiler(SCHEMA.graphql).plan(operation_of(document), {}, caller).plan
    assert (plan.rows is not None) is remembers


async def test_a_list_is_named_once_all_its_rows_are_known(
    views: Views, world: World, answering: Answering, texts: RowTexts
) -> None:
    await remembered(answering, views)
    plan = answering.planned(operation_of(STAYS), {}, OFFICE).plan.rows
    assert plan is not None
    assert texts.worth_naming(plan)
    assert texts.size == len((await resolved(views))["mobilities"]["nodes"])


async def test_whatever_changes_a_row_changes_its_text(
    views: Views, world: World, answering: Answering
) -> None:
    """Itself, a copy in it, its order, its end: after each change the answer is the resolvers' again."""
    await remembered(answering, views)
    changes = [again for event in world.events if (again := changed(event)) is not None]
    assert {type(again.state).__name__ for again in changes} >= SHOWN
    for again in changes:
        await views.take_in(again)
        await remembered(answering, views)


async def test_a_new_server_may_hold_other_rows_under_the_same_names(
    views: Views, world: World, answering: Answering, texts: RowTexts, monkeypatch: pytest.MonkeyPatch
) -> None:
    await remembered(answering, views)
    assert texts.size
    monkeypatch.setattr(opening, "SERVER", "SELECT clock_timestamp()")
    connection = await answering._connections._open()
    await connection.close()
    assert texts.size == 0


async def test_what_nobody_asks_for_is_gone_after_two_turns() -> None:
    texts = RowTexts(2**20, turn_seconds=0.05)
    texts.keep("plan", [UUID(int=1)], [7], [Marked(b"Aylin", ())])
    assert texts.all_of("plan", [UUID(int=1)], [7]) == [Marked(b"Aylin", ())]
    await asyncio.sleep(0.3)
    assert texts.size == 0


async def test_texts_take_no_more_room_than_given() -> None:
    texts, text = RowTexts(100_000), Marked(b"x" * 750, ())
    for number in range(1000):
        texts.keep("plan", [UUID(int=number)], [7], [text])
    assert 50 < texts.size <= 102
    assert texts.all_of("plan", [UUID(int=999)], [7]) == [text]
    assert texts.all_of("plan", [UUID(int=0)], [7]) is None


async def test_no_room_remembers_nothing() -> None:
    texts = RowTexts(0)
    texts.keep("plan", [UUID(int=1), UUID(int=2)], [7, 7], [Marked(b"one", ()), Marked(b"two", ())])
    assert texts.size == 0
