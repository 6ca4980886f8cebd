"""What an answer depends on: a change that touches none of it leaves the answer as it was, byte for byte."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any
from uuid import UUID

import orjson
import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from chassis.identity.caller import Caller, Role
from chassis.ids import new_id
from gateway.compiler.answering import Answering, Compiler, Planned
from gateway.compiler.connections import Connections
from gateway.compiler.not_compilable import NotCompilable
from gateway.compiler.row_texts import RowTexts
from gateway.compiler.touches import Dependence
from gateway.documents.reading import DocumentRefused
from gateway.execution import Asked
from gateway.reading.ids import node_id
from gateway.tests import office
from gateway.tests.cache.asking import OFFICE, SCHEMA, STUDENT, asked, questions
from gateway.tests.cache.writing import Writes
from gateway.tests.fixtures import Views, received
from gateway.tests.operations import Known, random_operation
from gateway.views.differences import ROWS_MAX, Difference, Differences
from gateway.views.projection import take_in

OPERATIONS = int(os.environ.get("KERVAN_CACHE_OPERATIONS", "300"))
BATCHES = 40


@pytest.fixture
async def answering(views: Views) -> AsyncIterator[Answering]:
    connections = Connections(views.engine.url.render_as_string(hide_password=False), 2, 30_000)
    yield Answering(Compiler(SCHEMA.graphql), connections, RowTexts(0))
    await connections.close()


def planned(answering: Answering, asked: Asked) -> Planned:
    return answering.planned(asked.operation, asked.variables, asked.caller)


def depends_on(answering: Answering, asked: Asked) -> tuple[Dependence, ...] | None:
    plan = planned(answering, asked)
    return None if plan.plan.touches is None else plan.plan.touches.of(plan.variables)


async def written(engine: AsyncEngine, events: Sequence[Any]) -> Differences:
    async with engine.begin() as connection:
        differences, _ = await take_in(connection, [received(event) for event in events])
        return differences


def touched(dependences: tuple[Dependence, ...], differences: Differences) -> bool:
    return any(
        each.touched_by(difference)
        for each in dependences
        for difference in differences.rows.get(each.type, ())
    )


def random_questions(writes: Writes) -> dict[str, Asked]:
    """Operations over the whole schema; most are not to be cached, some not even to be compiled."""
    known = Known({name: [node_id(name, each) for each in ids] for name, ids in writes.ids.items()})
    found = {}
    for seed in range(OPERATIONS):
        operation = random_operation(SCHEMA.graphql, seed, known)
        try:
            found[f"{seed}"] = asked(operation.document, OFFICE, **operation.variables)
        except DocumentRefused:
            continue
    return found


def cacheable(answering: Answering, asked: Mapping[str, Asked]) -> dict[str, tuple[Dependence, ...]]:
    found = {}
    for name, each in asked.items():
        try:
            if (dependences := depends_on(answering, each)) is not None:
                found[name] = dependences
        except NotCompilable:
            continue
    return found


@pytest.mark.timeout(3600)
async def test_what_no_change_touches_stays_the_same(views: Views, answering: Answering) -> None:
    writes = Writes(7)
    await written(views.engine, writes.everything())
    asked = questions(writes.ids) | random_questions(writes)
    depending = cacheable(answering, asked)
    assert len(depending) > OPERATIONS / 20
    before = {name: await answering.run(planned(answering, asked[name])) for name in depending}
    dropped = differing = 0
    for _ in range(BATCHES):
        differences = await written(views.engine, writes.some())
        for name, dependences in depending.items():
            answer = await answering.run(planned(answering, asked[name]))
            is_touched = touched(dependences, differences)
            assert is_touched or answer == before[name], (name, asked[name].operation.document.text)
            dropped += is_touched
            differing += answer != before[name]
            before[name] = answer
    assert differing > dropped / 3  # it does not drop everything either


@pytest.mark.parametrize(
    "document",
    [
        "{ mobilities { nodes { status } } }",
        "{ people { totalCount } }",
        "{ grants { nodes { status } } }",
        '{ search(text: "a") { __typename } }',
        "{ me { roles } }",
        "{ staleness { topic } }",
        "{ partners { nodes { name agreements { nodes { mobilities { totalCount } } } } } }",
        "{ events { nodes { registrations { totalCount } } } }",
    ],
)
def test_what_holds_people_or_callers_is_not_cached(document: str, answering: Answering) -> None:
    assert depends_on(answering, asked(document)) is None


def test_what_a_policy_narrows_is_cached_for_those_only_whom_it_does_not(answering: Answering) -> None:
    document = "{ agreements { nodes { reference } } }"
    assert depends_on(answering, asked(document, OFFICE)) is not None
    assert depends_on(answering, asked(document, STUDENT)) is None
    partner = Caller("partner", frozenset({Role.PARTNER}), partner_id=UUID(int=1))
    assert depends_on(answering, asked(document, partner)) is None
    nobody = Caller("nobody", frozenset())
    assert depends_on(answering, asked("{ partners { totalCount } }", nobody)) is None


def test_a_list_depends_on_its_conditions_and_the_columns_it_shows(answering: Answering) -> None:
    document = '{ partners(filter: {country: "de"}) { nodes { city } } }'
    assert depends_on(answering, asked(document)) == (
        Dependence("Partner", (("country", "DE"),), frozenset({"id", "name", "city", "country"})),
    )


def test_published_totals_depend_on_what_they_count_by(answering: Answering) -> None:
    document = "{ programmeStatistics(fromYear: 2024, toYear: 2025) { beneficiaries } }"
    found = depends_on(answering, asked(document))
    assert found is not None
    assert {each.type: each.columns for each in found} == {
        "Mobility": {"programme", "call_year", "status"},
        "Agreement": {"programme", "signed_on"},
    }


GERMAN = Dependence("Partner", (("country", "DE"),), frozenset({"country", "name"}))


def partner(columns: set[str] | None, before: str | None, after: str | None) -> Difference:
    return Difference(
        "Partner",
        None if columns is None else frozenset(columns),
        None if before is None else {"country": before},
        None if after is None else {"country": after},
    )


def test_a_row_that_leaves_a_list_or_comes_to_it_touches_it() -> None:
    assert GERMAN.touched_by(partner({"country"}, "DE", "TR"))
    assert GERMAN.touched_by(partner({"country"}, "TR", "DE"))
    assert GERMAN.touched_by(partner(None, None, "DE"))
    assert GERMAN.touched_by(partner(None, "DE", None))


def test_other_rows_and_other_columns_do_not() -> None:
    assert not GERMAN.touched_by(partner({"name"}, "TR", "TR"))
    assert not GERMAN.touched_by(partner({"website", "version"}, "DE", "DE"))
    assert not GERMAN.touched_by(partner(None, None, "TR"))


def test_what_is_too_long_for_a_notification_is_told_by_type() -> None:
    rows = [partner({"name"}, "DE", str(number)) for number in range(200)]
    event = Difference("Event", frozenset({"registered"}), {"id": "1"}, {"id": "1"})
    told = Differences.of([*rows, event]).written(2_000)
    assert len(told) <= 2_000
    assert Differences.of_json(orjson.loads(told)) == Differences({"Event": (event,)}, frozenset({"Partner"}))


async def test_very_many_rows_are_told_by_type(views: Views) -> None:
    partners = [office.partner(new_id(), name=f"{number}") for number in range(ROWS_MAX + 1)]
    assert (await written(views.engine, partners[1:])).whole == frozenset()
    renamed = [office.partner(partner.key, 2, name="Renamed") for partner in partners]
    assert await written(views.engine, renamed) == Differences(whole=frozenset({"Partner"}))
    assert {row["name"] for row in await views.rows("partner_view")} == {"Renamed"}


async def test_a_row_of_people_tells_no_value(views: Views) -> None:
    writes = Writes(3)
    differences = await written(views.engine, writes.everything())
    assert {"Person", "Grant"}.isdisjoint(differences.rows)
    assert all(row.after == {} for row in differences.rows["Mobility"])


async def test_a_repeated_event_makes_nothing_different(views: Views) -> None:
    events = Writes(3).everything()
    assert await written(views.engine, events)
    assert not await written(views.engine, events)
