"""A rule opens a route to roles; the claims of a token open the objects behind it."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi import APIRouter

from chassis.http.app import create_app
from chassis.identity.access import PEOPLE, Access, Reach, RouteWithoutRule, Sight, access_of, allowed
from chassis.identity.caller import Caller, Role, RoleMissing
from chassis.ids import new_id
from chassis.refusal import Kind, NotFound

ME, OTHER = new_id(), new_id()


def a(*roles: Role, **claims: object) -> Caller:
    return Caller("s", frozenset(roles), **claims)  # type: ignore[arg-type]


def rule(**reaches: Any) -> Access:
    return access_of(allowed(**reaches)(lambda: None))


RULE = rule(everything=[Role.OFFICE], faculty=[Role.COORDINATOR], university=[Role.PARTNER], own=PEOPLE)


def test_a_role_of_no_reach_is_refused_with_those_that_have_one() -> None:
    with pytest.raises(RoleMissing) as refused:
        RULE.require(a(Role.FINANCE))
    roles = "student, staff, coordinator, office, partner"
    assert (refused.value.kind, refused.value.facts) == (Kind.FORBIDDEN, {"roles": roles})


def test_one_of_several_roles_is_enough() -> None:
    RULE.require(a(Role.FINANCE, Role.STAFF))
    assert RULE.reaches(Role.COORDINATOR, Role.STAFF) == {Reach.FACULTY, Reach.OWN}


def test_a_caller_without_roles_may_nothing() -> None:
    with pytest.raises(RoleMissing):
        rule(everything=tuple(Role)).require(a())


@pytest.mark.parametrize(
    ("role", "seen"),
    [
        (Role.OFFICE, {"mine", "of my faculty", "of my university", "anybody's"}),
        (Role.STUDENT, {"mine"}),
        (Role.COORDINATOR, {"of my faculty"}),
        (Role.PARTNER, {"of my university"}),
    ],
)
def test_a_claim_opens_only_what_the_role_reaches(role: Role, seen: set[str]) -> None:
    """Every token carries every claim here: a student's faculty opens nothing."""
    objects: dict[str, dict[str, Any]] = {
        "mine": {"person_id": ME, "faculty": "law", "partner_id": OTHER},
        "of my faculty": {"person_id": OTHER, "faculty": "engineering"},
        "of my university": {"partner_id": ME, "faculty": None},
        "anybody's": {"person_id": OTHER, "faculty": None, "partner_id": OTHER, "in_force": True},
    }
    sight = RULE.sight(a(role, person_id=ME, faculty="engineering", partner_id=ME))
    assert {name for name, whose in objects.items() if sight.sees(**whose)} == seen


@pytest.mark.parametrize("role", [Role.STUDENT, Role.COORDINATOR, Role.PARTNER])
def test_without_its_claim_a_role_sees_nothing(role: Role) -> None:
    """Not even what belongs to nobody, whose columns are null as the claims are."""
    sight = RULE.sight(a(role))
    assert sight == Sight()
    assert not sight.sees(person_id=None, faculty=None, partner_id=None)


def test_what_is_out_of_sight_is_refused_as_the_caller_of_the_check_says() -> None:
    with pytest.raises(NotFound):
        Sight(person_id=ME).require(NotFound(what="grant"), person_id=OTHER)
    Sight(person_id=ME).require(NotFound(what="grant"), person_id=ME)


def test_what_is_in_force_is_seen_by_those_who_see_that() -> None:
    sight = rule(in_force=[Role.STUDENT]).sight(a(Role.STUDENT, person_id=ME))
    assert sight.sees(in_force=True)
    assert not sight.sees(in_force=False, person_id=ME)


def test_a_service_with_a_route_that_has_no_rule_does_not_start() -> None:
    router = APIRouter()

    @router.get("/forgotten")
    async def forgotten() -> None: ...

    parts: Any = {"transactions": None, "verifier": None, "health": None}
    with pytest.raises(RouteWithoutRule, match="forgotten"):
        create_app(title="x", version="1", routers=[router], **parts)


def test_a_page_that_nobody_opened_to_everybody_does_not_start_either() -> None:
    router = APIRouter()

    @router.get("/page")
    @allowed(everything=[Role.OFFICE])
    async def forgotten() -> None: ...

    parts: Any = {"transactions": None, "verifier": None, "health": None}
    with pytest.raises(RouteWithoutRule, match="forgotten"):
        create_app(title="x", version="1", routers=[], pages=[router], **parts)
