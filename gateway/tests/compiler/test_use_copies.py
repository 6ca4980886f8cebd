"""Fourth pass: an object is read from its copy in the wide row where that holds all that is needed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from chassis.identity.caller import Caller, Role
from gateway.compiler.nodes import Body, Object
from gateway.compiler.use_copies import use_copies
from gateway.tests.compiler.passes import OFFICE, restricted
from gateway.views.docs import Doc

STAY = "Mobility.0192f3a0-0000-7000-8000-000000000000"
COORDINATOR = Caller("test", frozenset({Role.COORDINATOR}), faculty="economics")


def inside_a_stay(fields: str, caller: Caller = OFFICE) -> Any:
    (stay,) = use_copies(restricted(f'{{ mobility(id: "{STAY}") {{ {fields} }} }}', caller)).fields
    (found,) = stay.fields  # type: ignore[union-attr]
    return found


@pytest.mark.parametrize(
    ("fields", "copied"),
    [
        ("person { givenName familyName }", True),
        ("person { id version __typename }", True),
        ("person { givenName email }", False),
        ("person { registrations { totalCount } }", True),  # found by the person's id, which the copy holds
        ("partner { name country city erasmusCode }", True),
        ("partner { name website }", False),
        ("agreement { reference partner { name } }", True),  # its partner by the copy's partner_id
        ("agreement { reference conditions { language } }", False),
        ("grant { status instalments { number amount { amount } } }", True),
        ("grant { status lines { rule } }", False),
        ("call { status }", False),  # there is no copy of a call
    ],
)
def test_a_copy_is_used_when_it_holds_every_field(fields: str, copied: bool) -> None:
    assert inside_a_stay(fields).copied is copied


def test_a_copy_holds_no_copies() -> None:
    agreement = inside_a_stay("agreement { partner { name } }")
    (partner,) = agreement.fields
    assert (agreement.copied, partner.copied) == (True, False)


@pytest.mark.parametrize(("caller", "copied"), [(OFFICE, True), (COORDINATOR, False)])
def test_a_policy_that_decides_by_more_than_the_copy_holds_wants_the_row(
    caller: Caller, copied: bool
) -> None:
    """Coordinators see people by their faculty, which this copy does not hold."""
    body = restricted(f'{{ mobility(id: "{STAY}") {{ person {{ givenName }} }} }}', caller)
    (stay,) = body.fields
    assert isinstance(stay, Object)
    (person,) = stay.fields
    assert isinstance(person, Object)
    narrow = replace(person, doc=Doc("Person", ("given_name",)))
    (found,) = use_copies(Body((narrow,))).fields
    assert isinstance(found, Object)
    assert found.copied is copied
