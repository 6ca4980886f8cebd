"""Compiled answers equal resolved ones: all that each role can reach, and operations made at random.

``KERVAN_OPERATIONS=10000`` runs so many; a failure names its seed, which makes the same operation again.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from typing import Any, cast

import orjson
import pytest
from strawberry.types import ExecutionResult

from chassis.clock import utc_now
from chassis.identity.caller import Caller, Role
from chassis.readings import Readings
from gateway import execution
from gateway.commands.owner import Owners
from gateway.compiler.answering import Answering, Compiler
from gateway.compiler.connections import Connections
from gateway.compiler.not_compilable import NotCompilable
from gateway.compiler.row_texts import RowTexts
from gateway.documents.reading import DocumentRefused
from gateway.http.plain_execution import PlainExecution
from gateway.reading.ids import node_id
from gateway.reading.marks import MARK
from gateway.recording import Recording
from gateway.tests.crowd import Crowd
from gateway.tests.fixtures import Views
from gateway.tests.operations import Asked, Known, random_operation
from gateway.tests.walking import connections, whole_query
from gateway.tests.ways import SCHEMA, STATEMENT_MS_MAX, operation_of
from gateway.tests.world import World, build_world

OPERATIONS = int(os.environ.get("KERVAN_OPERATIONS", "400"))
OPERATIONS_A_CROWD = 200
REFUSED = ("refused", "variables", "page", "id")


@pytest.fixture(scope="module")
async def answering(shared_views: Views) -> AsyncIterator[Answering]:
    url = shared_views.engine.url.render_as_string(hide_password=False)
    connections = Connections(url, 4, STATEMENT_MS_MAX)
    yield Answering(Compiler(SCHEMA.graphql), connections, RowTexts(2**20))
    await connections.close()


@pytest.fixture(scope="module")
async def built(shared_views: Views) -> World:
    await shared_views.empty()
    world = build_world()
    await shared_views.take_in(*world.events)
    return world


async def resolved(views: Views, caller: Caller, asked: Asked) -> Any:
    """What resolvers answer: data and errors."""
    recording = Recording(Readings(views.engine, utc_now))
    outcome = await PlainExecution(SCHEMA, views.engine, cast("Owners", None), 0, recording)(
        execution.Asked(operation_of(asked.document), asked.variables, caller, "")
    )
    assert isinstance(outcome, ExecutionResult)
    return orjson.loads(orjson.dumps(outcome.data, default=str)), outcome.errors


async def compiled(answering: Answering, caller: Caller, asked: Asked) -> Any:
    """Where rows are remembered: written, known when written again, and named alone. Without the marks of
    who is shown, which no client gets."""
    planned = answering.planned(operation_of(asked.document), asked.variables, caller)
    answers = {await answering.run(planned) for _ in range(3 if planned.plan.rows else 1)}
    (answer,) = answers
    assert MARK.encode() not in answer.data
    return orjson.loads(answer.data)


@pytest.mark.parametrize("root", connections())
@pytest.mark.parametrize("role", Role)
async def test_everything_a_role_can_reach(
    role: Role, root: str, built: World, shared_views: Views, answering: Answering
) -> None:
    caller = Caller("test", frozenset({role}), **built.claims(role))
    asked = Asked(whole_query(root), {})
    data, errors = await resolved(shared_views, caller, asked)
    assert errors is None
    assert await compiled(answering, caller, asked) == data


@pytest.mark.timeout(3600)
@pytest.mark.parametrize("crowd_seed", range(max(1, OPERATIONS // OPERATIONS_A_CROWD)))
async def test_operations_at_random(crowd_seed: int, shared_views: Views, answering: Answering) -> None:
    """What is refused for its cursors, pages or ids is left to resolvers: they may never get to it."""
    crowd = await _told(shared_views, crowd_seed)
    known = Known({name: [node_id(name, each) for each in ids] for name, ids in crowd.ids.items()})
    callers, left = _callers(crowd), 0
    for number in range(min(OPERATIONS, OPERATIONS_A_CROWD)):
        seed, caller = crowd_seed * OPERATIONS_A_CROWD + number, callers[number % len(callers)]
        asked = random_operation(SCHEMA.graphql, seed, known)
        try:
            data, errors = await resolved(shared_views, caller, asked)
        except DocumentRefused:
            continue  # fields of different types under one name, deep inside a fragment
        known.learn(data)
        try:
            answer = await compiled(answering, caller, asked)
        except NotCompilable as reason:
            left += _must_be_left(reason, (seed, asked))
            continue
        assert errors is None, (seed, errors, asked)
        assert answer == data, (seed, caller, asked)
    assert left < OPERATIONS_A_CROWD / 4


def _must_be_left(reason: NotCompilable, what: Any) -> int:
    assert reason.reason in REFUSED, (reason, what)
    return 1


async def _told(views: Views, seed: int) -> Crowd:
    await views.empty()
    crowd = Crowd(seed)
    await views.take_in(*crowd.events)
    return crowd


def _callers(crowd: Crowd) -> list[Caller]:
    """Every role, two at once, and one without its claim."""
    person, partner = crowd.ids["Person"][0], crowd.ids["Partner"][0]
    claims: dict[Role, dict[str, Any]] = {
        Role.STUDENT: {"person_id": person},
        Role.STAFF: {"person_id": person},
        Role.COORDINATOR: {"faculty": "engineering"},
        Role.PARTNER: {"partner_id": partner},
    }
    alone = [Caller("test", frozenset({role}), **claims.get(role, {})) for role in Role]
    both = Caller("test", frozenset({Role.STUDENT, Role.COORDINATOR}), person_id=person, faculty="economics")
    return [*alone, both, Caller("test", frozenset({Role.STUDENT})), Caller("test", frozenset())]
