"""Roles open doors; rows are opened by being the person, the faculty or the partner they belong to."""

from __future__ import annotations

import pytest

from chassis.identity.caller import Caller, Forbidden, NotYours, Role, RoleMissing
from chassis.ids import new_id
from chassis.refusal import Kind


def a(role: Role, **limits: object) -> Caller:
    return Caller("s", frozenset({role}), **limits)  # type: ignore[arg-type]


def test_one_of_several_roles_is_enough() -> None:
    a(Role.FINANCE).require(Role.OFFICE, Role.FINANCE)
    with pytest.raises(RoleMissing) as refused:
        a(Role.STUDENT).require(Role.OFFICE, Role.FINANCE)
    assert (refused.value.kind, refused.value.facts) == (Kind.FORBIDDEN, {"roles": "office, finance"})


def test_a_caller_without_roles_may_nothing() -> None:
    with pytest.raises(Forbidden):
        Caller("s", frozenset()).require(*Role)


def test_a_person_reaches_their_own_record() -> None:
    me, other = new_id(), new_id()
    a(Role.STUDENT, person_id=me).require_self_or(me, Role.OFFICE)
    a(Role.OFFICE).require_self_or(other, Role.OFFICE)
    with pytest.raises(NotYours):
        a(Role.STUDENT, person_id=me).require_self_or(other, Role.OFFICE)


def test_a_coordinator_reaches_their_own_faculty() -> None:
    a(Role.COORDINATOR, faculty="ENG").require_faculty_or("ENG", Role.OFFICE)
    for caller in (a(Role.COORDINATOR, faculty="LAW"), a(Role.COORDINATOR), a(Role.STUDENT, faculty="ENG")):
        with pytest.raises(NotYours):
            caller.require_faculty_or("ENG", Role.OFFICE)


def test_a_partner_reaches_its_own_records() -> None:
    ours, theirs = new_id(), new_id()
    a(Role.PARTNER, partner_id=ours).require_partner_or(ours, Role.OFFICE)
    for caller in (a(Role.PARTNER, partner_id=theirs), a(Role.PARTNER), a(Role.STUDENT, partner_id=ours)):
        with pytest.raises(NotYours):
            caller.require_partner_or(ours, Role.OFFICE)
