"""Who is told together: those who see the same, and nobody else."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import event

from chassis.identity.caller import Caller, Role
from chassis.ids import new_id
from chassis.readings import WRITTEN_AFTER_SECONDS
from gateway.documents.document import Document
from gateway.documents.reading import Documents
from gateway.execution import Asked
from gateway.limits.document import Limits
from gateway.reading.ids import node_id
from gateway.schema.schema import build_schema
from gateway.subscriptions.document import reached_types, without_cursor
from gateway.subscriptions.shapes import shape_of
from gateway.tests import office
from gateway.tests.fixtures import Views
from gateway.tests.subscriptions.line import Line
from gateway.tests.test_readings import log_of
from gateway.views.catalogue import BY_TYPE

PLACES = "subscription { eventPlacesChanged { event { id registered } } }"
ATTENDANCE = "subscription { eventPlacesChanged { event { id registrations { totalCount } } } }"
STAYS = "subscription { mobilityChanged { mobility { id person { email iban } } } }"
SCHEMA = build_schema().graphql


@contextmanager
def counted(views: Views, table: str) -> Iterator[list[str]]:
    """Statements that read a table."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if f"FROM {table}" in statement and statement.startswith("SELECT"):
            seen.append(statement)

    event.listen(views.engine.sync_engine, "before_cursor_execute", note)
    yield seen
    event.remove(views.engine.sync_engine, "before_cursor_execute", note)


@pytest.mark.parametrize("count", [1, 40])
async def test_one_read_tells_all_who_see_the_same(line: Line, views: Views, count: int) -> None:
    students = [line.token(Role.STUDENT, person_id=new_id()) for _ in range(count)]
    async with AsyncExitStack() as stack:
        wires = [await stack.enter_async_context(line.connected(token)) for token in students]
        for wire in wires:
            await wire.subscribe(PLACES)
        await line.listening(count)
        with counted(views, "event_view") as reads:
            await line.take_in(office.gathering(new_id(), registered=7))
            told = [(await wire.told())["eventPlacesChanged"]["event"]["registered"] for wire in wires]
    assert told == [7] * count
    assert len(reads) == 1


async def test_a_count_that_depends_on_who_asks_is_read_for_each(line: Line, views: Views) -> None:
    gathering, ayse, mehmet = office.gathering(new_id()), new_id(), new_id()
    await views.take_in(gathering, office.registration(new_id(), gathering.key, ayse))
    callers = {ayse: 1, mehmet: 0}
    async with AsyncExitStack() as stack:
        told = {}
        for person in callers:
            token = line.token(Role.STUDENT, person_id=person)
            told[person] = await stack.enter_async_context(line.connected(token))
            await told[person].subscribe(ATTENDANCE)
        await line.listening(2)
        await line.take_in(office.gathering(gathering.key, 2))
        for person, count in callers.items():
            answer = (await told[person].told())["eventPlacesChanged"]["event"]
            assert answer["registrations"]["totalCount"] == count


async def test_roles_that_see_other_columns_are_told_apart(line: Line, views: Views) -> None:
    student = office.person(new_id())
    await views.take_in(student)
    seen = {Role.OFFICE: (True, True), Role.FINANCE: (False, True), Role.COORDINATOR: (True, False)}
    async with AsyncExitStack() as stack:
        wires = {}
        for role in seen:
            token = line.token(role, faculty="engineering")
            wires[role] = await stack.enter_async_context(line.connected(token))
            await wires[role].subscribe(STAYS)
        await line.listening(3)
        await line.take_in(office.stay(new_id(), student.key))
        for role, columns in seen.items():
            person = (await wires[role].told())["mobilityChanged"]["mobility"]["person"]
            assert (person["email"] is not None, person["iban"] is not None) == columns


async def test_each_of_the_staff_who_is_told_of_a_person_is_noted(line: Line, views: Views) -> None:
    """One read for all of a group, a reading for each; the student's own is none."""
    student = office.person(new_id())
    await views.take_in(student)
    tokens = [line.token(Role.OFFICE), line.token(Role.FINANCE)]
    async with AsyncExitStack() as stack:
        for token in (*tokens, line.token(Role.STUDENT, person_id=student.key)):
            wire = await stack.enter_async_context(line.connected(token))
            await wire.subscribe(STAYS)
        await line.listening(3)
        await line.take_in(office.stay(new_id(), student.key))
        await log_of(views, times=2)
        await asyncio.sleep(2 * WRITTEN_AFTER_SECONDS)
    rows = [row for row in await views.rows("person_reading") if row["person_id"] == student.key]
    assert sorted(row["roles"] for row in rows) == ["finance", "office"]


async def test_those_who_resume_elsewhere_share_what_comes_next(line: Line, views: Views) -> None:
    query = "subscription ($from: String) { eventPlacesChanged(after: $from) { event { id } } }"
    first, second = office.gathering(new_id()), office.gathering(new_id())
    async with line.connected() as one, line.connected() as other:
        await one.subscribe(query, **{"from": await line.now()})
        await line.take_in(first)
        await one.told()
        await other.subscribe(query, **{"from": await line.now()})
        await line.listening(2)
        with counted(views, "event_view") as reads:
            await line.take_in(second)
            for wire in (one, other):
                assert (await wire.told())["eventPlacesChanged"]["event"]["id"] == node_id(
                    "Event", second.key
                )
    assert len(reads) == 1


def read(text: str) -> Document:
    return Documents(SCHEMA, Limits()).read(text)


def asked(text: str, **variables: str) -> Asked:
    return Asked(read(text).operation(None), variables, caller(Role.OFFICE), token="")


def caller(role: Role, subject: str = "s", **limits: Any) -> Caller:
    return Caller(subject, frozenset({role}), **limits)


AYSE, MEHMET = UUID(int=1), UUID(int=2)


def test_the_office_has_one_shape_whoever_it_is() -> None:
    one, other = caller(Role.OFFICE, "a", person_id=AYSE), caller(Role.OFFICE, "b", faculty="law")
    assert shape_of(one, BY_TYPE) == shape_of(other, BY_TYPE)


def test_a_facultys_coordinators_share_a_shape_and_students_do_not() -> None:
    law, music = caller(Role.COORDINATOR, faculty="law"), caller(Role.COORDINATOR, faculty="music")
    assert shape_of(law, BY_TYPE) == shape_of(caller(Role.COORDINATOR, "x", faculty="law"), BY_TYPE)
    assert shape_of(law, {"Mobility"}) != shape_of(music, {"Mobility"})
    ayse, mehmet = caller(Role.STUDENT, person_id=AYSE), caller(Role.STUDENT, person_id=MEHMET)
    assert shape_of(ayse, {"Mobility"}) != shape_of(mehmet, {"Mobility"})
    assert shape_of(ayse, {"Event", "Call"}) == shape_of(mehmet, {"Event", "Call"})


def test_roles_that_hide_other_columns_have_other_shapes() -> None:
    shapes = {shape_of(caller(role), {"Person"}) for role in (Role.OFFICE, Role.FINANCE, Role.OPS)}
    assert len(shapes) == 3


@pytest.mark.parametrize(
    ("selection", "types"),
    [
        ("eventPlacesChanged { event { registered } }", {"Event"}),
        ("eventPlacesChanged { event { registrations { totalCount } } }", {"Event", "Registration"}),
        ("mobilityChanged { mobility { person { id } } }", {"Mobility", "Person"}),
        ("mobilityChanged { mobility { ...F } }", {"Mobility", "Person", "Grant"}),
        ("paymentChanged { cursor }", {"PaymentOrder", "Grant"}),
    ],
)
def test_a_document_reaches_the_types_whose_rows_it_shows(selection: str, types: set[str]) -> None:
    fragment = (
        "fragment F on Mobility { grant { person { ... on Person { iban } } } }" if "F" in selection else ""
    )
    reached = reached_types(SCHEMA, read(f"subscription {{ {selection} }} {fragment}"))
    assert types <= reached
    assert reached == types or selection.startswith("paymentChanged")


def test_only_a_variable_that_is_nothing_but_the_cursor_is_left_out() -> None:
    query = "subscription ($c: String, $id: ID) { mobilityChanged(after: $c, id: $id) { cursor } }"
    assert without_cursor(asked(query, c="x", id="y")).variables == {"c": "", "id": "y"}
    twice = (
        "subscription ($c: String) { eventPlacesChanged(after: $c) { event { ...F } } } "
        "fragment F on Event { registrations(after: $c) { totalCount } }"
    )
    assert without_cursor(asked(twice, c="x")).variables == {"c": "x"}
