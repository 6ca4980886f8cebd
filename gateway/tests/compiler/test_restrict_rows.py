"""Third pass: the caller's policies on everything that is read; who it is comes in with the request."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import BindParameter
from sqlalchemy.sql import visitors

from chassis.identity.caller import Caller, Role
from chassis.ids import new_id
from gateway.compiler.nodes import Object, Objects, Page, mapped
from gateway.compiler.restrict_rows import restrict_rows
from gateway.policies import Access, RowFields
from gateway.tests.compiler.passes import bound, restricted
from gateway.tests.ways import COMPILER, operation_of
from gateway.views.catalogue import BY_TYPE

EVERYWHERE = """{
  mobilities { nodes { person { givenName } call { agreements { reference } } registrations { totalCount } } }
  search(text: "x") { ... on Person { id } }
  me { person { id } }
}"""
MINE = "{ mobilities { nodes { id } totalCount } }"


def read(body: Any) -> list[Any]:
    """All that is read from rows, at any depth."""
    found: list[Any] = []

    def note(node: Any) -> Any:
        if isinstance(node, Object | Objects | Page):
            found.append(node)
        return node

    mapped(body, note)
    return found


def student() -> Caller:
    return Caller("test", frozenset({Role.STUDENT}), person_id=new_id())


def parameters(access: Access) -> Iterator[str]:
    condition = access.rows(RowFields(BY_TYPE[access.type].table))
    yield from (each.key for each in visitors.iterate(condition) if isinstance(each, BindParameter))


def test_everything_that_is_read_is_narrowed() -> None:
    assert all(node.access is None for node in read(bound(EVERYWHERE)))
    narrowed = read(restricted(EVERYWHERE, student()))
    assert len(narrowed) == 9
    assert all(node.access.type == node.type for node in narrowed)


def test_a_claim_is_a_parameter_and_never_a_value() -> None:
    (page,) = read(restricted(MINE, student()))
    assert list(parameters(page.access)) == ["caller_person_id"]


def test_callers_of_one_role_share_a_plan_and_bring_their_own_claims() -> None:
    ayse, mehmet = student(), student()
    plan, _, told = COMPILER.plan(operation_of(MINE), {}, ayse)
    same, _, told_too = COMPILER.plan(operation_of(MINE), {}, mehmet)
    assert plan is same
    assert str(ayse.person_id) not in plan.sql
    assert ayse.person_id in told
    assert mehmet.person_id in told_too
    assert ayse.person_id not in told_too


def test_a_caller_without_the_claim_has_another_plan() -> None:
    plan = COMPILER.plan(operation_of(MINE), {}, student()).plan
    without = COMPILER.plan(operation_of(MINE), {}, Caller("test", frozenset({Role.STUDENT}))).plan
    assert plan is not without


def test_roles_are_part_of_a_plans_shape() -> None:
    plans = [COMPILER.plan(operation_of(MINE), {}, Caller("test", frozenset({role})))[0] for role in Role]
    assert len({id(plan) for plan in plans}) == len(plans)


def test_restricting_leaves_the_nodes_that_came_in_as_they_were() -> None:
    before = bound(MINE)
    restrict_rows(before, student())
    assert all(node.access is None for node in read(before))
